package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// claim gives the ticket to who clicked.
func (b *Bot) claim(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	if _, err := b.Desk.Assign(ctx, by, c.Once, id, automations.Handover{To: by.ID}); err != nil {
		return b.fail(ctx, err)
	}
	return b.after(ctx, c.View, by, id)
}

// rate takes how content the requester is, in one click.
func (b *Bot) rate(ctx context.Context, c payload.Click, by people.Person, id, score string) payload.Reply {
	n, err := strconv.Atoi(score)
	if err != nil {
		return payload.Reply{}
	}
	if _, err := b.Desk.Rate(ctx, by, c.Once, id, n, ""); err != nil {
		return b.fail(ctx, err)
	}
	return b.after(ctx, c.View, by, id)
}

// askWork opens one of the forms about a ticket.
func (b *Bot) askWork(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	if sight.File.Request.Work == nil {
		return b.fail(ctx, fault.New(fault.Conflict, "%s is no ticket, so nothing was changed.", sight.File.Name()))
	}
	meta := view.Meta{Action: c.Action, Ref: c.Value, From: from(c.View)}
	switch c.Action {
	case view.ActionReply:
		return b.open(ctx, c, view.Reply(sight, meta, 0, -1))
	case view.ActionChange:
		return b.open(ctx, c, view.Change(sight, meta))
	default:
		return b.open(ctx, c, view.Work(c.Action, sight, meta))
	}
}

// canned puts a reply that is written already into the open form.
func (b *Bot) canned(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	meta := view.DecodeMeta(c.View.Metadata)
	id, _ := view.ParseRef(meta.Ref)
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	chosen, err := strconv.Atoi(c.Value)
	if err != nil {
		return payload.Reply{}
	}
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.Reply(sight, meta, meta.Gen+1, chosen)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// submitWork takes one of the forms about a ticket.
func (b *Bot) submitWork(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	id, _ := view.ParseRef(meta.Ref)
	once, text := "view/"+s.View.ID, s.Inputs[view.BlockText].Text
	var err error
	switch meta.Action {
	case view.ActionReply:
		err = b.reply(ctx, by, once, id, text, s.Inputs[view.BlockWay].Text)
	case view.ActionChange:
		err = b.alter(ctx, s, by, once, id, meta)
	case view.ActionMerge:
		return b.closedAt(ctx, by, meta, view.BlockNumber, b.tie(ctx, s, by, once, id))
	case view.ActionTasks:
		_, err = b.Desk.Tasks(ctx, by, once, id, strings.Split(text, "\n"))
	case view.ActionRefer:
		approver, bad := b.Desk.Who(ctx, s.Inputs[view.BlockPerson].Text)
		if err = bad; err == nil {
			_, err = b.Desk.Refer(ctx, by, once, id, approver.ID, text)
		}
		return b.closedAt(ctx, by, meta, view.BlockPerson, err)
	case view.ActionCancel:
		_, err = b.Desk.Cancel(ctx, by, once, id, text)
	case view.ActionConceal:
		_, err = b.Desk.Conceal(ctx, by, once, id)
	case view.ActionReopen:
		_, err = b.Desk.Reopen(ctx, by, once, id, text)
	case view.ActionRateWhy:
		err = b.rateWhy(ctx, by, once, id, text)
	}
	return b.closed(ctx, by, meta, err)
}

// closedAt is closed with the error beside another input than the words.
func (b *Bot) closedAt(ctx context.Context, by people.Person, meta view.Meta, block string, err error) payload.Reply {
	reply := b.closed(ctx, by, meta, err)
	if say, ok := reply.Errors[view.BlockText]; ok {
		reply.Errors = map[string]string{block: say}
	}
	return reply
}

// reply says something: to the requester, as a question, or as a note.
func (b *Bot) reply(ctx context.Context, by people.Person, once, id, text, way string) error {
	if way == view.ReplyAsk {
		_, err := b.Desk.Await(ctx, by, once, id, text)
		return err
	}
	_, err := b.Desk.Say(ctx, by, automations.Saying{Ticket: id, ID: once, Text: text, Internal: way == view.ReplyNote})
	return err
}

// tie merges or links two tickets, or takes them apart.
func (b *Bot) tie(ctx context.Context, s payload.Submission, by people.Person, once, id string) error {
	other := s.Inputs[view.BlockNumber].Text
	var err error
	switch way := s.Inputs[view.BlockWay].Text; way {
	case view.TieMerge:
		_, err = b.Desk.Merge(ctx, by, once, id, other)
	default:
		_, err = b.Desk.Link(ctx, by, once, id, other, way == view.TieApart)
	}
	return err
}

// rateWhy adds a sentence to the score that was given.
func (b *Bot) rateWhy(ctx context.Context, by people.Person, once, id, text string) error {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return err
	}
	work := sight.File.Request.Work
	if work == nil || work.Rating == nil {
		return fault.New(fault.Conflict, "Say first how it was, with one of the faces.")
	}
	_, err = b.Desk.Rate(ctx, by, once, id, work.Rating.Score, text)
	return err
}

// alter takes what was changed of who has a ticket, how urgent it is and who
// follows it. Each is a move of its own: what was made stays made.
func (b *Bot) alter(ctx context.Context, s payload.Submission, by people.Person, once, id string, meta view.Meta) error {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return err
	}
	work, dir := sight.File.Request.Work, sight.File.Dir
	if work == nil {
		return fault.New(fault.Conflict, "%s is no ticket, so nothing was changed.", sight.File.Name())
	}
	to, team := s.Inputs[view.BlockPerson].Text, s.Inputs[view.BlockTeam].Text
	if to == view.Nobody || team != work.Team && to == meta.Draft {
		to = "" // who had it is not of the other team
	}
	var failed []error
	rank, _ := strconv.Atoi(s.Inputs[view.BlockRank].Text)
	if rank != 0 && rank != work.Priority {
		_, err := b.Desk.Rank(ctx, by, once+"/rank", id, rank)
		failed = append(failed, err)
	}
	if follows, leaves := followers(s.Inputs[view.BlockFollow].List, *work, dir); len(follows)+len(leaves) > 0 {
		_, err := b.Desk.Follow(ctx, by, once+"/follow", id, follows, leaves)
		failed = append(failed, err)
	}
	if to != meta.Draft || team != "" && team != work.Team { // last: it may end their right to it
		_, err := b.Desk.Assign(ctx, by, once+"/assign", id, automations.Handover{
			To: to, From: meta.Draft, Team: team, Text: s.Inputs[view.BlockText].Text,
		})
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// followers are the people who are new in a list of accounts, and those who are
// not in it any more.
func followers(accounts []string, work request.Work, dir people.Directory) (follows, leaves []string) {
	var chosen []string
	for _, a := range accounts {
		if p, ok := dir.ByAccount(a); ok {
			chosen = append(chosen, p.ID)
		}
	}
	for _, p := range chosen {
		if !slices.Contains(work.Followers, p) {
			follows = append(follows, p)
		}
	}
	for _, p := range work.Followers {
		if !slices.Contains(chosen, p) {
			leaves = append(leaves, p)
		}
	}
	return follows, leaves
}

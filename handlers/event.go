package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// Event takes what happened. An error makes Slack send it again, so a refusal
// that would be the same next time is told to the person instead.
func (b *Bot) Event(ctx context.Context, e payload.Event) error {
	if e.Kind == payload.PeopleChanged {
		b.Sync()
		return nil
	}
	if e.Kind == payload.Reacted || e.Kind == payload.Unreacted {
		done, err := b.echoed(ctx, e)
		if done || err != nil || e.Kind == payload.Unreacted || b.Ways.Meaning[e.Emoji] == "" && b.Ways.Emoji[e.Emoji] == "" {
			return err
		}
	}
	if !e.Direct && e.Kind != payload.HomeOpened {
		return b.overheard(ctx, e)
	}
	by, err := b.Desk.Who(ctx, e.By)
	if err != nil {
		return b.tell(ctx, e, err)
	}
	switch e.Kind {
	case payload.HomeOpened:
		return b.tell(ctx, e, b.openHome(ctx, e, by))
	case payload.Message:
		return b.tell(ctx, e, b.message(ctx, e, by))
	case payload.Edited, payload.Removed, payload.Reacted:
		return b.tell(ctx, e, b.changed(ctx, e, by))
	case payload.PeopleChanged, payload.Unreacted:
	}
	return nil
}

// Foreign records what is not for us; whoever sent it learns nothing.
func (b *Bot) Foreign(ctx context.Context, f payload.Foreign) error {
	return b.Desk.Foreign(ctx, f.Team, f.App, f.Org)
}

// tell says a refusal where the person wrote. Faults that may pass are
// returned, so that Slack sends the event again.
func (b *Bot) tell(ctx context.Context, e payload.Event, err error) error {
	switch fault.CodeOf(err) {
	case "":
		return nil
	case fault.Internal, fault.Unavailable:
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), telling)
		defer cancel()
		return errors.Join(err, b.later(ctx, e, fault.Say(err)))
	case fault.Invalid, fault.Denied, fault.NotFound, fault.Conflict:
	}
	if e.Kind != payload.Message && e.Kind != payload.Reacted {
		return nil
	}
	if !e.Direct { // in their direct messages there is no such thread
		e.Thread = ""
	}
	_, _, err = b.Slack.Post(ctx, outbox.Message{Key: "said/" + e.ID, To: e.By, Thread: e.Thread, Text: fault.Say(err)})
	return err
}

// telling is how long words may take that come when the event's own time is over.
const telling = 2 * time.Second

// later says once that what was written until then waits, or on Home that what it showed may not
// hold. Slack sends the event again at once, after a minute and after five more
// (docs.slack.dev/apis/events-api#retries).
func (b *Bot) later(ctx context.Context, e payload.Event, say string) error {
	if e.Kind == payload.HomeOpened {
		return b.Slack.PublishHome(ctx, e.By, view.NoHome(say), "")
	}
	if e.Kind != payload.Message || !e.Direct || e.Attempt > 0 || b.waits.told(e) {
		return nil
	}
	_, _, err := b.Slack.Post(ctx, outbox.Message{
		Key: "later/" + e.ID, To: e.By, Thread: e.Thread,
		Text: "Factotum cannot use its data right now, so what you wrote waits. It is taken by itself within seven minutes; write it again only if nothing has come by then.",
	})
	if err == nil {
		b.waits.tell(e.By, b.Desk.Now())
	}
	return err
}

// message takes words or files in the direct messages with the bot: an answer
// or a question in the thread of a request, or something new.
func (b *Bot) message(ctx context.Context, e payload.Event, by people.Person) error {
	if e.Thread != "" {
		at, err := b.about(ctx, e)
		if err != nil {
			return err
		}
		if at.Request != "" {
			return b.inThread(ctx, e, by, at.Request)
		}
	}
	return b.draft(ctx, e, by)
}

// inThread takes words in the thread of a card: the requester answers, an
// approver asks.
func (b *Bot) inThread(ctx context.Context, e payload.Event, by people.Person, id string) error {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return err
	}
	r, dir := sight.File.Request, sight.File.Dir
	_, asked := r.Unanswered()
	answers, ticket := r.Requester == by.ID || asked && policy.Speaks(r, by, dir), r.Work != nil && r.Work.Desk
	switch {
	case ticket && (r.State != request.Pending || !answers && !decides(sight.File, by)):
		return b.said(ctx, e, by, id)
	case answers:
		_, err = b.Desk.Answer(ctx, by, e.ID, automations.Saying{Ticket: id, ID: automations.Spot(e.Channel, e.TS), Text: e.Text, Files: view.Files(e.Files)})
	default:
		_, err = b.Desk.Decide(ctx, by, e.ID, automations.Decision{ID: id, Say: request.Ask, Text: e.Text, Remark: automations.Spot(e.Channel, e.TS)})
	}
	return err
}

// decides tells whether somebody is asked to approve now.
func decides(f automations.File, by people.Person) bool {
	return slices.ContainsFunc(policy.Asked(f.Request, f.Dir), func(c policy.Candidate) bool { return c.Person.ID == by.ID })
}

// draft makes a draft card of words or dropped files. No form can open from a
// message, so the card has a button that does.
func (b *Bot) draft(ctx context.Context, e payload.Event, by people.Person) error {
	if table, err := b.brought(ctx, e, by); table || err != nil {
		return err
	}
	if taken, err := b.figures(ctx, e, by, false); taken {
		return err
	}
	if taken, err := b.progress(ctx, e, by); taken {
		return err
	}
	kind, words, ok := b.begins(e, by)
	if !ok {
		if taken, err := b.figures(ctx, e, by, true); taken {
			return err
		}
		return b.notUnderstood(ctx, e)
	}
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	values, _ := b.Desk.Fill(kind, by, dir, words, view.Files(e.Files))
	if kind.Instant() { // as where it is opened at once
		values = b.Desk.Told(kind, by, dir, words, view.Files(e.Files))
	}
	return b.Desk.SaveDraft(ctx, by, e.ID, automations.Draft{
		ID: "draft-" + e.ID, Kind: kind.Key, Values: values, Card: true,
	})
}

// begins is the kind that words and files are about, with the words that are left
// to be read: documents may be about a record too.
func (b *Bot) begins(e payload.Event, by people.Person) (kind catalogue.Kind, words string, ok bool) {
	if len(e.Files) > 0 {
		if kind, words, ok = b.Desk.EntryMeant(by, e.Text); ok {
			return kind, words, true
		}
	}
	kind, ok = b.Desk.Catalogue.Suggest(e.Text)
	if len(e.Files) > 0 && (!ok || kind.Drop == "") {
		kind, ok = b.Desk.Catalogue.ForFiles()
	}
	return kind, e.Text, ok
}

func (b *Bot) notUnderstood(ctx context.Context, e payload.Event) error {
	if strings.TrimSpace(e.Text) == "" && len(e.Files) == 0 {
		return nil
	}
	text, blocks := view.Courtesy(catalogue.Courteous(e.Text), b.Desk.Catalogue.Offered())
	if kinds := b.Desk.Catalogue.Guess(e.Text); len(kinds) > 1 {
		text, blocks = view.Which(e.Text, kinds)
	} else if text == "" {
		text, blocks = view.NotUnderstood(e.Text, b.Desk.Catalogue.Offered())
	}
	return b.answer(ctx, e)(text, blocks)
}

// answer says something where the person wrote.
func (b *Bot) answer(ctx context.Context, e payload.Event) func(text string, blocks []slack.Block) error {
	return func(text string, blocks []slack.Block) error {
		body, err := json.Marshal(blocks)
		if err != nil {
			return fmt.Errorf("handlers: encode blocks: %w", err)
		}
		_, _, err = b.Slack.Post(ctx, outbox.Message{Key: "said/" + e.ID, To: e.By, Thread: e.Thread, Text: text, Blocks: body})
		return err
	}
}

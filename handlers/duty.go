package handlers

import (
	"context"
	"strconv"
	"strings"

	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// duties answers /duty: what the person has to do, all that they may see, one by
// its number, or the year.
func (b *Bot) duties(ctx context.Context, c payload.Command, by people.Person) payload.Reply {
	word := strings.TrimSpace(c.Text)
	all := strings.EqualFold(word, "all")
	if strings.EqualFold(word, "year") {
		return b.year(ctx, payload.Click{Trigger: c.Trigger}, by)
	}
	if strings.EqualFold(word, "pack") {
		return b.askPack(ctx, payload.Click{Trigger: c.Trigger}, by)
	}
	if word != "" && !all {
		return b.number(ctx, c, by, word)
	}
	rows, err := b.Desk.Obliged(ctx, by, all, "", listed)
	if err != nil {
		return b.fail(ctx, err)
	}
	may, err := b.Desk.Packs(ctx, by)
	if err != nil {
		return b.fail(ctx, err)
	}
	text, blocks := view.Duties(rows, by, b.Desk.Now(), all)
	if may {
		blocks = append(blocks, view.PackButton())
	}
	return b.say(ctx)(text, blocks)
}

// snooze puts the reminders of a duty off.
func (b *Bot) snooze(ctx context.Context, c payload.Click, by people.Person, id, days string) payload.Reply {
	n, err := strconv.Atoi(days)
	if err != nil {
		return payload.Reply{}
	}
	if _, err := b.Desk.Snooze(ctx, by, c.Once, id, n); err != nil {
		return b.fail(ctx, err)
	}
	return b.after(ctx, c.View, by, id)
}

// askProof opens the form of the evidence.
func (b *Bot) askProof(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	if err := sight.Ready(); err != nil {
		return b.fail(ctx, err)
	}
	in := b.corrected(sight, view.Meta{Kind: sight.Kind.Key, Action: c.Action, Ref: c.Value, From: from(c.View)})
	if len(in.Values) == len(sight.Kind.Filed(in.Values)) { // nobody has brought any yet
		in.Values, _ = b.Desk.Fill(sight.Kind, by, sight.File.Dir, "", nil)
	}
	return b.open(ctx, c, view.Prove(sight, in))
}

// submitProof brings the evidence.
func (b *Bot) submitProof(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	return b.submitRead(ctx, s, by, meta, "Not sent", view.Prove, func(id, _ string, values form.Values) error {
		_, err := b.Desk.Prove(ctx, by, "prove/"+s.View.ID, id, values)
		return err
	})
}

// askDuty opens one of the smaller forms about a duty.
func (b *Bot) askDuty(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.DutyForm(c.Action, sight, view.Meta{Action: c.Action, Ref: c.Value, From: from(c.View)}))
}

// submitDuty takes one of them, or that of an evidence pack.
func (b *Bot) submitDuty(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	if s.View.Callback == view.CallbackPack {
		return b.submitPack(ctx, s, by, meta)
	}
	id, _ := view.ParseRef(meta.Ref)
	once, text := "view/"+s.View.ID, s.Inputs[view.BlockText].Text
	to := people.Person{}
	var err error
	if account := s.Inputs[view.BlockPerson].Text; account != "" {
		if to, err = b.Desk.Who(ctx, account); err != nil {
			return b.closedAt(ctx, by, meta, view.BlockPerson, err)
		}
	}
	switch meta.Action {
	case view.ActionNotMine:
		_, err = b.Desk.NotMine(ctx, by, once, id, to.ID, text)
	case view.ActionPass:
		_, err = b.Desk.Pass(ctx, by, once, id, to.ID, text)
		return b.closedAt(ctx, by, meta, view.BlockPerson, err)
	case view.ActionWaive:
		_, err = b.Desk.Waive(ctx, by, once, id, text)
	}
	return b.closed(ctx, by, meta, err)
}

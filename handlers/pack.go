package handlers

import (
	"context"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// askPack opens the form of an evidence pack.
func (b *Bot) askPack(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if err := b.Desk.MayPack(ctx, by); err != nil {
		return b.fail(ctx, err)
	}
	periods, err := b.Desk.PackPeriods(ctx, by)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Pack(b.Desk.Subjects(), periods, view.Meta{From: from(c.View)}))
}

// submitPack has the pack made.
func (b *Bot) submitPack(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	subject := view.PackSubject(s.Inputs[view.BlockChoice].Text, b.Desk.Subjects())
	if subject == "" {
		return payload.Reply{Errors: map[string]string{view.BlockChoice: fault.Say(fault.New(fault.Invalid, "There are no duties about that any more. Choose something else."))}}
	}
	_, err := b.Desk.Pack(ctx, by, s.View.ID, subject, s.Inputs[view.BlockText].Text)
	return b.closed(ctx, by, meta, err)
}

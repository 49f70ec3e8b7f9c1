package handlers

import (
	"context"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// askAway opens the form in which somebody says that they will be away.
func (b *Bot) askAway(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	return b.open(ctx, c, view.Away(by, b.Desk.Now(), view.Meta{From: from(c.View)}))
}

// submitAway keeps it. What does not fit is said beside its input.
func (b *Bot) submitAway(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	in := automations.AwayDays{Note: s.Inputs[view.BlockText].Text}
	for block, into := range map[string]*calendar.Date{view.BlockFirst: &in.First, view.BlockLast: &in.Last} {
		day, err := calendar.Parse(s.Inputs[block].Text)
		if err != nil {
			return payload.Reply{Errors: map[string]string{block: "Choose a day."}}
		}
		*into = day
	}
	wrong := view.BlockLast
	if account := s.Inputs[view.BlockPerson].Text; account != "" {
		stand, err := b.Desk.Who(ctx, account)
		if err != nil {
			return payload.Reply{Errors: map[string]string{view.BlockPerson: fault.Say(err)}}
		}
		in.Substitute, wrong = stand.ID, view.BlockPerson
	}
	_, err := b.Desk.Away(ctx, by, "view/"+s.View.ID, in)
	if code := fault.CodeOf(err); code == fault.Invalid || code == fault.Conflict {
		return payload.Reply{Errors: map[string]string{wrong: fault.Say(err)}}
	}
	return b.closedAt(ctx, by, meta, wrong, err)
}

// backIn ends an absence by one button.
func (b *Bot) backIn(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if err := b.Desk.Back(ctx, by, c.Once, c.Value); err != nil {
		return b.fail(ctx, err)
	}
	b.refreshHome(ctx, by, from(c.View))
	return payload.Reply{}
}

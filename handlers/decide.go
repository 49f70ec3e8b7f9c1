package handlers

import (
	"context"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// decideNow is the approver's click on Approve: decided, committed, then
// acknowledged. The card follows through the outbox.
func (b *Bot) decideNow(ctx context.Context, c payload.Click, by people.Person, id string, read automations.File) payload.Reply {
	_, stage := view.ParseRef(c.Value)
	f, err := b.Desk.Decide(ctx, by, c.Once, automations.Decision{ID: id, Say: verb(c.Action), Stage: stage, Read: read})
	if err != nil {
		return b.fail(ctx, err)
	}
	if read.Version == 0 && c.Message.TS != "" && from(c.View) == "" { // a message that stays as it is
		return payload.Reply{Text: "✅ " + f.Name() + " is approved."}
	}
	return b.after(ctx, c.View, by, id)
}

// askWhy opens the form for the words that go with a verdict or a question.
func (b *Bot) askWhy(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	meta := view.Meta{Action: c.Action, Ref: c.Value, From: from(c.View)}
	return b.open(ctx, c, view.Reason(c.Action, sight, meta))
}

// submitReason takes the verdict with its words.
func (b *Bot) submitReason(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	id, stage := view.ParseRef(meta.Ref)
	if verb(meta.Action) == "" {
		return b.failView(ctx, "Not done", fault.New(fault.Invalid, "This form is out of date, so nothing was changed. Open the request from your own card or from Home."))
	}
	_, err := b.Desk.Decide(ctx, by, "view/"+s.View.ID, automations.Decision{
		ID: id, Say: verb(meta.Action), Stage: stage, Text: s.Inputs[view.BlockText].Text,
	})
	return b.closed(ctx, by, meta, err)
}

// closed ends a small form: with its error beside the words if they are what is
// wrong, else closed or saying what stands in the way.
func (b *Bot) closed(ctx context.Context, by people.Person, meta view.Meta, err error) payload.Reply {
	switch {
	case err == nil:
		b.refreshHome(ctx, by, meta.From)
		return payload.Reply{Clear: true}
	case fault.CodeOf(err) == fault.Invalid || passing(err):
		b.note(ctx, err)
		return payload.Reply{Errors: map[string]string{view.BlockText: fault.Say(err)}}
	default:
		return b.failView(ctx, "Not done", err)
	}
}

// withdraw takes the person's own request back.
func (b *Bot) withdraw(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	if _, err := b.Desk.Withdraw(ctx, by, c.Once, id); err != nil {
		return b.fail(ctx, err)
	}
	return b.after(ctx, c.View, by, id)
}

// after brings the view in which somebody clicked up to date.
func (b *Bot) after(ctx context.Context, v payload.View, by people.Person, id string) payload.Reply {
	if v.Callback == view.CallbackDetails {
		sight, err := b.Desk.Find(ctx, by, id)
		if err != nil {
			return b.fail(ctx, err)
		}
		if err := b.Slack.UpdateView(ctx, v.ID, v.Hash, view.Details(sight, view.DecodeMeta(v.Metadata))); err != nil {
			b.note(ctx, err) // it is decided; only the open window is behind
		}
	}
	b.refreshHome(ctx, by, from(v))
	return payload.Reply{}
}

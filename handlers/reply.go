package handlers

import (
	"context"
	"maps"
	"slices"

	"factotum/automations/fault"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// fail is the one place where a fault becomes words in Slack. What is our own
// mistake, or a part that does not answer, is logged too.
func (b *Bot) fail(ctx context.Context, err error) payload.Reply {
	b.note(ctx, err)
	return payload.Reply{Text: fault.Say(err)}
}

// failView is fail for a submitted view, which has no place for words but
// another view.
func (b *Bot) failView(ctx context.Context, title string, err error) payload.Reply {
	b.note(ctx, err)
	return b.update(ctx, view.Said(title, fault.Say(err)))
}

// passing tells whether the same may work in a minute.
func passing(err error) bool {
	code := fault.CodeOf(err)
	return code == fault.Unavailable || code == fault.Internal
}

// failForm is failView for a form. What may work in a minute is said at an
// input, so that what was typed stays there to be sent again.
func (b *Bot) failForm(ctx context.Context, s payload.Submission, title string, err error) payload.Reply {
	if !passing(err) || len(s.Inputs) == 0 {
		return b.failView(ctx, title, err)
	}
	b.note(ctx, err)
	first := slices.Min(slices.Collect(maps.Keys(s.Inputs)))
	return payload.Reply{Errors: map[string]string{first: fault.Say(err)}}
}

// failCheck is failView for the screen before sending. What may work in a
// minute is said on top of it, so that it is there to be sent again.
func (b *Bot) failCheck(ctx context.Context, err error) payload.Reply {
	r := b.failView(ctx, "Not sent", err)
	if passing(err) {
		r.Push, r.Update = r.Update, nil
	}
	return r
}

func (b *Bot) note(ctx context.Context, err error) {
	if passing(err) {
		b.Log.ErrorContext(ctx, "handlers: failed", "error", err)
	}
}

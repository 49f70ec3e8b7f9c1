package handlers

import (
	"context"

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

func (b *Bot) note(ctx context.Context, err error) {
	switch fault.CodeOf(err) {
	case fault.Internal, fault.Unavailable:
		b.Log.ErrorContext(ctx, "handlers: failed", "error", err)
	case fault.Invalid, fault.Denied, fault.NotFound, fault.Conflict:
	}
}

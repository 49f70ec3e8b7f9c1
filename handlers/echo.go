package handlers

import (
	"context"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/handlers/payload"
)

// echoed shows an emoji that somebody put on a sentence of a conversation, or took
// back, on the other side of the ticket too; done is true where it was about a
// sentence. What goes wrong for good is no matter for who put it there.
func (b *Bot) echoed(ctx context.Context, e payload.Event) (done bool, err error) {
	look := b.Desk.At
	if _, err := b.Desk.Who(ctx, e.Author); err != nil { // nobody's is ours, and may have been posted just now
		look = func(ctx context.Context, channel, ts string) (outbox.Delivery, error) {
			return b.Desk.AtSoon(ctx, channel, ts, stamped(ts))
		}
	}
	at, err := look(ctx, e.Channel, e.TS)
	if err != nil || at.Sentence() == "" {
		return false, err
	}
	if b.Ways.Emoji[e.Emoji] != "" { // it would make a ticket of what was said
		return true, nil
	}
	by, err := b.Desk.Who(ctx, e.By)
	if err == nil {
		err = b.echo(ctx, e, by, at)
	}
	if passing(err) {
		return true, err
	}
	return true, nil // the message is gone, or the emoji, or they take no part
}

func (b *Bot) echo(ctx context.Context, e payload.Event, by people.Person, at outbox.Delivery) error {
	channel, ts, err := b.Desk.Across(ctx, by, at)
	if err != nil || channel == "" {
		return err
	}
	if e.Kind == payload.Unreacted {
		return b.Slack.Unreact(ctx, channel, ts, e.Emoji)
	}
	return b.Slack.React(ctx, channel, ts, e.Emoji)
}

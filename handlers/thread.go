package handlers

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// overheard takes what happens in channels. What is neither about a request nor
// a way in is nobody's business: nothing is said or kept of it.
func (b *Bot) overheard(ctx context.Context, e payload.Event) error {
	at, err := b.about(ctx, e)
	if err != nil {
		return err
	}
	if at.Request == "" {
		return b.wayIn(ctx, e)
	}
	by, err := b.Desk.Who(ctx, e.By)
	if err == nil && e.Kind == payload.Message {
		err = b.said(ctx, e, by, at.Request)
	} else if err == nil {
		err = b.change(ctx, e, by, at)
	}
	if at.Origin() && fault.CodeOf(err) == fault.Denied {
		return nil // others talk in that thread too
	}
	return b.tell(ctx, e, err)
}

// about finds our message that the event is about, or in whose thread it happened.
func (b *Bot) about(ctx context.Context, e payload.Event) (outbox.Delivery, error) {
	switch {
	case e.Kind == payload.Reacted:
		return b.Desk.AtSoon(ctx, e.Channel, e.TS, stamped(e.TS))
	case e.Thread != "":
		return b.Desk.AtSoon(ctx, e.Channel, e.Thread, stamped(e.Thread))
	case e.Kind != payload.Message:
		return b.Desk.At(ctx, e.Channel, e.TS)
	}
	return outbox.Delivery{}, nil
}

// said passes on what was written in the thread of a ticket.
func (b *Bot) said(ctx context.Context, e payload.Event, by people.Person, id string) error {
	spot := automations.Spot(e.Channel, e.TS)
	f, err := b.Desk.Say(ctx, by, automations.Saying{Ticket: id, ID: spot, Text: e.Text, Files: view.Files(e.Files)})
	if err == nil {
		b.lock(ctx, f, spot, e)
	}
	return err
}

// lock shows on a note that it stays inside. Without the sign it stays there too.
func (b *Bot) lock(ctx context.Context, f automations.File, said string, at payload.Event) {
	if m, ok := f.Request.Said(said); !ok || !m.Internal || m.Removed {
		return
	}
	if err := b.Slack.React(ctx, at.Channel, at.TS, "lock"); err != nil {
		b.note(ctx, err)
	}
}

// changed takes what became of a message in the direct messages with the bot.
func (b *Bot) changed(ctx context.Context, e payload.Event, by people.Person) error {
	at, err := b.about(ctx, e)
	if err == nil && at.Request == "" {
		return b.wayIn(ctx, e)
	}
	if err != nil {
		return err
	}
	return b.change(ctx, e, by, at)
}

// change passes on that something said was edited or taken back. The message
// that a ticket was opened from is no sentence of its conversation: what it says
// now is said.
func (b *Bot) change(ctx context.Context, e payload.Event, by people.Person, at outbox.Delivery) error {
	s := automations.Saying{
		Ticket: at.Request, ID: automations.Spot(e.Channel, e.TS), Text: e.Text, Files: view.Files(e.Files),
		Removed: e.Kind == payload.Removed, At: stamped(e.Stamp),
	}
	switch {
	case e.Kind == payload.Reacted && (at.Card() || at.Origin()):
		return b.meant(ctx, e, by, at.Request)
	case e.Kind == payload.Reacted:
		return nil // on one sentence it is about that sentence, not about the ticket
	case at.Origin() && at.TS == e.TS && s.Removed:
		return nil
	case at.Origin() && at.TS == e.TS:
		s.ID, s.Text = e.ID, "✏️ "+s.Text
		_, err := b.Desk.Say(ctx, by, s)
		return err
	}
	f, err := b.Desk.Amend(ctx, by, e.ID, s)
	if err != nil || e.Kind != payload.Edited {
		return err
	}
	b.lock(ctx, f, s.ID, e)
	return b.stays(ctx, f, s, e)
}

// stays tells who made an answer of a note that nobody outside gets it.
func (b *Bot) stays(ctx context.Context, f automations.File, s automations.Saying, e payload.Event) error {
	if m, ok := f.Request.Said(s.ID); !ok || !m.Internal || m.Removed || automations.Noted(s.Text) {
		return nil
	}
	text := fmt.Sprintf("What you changed about %s was a note for those who work on it, and stays one. To answer, write it anew without “note:”.", f.Number)
	_, _, err := b.Slack.Post(ctx, outbox.Message{Key: "said/" + e.ID, To: e.By, Text: text})
	return err
}

// stamped is the moment of a ts: seconds and microseconds since 1970.
func stamped(ts string) time.Time {
	whole, part, _ := strings.Cut(ts, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}
	}
	micros, _ := strconv.ParseInt((part + "000000")[:6], 10, 64) // no number is none
	return time.Unix(seconds, micros*1000)
}

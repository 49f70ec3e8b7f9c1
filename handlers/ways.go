package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// Ways are how tickets come about beside commands and forms, and what emoji
// mean, by their names without colons.
type Ways struct {
	Channels map[string]string         // kind by channel in which every message is a ticket
	Emoji    map[string]string         // kind by emoji that makes a ticket of a message
	Meaning  map[string]request.Action // by emoji on a card: assign to who put it there, or resolve
}

// wayIn makes a ticket of what happened, if that is one of the ways.
func (b *Bot) wayIn(ctx context.Context, e payload.Event) error {
	w := payload.Written{Place: payload.Place{Channel: e.Channel, TS: e.TS}, By: e.By, Text: e.Text, Files: e.Files}
	kind, ok := b.Ways.Channels[e.Channel]
	if e.Kind == payload.Reacted {
		kind, ok = b.Ways.Emoji[e.Emoji]
	}
	if !ok || e.Kind != payload.Reacted && (e.Kind != payload.Message || e.Thread != "") {
		return nil
	}
	if e.Kind == payload.Reacted {
		var err error
		if w, err = b.Slack.Written(ctx, e.Channel, e.TS); err != nil {
			return b.tell(ctx, e, err)
		}
	}
	if _, err := b.Desk.Who(ctx, e.By); err != nil { // the wish of somebody who may wish
		return b.tell(ctx, e, err)
	}
	_, err := b.fromMessage(ctx, w, kind)
	return b.tell(ctx, e, err)
}

// fromShortcut makes a ticket of the message that somebody used the shortcut on.
func (b *Bot) fromShortcut(ctx context.Context, c payload.Command, by people.Person, kind string) payload.Reply {
	if c.On.By == "" { // a bot's, or what somebody says through one
		c.On.By = c.By
	}
	f, err := b.fromMessage(ctx, c.On, kind)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.say(ctx)(view.Opened(f, by, b.Desk.Opens(f), b.Desk.Now()))
}

// fromMessage opens a ticket, and says so beside the message. Where it was open
// already nothing more is said there.
func (b *Bot) fromMessage(ctx context.Context, w payload.Written, kind string) (automations.File, error) {
	author, err := b.Desk.Who(ctx, w.By)
	if err != nil {
		return automations.File{}, err
	}
	m := automations.Message{Channel: w.Channel, TS: w.TS, Text: w.Text, Files: view.Files(w.Files)}
	if link, err := b.Slack.Permalink(ctx, w.Channel, w.TS); err == nil { // it does without
		m.Link = link
	}
	f, err := b.Desk.OpenFrom(ctx, author, kind, m)
	if err != nil || f.Again {
		return f, err
	}
	if w.Channel == "" || w.Channel[0] == 'D' || f.Request.Work == nil || f.Request.Work.Private {
		return f, nil // the bot is not in the direct messages of others, and what is private is for no channel
	}
	text, blocks := view.OpenedHere(f, author)
	body, err := json.Marshal(blocks)
	if err != nil {
		return f, fmt.Errorf("handlers: encode blocks: %w", err)
	}
	thread := w.Thread
	if thread == "" {
		thread = w.TS
	}
	channel, ts, err := b.Slack.Post(ctx, outbox.Message{Key: "opened/" + f.Request.ID, To: w.Channel, Thread: thread, Text: text, Blocks: body})
	if err == nil {
		err = b.Desk.Here(ctx, f.Request.ID, channel, thread, ts)
	}
	if err != nil {
		b.note(ctx, err) // it is open; the card comes to its author
	}
	return f, nil
}

// atOnce opens a ticket of the words after a command. Where something is
// missing the form asks for it.
func (b *Bot) atOnce(ctx context.Context, c payload.Command, by people.Person, kind catalogue.Kind) payload.Reply {
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	f, err := b.Desk.Submit(ctx, by, c.Once, automations.Draft{ID: b.NewID(), Kind: kind.Key, Values: b.Desk.Told(kind, by, dir, c.Text, nil)})
	if fault.CodeOf(err) == fault.Invalid {
		return b.start(ctx, c.Trigger, by, kind, c.Text)
	}
	if err != nil {
		return b.fail(ctx, err)
	}
	back := b.Desk.Opens(f)
	if strings.HasPrefix(c.Channel, "D") { // the card that says it comes right below
		back = time.Time{}
	}
	return b.say(ctx)(view.Opened(f, by, back, b.Desk.Now()))
}

// disown ends what is no ticket; the button goes as its card changes.
func (b *Bot) disown(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	id, _ := view.ParseRef(c.Value)
	if _, err := b.Desk.Cancel(ctx, by, c.Once, id, "It is no ticket."); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// meant does what an emoji on a card stands for.
func (b *Bot) meant(ctx context.Context, e payload.Event, by people.Person, id string) error {
	var err error
	switch b.Ways.Meaning[e.Emoji] { //nolint:exhaustive // these are all that emoji stand for
	case request.Assign:
		_, err = b.Desk.Assign(ctx, by, e.ID, id, automations.Handover{To: by.ID})
	case request.Resolve:
		_, err = b.Desk.Resolve(ctx, by, e.ID, id, automations.Finish{})
	}
	return err
}

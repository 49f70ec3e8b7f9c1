package handlers

import (
	"context"

	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// queue lists the open tickets of the person's teams: all, or those that a word
// names; where a team works on tickets, those of that team.
func (b *Bot) queue(ctx context.Context, c payload.Command, by people.Person, word string) payload.Reply {
	filter, known := view.QueueWord(word, b.Desk.Catalogue.Categories())
	at := view.Pages{Filter: filter}
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	if place, ok := dir.ByAccount(c.Channel); ok && people.IsPlace(place.ID) {
		for _, t := range dir.Teams() {
			if people.PlaceID(t.Key, false) == place.ID {
				at.Team = t.Key
			}
		}
	}
	if !known {
		return b.queued(ctx, by, at, word)
	}
	return b.queued(ctx, by, at, "")
}

// clickQueue shows another part of the queue: on Home, or below a message.
func (b *Bot) clickQueue(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if c.View.Type != "" {
		return b.turn(ctx, c, by)
	}
	return b.queued(ctx, by, view.ParsePages(c.Value), "")
}

func (b *Bot) queued(ctx context.Context, by people.Person, at view.Pages, unknown string) payload.Reply {
	q := view.QueueOf(at.Filter)
	q.Team = at.Team
	rows, works, err := b.Desk.Queue(ctx, by, q, "", listed)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.say(ctx)(view.QueueList(view.QueueInput{
		Rows: rows, Works: works, Reader: by, Now: b.Desk.Now(), At: at, Categories: b.Desk.Catalogue.Categories(), Unknown: unknown,
	}))
}

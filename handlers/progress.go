package handlers

import (
	"context"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// progress answers who asks how a request stands, or all of theirs. Returns false
// where they ask for something else.
func (b *Bot) progress(ctx context.Context, e payload.Event, by people.Person) (taken bool, err error) {
	number, mine := catalogue.Progress(e.Text)
	switch {
	case len(e.Files) > 0:
	case number != "":
		sight, err := b.Desk.Find(ctx, by, number)
		if err != nil {
			return true, err
		}
		return true, b.answer(ctx, e)(view.Progress(sight))
	case mine:
		rows, err := b.Desk.Mine(ctx, by, "", listed)
		if err != nil {
			return true, err
		}
		return true, b.answer(ctx, e)(view.List(rows, by, b.Desk.Now()))
	}
	return false, nil
}

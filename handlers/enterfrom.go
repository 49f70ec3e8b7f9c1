package handlers

import (
	"context"

	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// enterFrom asks which record the files of a draft are about; where there is one
// answer only, its form opens.
func (b *Bot) enterFrom(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	kinds := b.Desk.EntriesFrom(by)
	if len(kinds) == 1 {
		return b.enterInto(ctx, c, by, id, kinds[0].Dataset)
	}
	paper, err := b.Desk.Paper(ctx, by, id, "")
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.EnterFrom(paper.File.Request, kinds))
}

// enterInto opens the form of a record, filled in from the files of a draft.
func (b *Bot) enterInto(ctx context.Context, c payload.Click, by people.Person, id, key string) payload.Reply {
	if err := b.Desk.EnterFrom(ctx, by, c.Once, id, key); err != nil {
		return b.fail(ctx, err)
	}
	return b.edit(ctx, c, by, id)
}

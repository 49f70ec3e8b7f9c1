package handlers

import (
	"context"
	"strings"

	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// boardAction tells whether an action is about the board of a checklist.
func boardAction(action string) bool { return strings.HasPrefix(action, view.ActionBoard) }

// clickBoard opens a board, or shows it in another period.
func (b *Bot) clickBoard(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	key, day := view.ParseBoardRef(c.Value)
	board, err := b.Desk.Board(ctx, by, key, day)
	if err != nil {
		return b.fail(ctx, err)
	}
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	window := view.BoardWindow(board, by, dir, b.Desk.Now())
	if c.View.Callback != view.CallbackBoard {
		return b.open(ctx, c, window)
	}
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, window); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

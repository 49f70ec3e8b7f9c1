package handlers

import (
	"context"
	"strings"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// yearAction tells whether an action is about the year of duties.
func yearAction(action string) bool {
	return action == view.ActionYear || strings.HasPrefix(action, view.ActionYear+"_")
}

// year opens the window of the year.
func (b *Bot) year(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	in, err := b.agenda(ctx, by, automations.ParseYearAsk(c.Value))
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Year(in))
}

// agenda reads what the window shows.
func (b *Bot) agenda(ctx context.Context, by people.Person, ask automations.YearAsk) (view.YearInput, error) {
	in := view.YearInput{Ask: ask, Reader: by, Now: b.Desk.Now()}
	var err error
	if in.Dir, err = b.Desk.Directory(ctx); err != nil {
		return in, err
	}
	if in.Obliges, err = b.Desk.Obliges(ctx, by); err != nil {
		return in, err
	}
	in.Agenda, err = b.Desk.Year(ctx, by, ask.Year)
	return in, err
}

// clickYear answers a button or a menu in that window.
func (b *Bot) clickYear(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if c.Action == view.ActionYear {
		return b.year(ctx, c, by)
	}
	if formedAction(c.Action) {
		return b.clickFormed(ctx, c, by)
	}
	if boardAction(c.Action) {
		return b.clickBoard(ctx, c, by)
	}
	if feedAction(c.Action) {
		return b.clickFeed(ctx, c, by)
	}
	ask := automations.ParseYearAsk(c.Value)
	said, err := b.sendYear(ctx, c, by, ask)
	if err != nil {
		return b.fail(ctx, err)
	}
	if c.View.Callback != view.CallbackYear { // below a message: what comes, comes there
		return payload.Reply{}
	}
	in, err := b.agenda(ctx, by, ask)
	if err != nil {
		return b.fail(ctx, err)
	}
	in.Said = said
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.Year(in)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// sendYear sends what a button of that window asks for, and says so; most ask
// for nothing.
func (b *Bot) sendYear(ctx context.Context, c payload.Click, by people.Person, ask automations.YearAsk) (said string, err error) {
	switch c.Action {
	case view.ActionYearPicture:
		said = "📊 The picture of the year comes to your messages with me."
		err = b.Desk.SendYear(ctx, by, c.Once, automations.YearPicture, ask)
	case view.ActionYearTable:
		said = "📄 The table comes to your messages with me."
		err = b.Desk.SendYear(ctx, by, c.Once, automations.YearTable, ask)
	case view.ActionYearFile:
		said = "🗓️ The calendar file comes to your messages with me. Open it with your calendar program."
		err = b.Desk.SendYear(ctx, by, c.Once, automations.YearFile, ask)
	}
	return said, err
}

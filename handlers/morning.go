package handlers

import (
	"context"
	"slices"
	"strconv"
	"time"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// clickMorning opens the form for somebody's morning message, or all of a part of it.
func (b *Bot) clickMorning(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if c.Action == view.ActionRest {
		return b.showRest(ctx, c, by)
	}
	wish, err := b.Desk.MorningOf(ctx, by)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.MorningForm(wish, view.Meta{From: from(c.View)}))
}

// restShown is how many rows of a part of the morning message are shown at once.
const restShown = 90

// showRest opens all of a part of the morning message.
func (b *Bot) showRest(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	rows, err := b.Desk.MorningPart(ctx, by, c.Value, restShown)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Rest(c.Value, rows, by, b.Desk.Now()))
}

// submitMorning keeps it.
func (b *Bot) submitMorning(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	var wish automations.MorningWish
	wish.Hour, _ = strconv.Atoi(s.Inputs[view.BlockHour].Text)
	for _, text := range s.Inputs[view.BlockDays].List {
		if day, err := strconv.Atoi(text); err == nil {
			wish.Days = append(wish.Days, time.Weekday(day))
		}
	}
	if day, err := strconv.Atoi(s.Inputs[view.BlockWeek].Text); err == nil {
		wish.Week = time.Weekday(day)
	}
	for _, part := range automations.MorningParts() {
		if !slices.Contains(s.Inputs[view.BlockParts].List, part) {
			wish.Skip = append(wish.Skip, part)
		}
	}
	return b.closedAt(ctx, by, meta, view.BlockHour, b.Desk.SetMorning(ctx, by, "view/"+s.View.ID, wish))
}

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

// askMorning opens the form for somebody's morning message.
func (b *Bot) askMorning(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	wish, err := b.Desk.MorningOf(ctx, by)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.MorningForm(wish, view.Meta{From: from(c.View)}))
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

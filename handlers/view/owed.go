package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/dataset"
	"factotum/automations/request"
)

// owed tells whether the request is a record that its reader owes and has not
// entered yet.
func (l look) owed() bool {
	return l.kind.Owed != nil && l.r.State == request.Draft && automations.IsOwed(l.r.ID)
}

// period is the week or month for which a record is owed.
func (l look) period() string {
	first := l.r.Values[l.kind.Owed.In].Date
	switch {
	case first.IsZero(): // taken out of the draft
		return "last " + string(l.kind.Owed.Every)
	case l.kind.Owed.Every == dataset.Monthly:
		return first.In(time.UTC).Format("January 2006")
	case first.Year() != calendar.DateOf(l.now, l.zone).Year():
		return "the week of " + first.In(time.UTC).Format("2 January 2006")
	}
	return "the week of " + first.In(time.UTC).Format("2 January")
}

// owing says what is owed: "timesheet for the week of 16 November".
func (l look) owing() string { return Escape(lower(l.kind.Title), 60) + " for " + l.period() }

// dueSince says since when it is missing: not before the day on which it is due
// is over.
func (l look) dueSince() string {
	first := l.r.Values[l.kind.Owed.In].Date
	if first.IsZero() {
		return "missing"
	}
	due, today := l.kind.Owed.Asked(first), calendar.DateOf(l.now, l.zone)
	switch {
	case due.After(today):
		return "due on " + l.day(due)
	case due == today:
		return "due today"
	}
	return "missing since " + l.day(due)
}

// dueOn is what the card says, which is not drawn again as the day is over.
func (l look) dueOn() string {
	if first := l.r.Values[l.kind.Owed.In].Date; !first.IsZero() {
		return "due on " + l.day(l.kind.Owed.Asked(first))
	}
	return "missing"
}

// missing is the card of a record that is owed.
func (l look) missing() []slack.Block {
	blocks := []slack.Block{
		header(l.kind.Title + " for " + l.period()),
		section(fmt.Sprintf("⏰ *Your %s is %s.* Open the form and fill in what is still open; nothing is sent before you say so.", l.owing(), l.dueOn())),
	}
	blocks = append(blocks, l.body()...)
	blocks = append(blocks, l.notes(l.Notes, 12)...)
	return append(blocks, l.actions(false)...)
}

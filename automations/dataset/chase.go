package dataset

import (
	"time"

	"factotum/automations/calendar"
)

// Chase is that people owe a record for every week or month.
type Chase struct {
	Every Period       // week or month
	Of    string       // key of the person field: who owes it
	In    string       // key of the date field: the first day of the period
	From  []string     // roles that owe it; Everybody for all who work here
	Day   time.Weekday // of a week, on which it is asked for first
}

// Period is how often something is owed.
type Period string

// The periods.
const (
	Weekly  Period = "week"
	Monthly Period = "month"
)

// First is the first day of the period in which a day lies: weeks begin on
// Monday (ISO 8601).
func (c Chase) First(day calendar.Date) calendar.Date {
	if c.Every == Monthly {
		return calendar.NewDate(day.Year(), day.Month(), 1)
	}
	weekday := int(day.In(time.UTC).Weekday()+6) % 7
	return day.AddDays(-weekday)
}

// Asked is the day on which the record of a period is asked for first: the day of
// the week that is named, or the last day of the month.
func (c Chase) Asked(first calendar.Date) calendar.Date {
	if c.Every == Monthly {
		return c.next(first).AddDays(-1)
	}
	return first.AddDays(int(c.Day+6) % 7)
}

func (c Chase) next(first calendar.Date) calendar.Date {
	if c.Every == Monthly {
		return c.First(first.AddDays(31))
	}
	return first.AddDays(7)
}

// Owed is the newest period whose record is asked for by a day.
func (c Chase) Owed(today calendar.Date) calendar.Date {
	first := c.First(today)
	if c.Asked(first).After(today) {
		first = c.First(first.AddDays(-1))
	}
	return first
}

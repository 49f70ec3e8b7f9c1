package obligation

import (
	"slices"
	"time"

	"factotum/automations/calendar"
)

// Due is one occurrence.
type Due struct {
	Nominal calendar.Date // as the cadence says, before weekends and holidays; of Within its first day, or the one after it where days count from its end
	Day     calendar.Date // on which it is due
	Within  string        // the period whose working day it is, such as 2026-11, 2026-Q4 or 2026; empty: it is no such
	Of      string        // the record whose event it follows; empty: by the calendar
	Record  string        // its id
	Event   calendar.Date // the day of that
}

// counted is the day that decides which phase holds, and whether any does.
func (d Due) counted() calendar.Date {
	if d.Within != "" {
		return d.Day
	}
	return d.Nominal
}

// Days knows which days are worked on.
type Days interface {
	IsWorkingDay(d calendar.Date) bool
}

// margin is how far a day can be moved by weekends and holidays, in days.
const margin = 31

// horizon is how many years ahead Next looks.
const horizon = 12

func utc() *time.Location { return time.UTC }

// Between are the occurrences due from one day to another, both included, in
// order. Two that fall on one day are one.
func (o Obligation) Between(from, to calendar.Date, days Days) []Due {
	var all []Due
	for i, phase := range o.Phases {
		if phase.After != nil {
			continue
		}
		until := to.AddDays(margin)
		if i+1 < len(o.Phases) && !o.Phases[i+1].From.After(until) {
			until = o.Phases[i+1].From.AddDays(-1)
		}
		since := from.AddDays(-margin)
		if phase.Working != 0 { // a period has one, which may be due before
			since = phase.Of.first(since)
		}
		if phase.From.After(since) {
			since = phase.From
		}
		for _, due := range phase.dues(since, until, phase.From, days) {
			if o.effective(due.counted()) && !slices.ContainsFunc(all, due.same) {
				all = append(all, due)
			}
		}
	}
	all = slices.DeleteFunc(all, func(d Due) bool { return d.Day.Before(from) || d.Day.After(to) })
	slices.SortStableFunc(all, func(a, b Due) int { return compare(a.Day, b.Day) })
	return slices.CompactFunc(all, func(a, b Due) bool { return a.Day == b.Day })
}

// same tells whether another is the same working day of the same period: where a
// new phase begins within it, the one before has it.
func (d Due) same(other Due) bool { return d.Within != "" && d.Within == other.Within }

// Next are the first occurrences due on a day or after it, as many as asked for
// or as there are within twelve years.
func (o Obligation) Next(from calendar.Date, count int, days Days) []Due {
	var found []Due
	last := calendar.NewDate(from.Year()+horizon, from.Month(), from.Day())
	for span := 62; len(found) < count && !from.After(last); span *= 2 {
		to := from.AddDays(span)
		found = append(found, o.Between(from, to, days)...)
		from = to.AddDays(1)
	}
	return found[:min(count, len(found))]
}

// On is the occurrence that the event of a record brings: so many days after
// the day in its field.
func (o Obligation) On(event calendar.Date, record, called string, days Days) (Due, bool) {
	for _, p := range slices.Backward(o.Phases) {
		if p.After == nil {
			continue
		}
		nominal := event.AddDays(p.After.Days)
		if nominal.Before(p.From) && !p.From.IsZero() {
			continue
		}
		due := Due{Nominal: nominal, Day: p.Roll.move(nominal, days), Of: called, Record: record, Event: event}
		return due, o.effective(nominal)
	}
	return Due{}, false
}

// effective tells whether the obligation holds on a day.
func (o Obligation) effective(d calendar.Date) bool {
	return (o.From.IsZero() || !d.Before(o.From)) && (o.Until.IsZero() || !d.After(o.Until))
}

// Opens is the day on which an occurrence is opened.
func (o Obligation) Opens(d Due) calendar.Date { return d.Day.AddDays(-o.Lead) }

func compare(a, b calendar.Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

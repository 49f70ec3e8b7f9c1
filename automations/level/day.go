package level

import (
	"time"

	"factotum/automations/calendar"
)

// mostClosed is how many days a team is closed at a time, at most.
const mostClosed = 60

// ByDay is the clock of something that has a day of its own: it is due as work
// ends on that day, or on the last working day before it; where that was over as
// it came, as the next working day ends. It warns as the work of that day begins,
// and as long a day later it is over.
func (c Clock) ByDay(day calendar.Date, spans []Span, hours Hours) Clock {
	if c.Due.IsZero() || len(spans) == 0 {
		return c
	}
	at, came := hours(spans[len(spans)-1].Team), spans[0].From
	for n := 0; n < mostClosed && !at.IsWorkingDay(day); n++ {
		day = day.AddDays(-1)
	}
	begins, ends := shift(at, day)
	if !ends.After(came) {
		begins, ends = shift(at, at.AddWorkingDays(calendar.DateOf(came, at.Location), 1))
	}
	length := at.Between(begins, ends)
	if length <= 0 {
		return c
	}
	if !c.Warning.IsZero() {
		c.Warning = begins
	}
	c.Target, c.Due, c.Over = at.Between(came, ends), ends, at.Add(ends, length)
	return c
}

// shift is when work begins on a working day, and when it ends.
func shift(at *calendar.Calendar, day calendar.Date) (begins, ends time.Time) {
	begins = at.Opens(day.In(at.Location))
	return begins, at.Add(begins, at.Between(begins, day.AddDays(1).In(at.Location)))
}

package level

import "factotum/automations/calendar"

// mostClosed is how many days a team is closed at a time, at most.
const mostClosed = 60

// ByDay is the clock of something that has a day of its own: it is due as work
// ends on that day, or on the last working day before it, but never before what
// is promised. It warns as that work begins, and as long a day later it is over.
func (c Clock) ByDay(day calendar.Date, spans []Span, hours Hours) Clock {
	if c.Due.IsZero() || len(spans) == 0 {
		return c
	}
	at := hours(spans[len(spans)-1].Team)
	for n := 0; n < mostClosed && !at.IsWorkingDay(day); n++ {
		day = day.AddDays(-1)
	}
	begins := at.Opens(day.In(at.Location))
	length := at.Between(begins, day.AddDays(1).In(at.Location))
	ends := at.Add(begins, length)
	if length <= 0 || !ends.After(c.Due) {
		return c
	}
	if !c.Warning.IsZero() {
		c.Warning = begins
	}
	c.Target, c.Due, c.Over = at.Between(spans[0].From, ends), ends, at.Add(ends, length)
	return c
}

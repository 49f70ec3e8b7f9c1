package calendar

import "time"

// wall returns the first moment at which the clock on the wall of loc shows at
// least that minute of the day. Where clocks go forward over it, that is the
// moment of the change; where they go back over it, the first of the two. So it
// never decreases as the minute grows, and every minute of a day comes once.
func wall(d Date, minute int, loc *time.Location) time.Time {
	asUTC := time.Date(d.y, d.m, d.d, 0, minute, 0, 0, time.UTC)
	if loc == time.UTC {
		return asUTC
	}
	// Offsets span -12 h to +14 h, and no zone changes its clocks twice within these days.
	const span = 26 * time.Hour
	before := offset(asUTC.Add(-span), loc)
	after := offset(asUTC.Add(span), loc)
	early, late := asUTC.Add(-max(before, after)), asUTC.Add(-min(before, after))
	if before == after {
		return early.In(loc)
	}
	for _, t := range []time.Time{early, late} {
		if offset(t, loc) == asUTC.Sub(t) {
			return t.In(loc)
		}
	}
	change, _ := late.In(loc).ZoneBounds()
	return change
}

func offset(t time.Time, loc *time.Location) time.Duration {
	_, seconds := t.In(loc).Zone()
	return time.Duration(seconds) * time.Second
}

// At returns the moment at which the clock on the wall shows so much time since
// midnight on a day. Where clocks change over it, it is a moment that exists,
// and comes once.
func (c *Calendar) At(d Date, clock time.Duration) time.Time {
	return wall(d, int(clock/time.Minute), c.Location)
}

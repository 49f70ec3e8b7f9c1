package calendar

import "time"

// Opens returns the first moment from a given one on at which work is done:
// itself within working hours, else the next opening. It looks a hundred years
// ahead at most and returns that limit if reached.
func (c *Calendar) Opens(from time.Time) time.Time {
	first := DateOf(from, c.Location)
	last := NewDate(first.y+horizonYears, first.m, first.d)
	for d := first; d.Before(last); d = d.AddDays(1) {
		for _, w := range c.windows(d) {
			if from.Before(w.to) {
				return later(from, w.from)
			}
		}
	}
	return last.In(c.Location)
}

package calendar

import "time"

// horizonYears bounds how far ahead Add looks.
const horizonYears = 100

// window is a stretch of working time between two moments.
type window struct{ from, to time.Time }

// windows returns the working time of a day. Clocks that change within it make
// it shorter or longer, as they do for the people at work.
func (c *Calendar) windows(d Date) []window {
	if !c.IsWorkingDay(d) {
		return nil
	}
	spans := c.Hours[d.Weekday()]
	list := make([]window, 0, len(spans))
	for _, s := range spans {
		w := window{wall(d, s.From, c.Location), wall(d, s.To, c.Location)}
		if w.from.Before(w.to) {
			list = append(list, w)
		}
	}
	return list
}

// Add returns the first moment when so much working time has passed since from,
// which may be the end of a working day; from itself if working is not positive. It
// looks a hundred years ahead at most and returns that limit if reached.
func (c *Calendar) Add(from time.Time, working time.Duration) time.Time {
	if working <= 0 {
		return from
	}
	first := DateOf(from, c.Location)
	last := NewDate(first.y+horizonYears, first.m, first.d)
	for d := first; d.Before(last); d = d.AddDays(1) {
		for _, w := range c.windows(d) {
			start := later(from, w.from)
			length := w.to.Sub(start)
			if length >= working {
				return start.Add(working)
			}
			working -= max(length, 0)
		}
	}
	return last.In(c.Location)
}

// Between returns the working time from a to b, negative if b comes first.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -c.Between(b, a)
	}
	var total time.Duration
	last := DateOf(b, c.Location)
	for d := DateOf(a, c.Location); !d.After(last); d = d.AddDays(1) {
		for _, w := range c.windows(d) {
			start, end := later(a, w.from), w.to
			if b.Before(end) {
				end = b
			}
			total += max(end.Sub(start), 0)
		}
	}
	return total
}

// AddWorkingDays returns the nth working day after d, or before it if n is
// negative; d itself if n is 0.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.IsWorkingDay(d) {
			n--
		}
	}
	return d
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Package level owns service levels: how much working time a piece of work has
// had for its first answer and its solution, how much it was promised, and when
// that is used up. It counts from a short list of spans and never from ticks,
// so that the same moves give the same clocks. It must not know requests, who is
// told, or the present moment.
package level

import (
	"time"

	"factotum/automations/calendar"
)

// Span is how the clocks stand from a moment on, until the next span begins.
type Span struct {
	From     time.Time `json:"from"`
	Team     string    `json:"team,omitempty"`     // whose working hours count
	Priority int       `json:"priority,omitempty"` // whose promise holds
	Runs     bool      `json:"runs,omitempty"`     // false: waiting for somebody outside the team, or done
}

// Mark adds a span where it differs from the last one. A clock that has never
// run begins with the first span that does. The spans given are not changed.
func Mark(spans []Span, s Span) []Span {
	if len(spans) == 0 && !s.Runs {
		return spans
	}
	if n := len(spans); n > 0 {
		last := spans[n-1]
		if last.Team == s.Team && last.Priority == s.Priority && last.Runs == s.Runs {
			return spans
		}
	}
	return append(spans[:len(spans):len(spans)], s)
}

// Target is what is promised, in working time; zero is no promise.
type Target struct {
	First time.Duration // until the first answer
	Solve time.Duration // until it is solved
}

// Hours gives the working time of a team.
type Hours func(team string) *calendar.Calendar

// Promise is what is promised for each priority, and the share of it, in
// percent, after which a warning is due; zero is none.
type Promise struct {
	Targets map[int]Target
	Warn    int
}

// Clock is one of the two clocks at a moment.
type Clock struct {
	Target  time.Duration // zero: nothing is promised
	Used    time.Duration // working time so far
	Warning time.Time     // when the share was, or will be, used up; zero: not while it stands still
	Due     time.Time     // the same for all of it
	Over    time.Time     // the same for half as much again
	Runs    bool
	Ended   time.Time // zero: not yet
}

// Late tells whether the promise is, or was, broken.
func (c Clock) Late(now time.Time) bool {
	if !c.Ended.IsZero() {
		now = c.Ended
	}
	return !c.Due.IsZero() && now.After(c.Due)
}

// First is the clock of the first answer, which was given at a moment; the zero
// moment: not yet. What is solved needs no first answer any more.
func (p Promise) First(spans []Span, hours Hours, answered, solved, now time.Time) Clock {
	if answered.IsZero() || !solved.IsZero() && solved.Before(answered) {
		answered = solved
	}
	return p.clock(spans, hours, answered, now, func(t Target) time.Duration { return t.First })
}

// Solve is the clock of the solution, which was found at a moment; the zero
// moment: not yet.
func (p Promise) Solve(spans []Span, hours Hours, solved, now time.Time) Clock {
	return p.clock(spans, hours, solved, now, func(t Target) time.Duration { return t.Solve })
}

// clock counts up to the end, or to now while there is none. The promise is that
// of the priority which held last.
func (p Promise) clock(spans []Span, hours Hours, ended, now time.Time, of func(Target) time.Duration) Clock {
	c := Clock{Ended: ended}
	if !ended.IsZero() {
		spans, now = until(spans, ended), ended
	}
	if len(spans) == 0 {
		return c
	}
	last := spans[len(spans)-1]
	c.Target = of(p.Targets[last.Priority])
	c.Runs = last.Runs && ended.IsZero()
	c.Used = used(spans, hours, now)
	if c.Target > 0 {
		c.Due, c.Over = reached(spans, hours, c.Target), reached(spans, hours, c.Target*3/2)
	}
	if warn := c.Target * time.Duration(p.Warn) / 100; warn > 0 {
		c.Warning = reached(spans, hours, warn)
	}
	return c
}

// until are the spans that begin before the end.
func until(spans []Span, end time.Time) []Span {
	for i, s := range spans {
		if i > 0 && !s.From.Before(end) {
			return spans[:i]
		}
	}
	return spans
}

// used is the working time in which the clocks ran.
func used(spans []Span, hours Hours, now time.Time) time.Duration {
	var total time.Duration
	for i, s := range spans {
		to := now
		if i+1 < len(spans) && spans[i+1].From.Before(now) {
			to = spans[i+1].From
		}
		if s.Runs && s.From.Before(to) {
			total += hours(s.Team).Between(s.From, to)
		}
	}
	return total
}

// reached is the first moment at which so much was used, or will be if nothing
// changes; zero where the clock stands still before that.
func reached(spans []Span, hours Hours, left time.Duration) time.Time {
	for i, s := range spans {
		if !s.Runs {
			continue
		}
		at := hours(s.Team)
		if i+1 == len(spans) {
			return at.Add(s.From, left)
		}
		length := at.Between(s.From, spans[i+1].From)
		if length >= left {
			return at.Add(s.From, left)
		}
		left -= length
	}
	return time.Time{}
}

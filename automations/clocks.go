package automations

import (
	"slices"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/level"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Clocks are what was promised for a request and how that stands at a moment.
type Clocks struct {
	First level.Clock // until the team answers
	Solve level.Clock
	Ends  time.Time // when silence ends a question, or that what is done can be taken up again; zero: never
}

// Clocks counts the working time of a request, from what it keeps of its moves.
// The zero Clocks promise nothing.
func (d *Desk) Clocks(r request.Request, kind catalogue.Kind) Clocks {
	if kind.Levels == nil || r.Work == nil {
		return Clocks{}
	}
	first, solve := kind.Levels.Clocks(r, d.shift, d.Now().UTC())
	return Clocks{Ends: d.ends(r, *kind.Levels), First: first, Solve: solve}
}

// shift is the working time of a team.
func (d *Desk) shift(team string) *calendar.Calendar {
	if d.Shift == nil {
		return d.Calendar(people.Person{})
	}
	return d.Shift(team)
}

// What is told of the clocks, each once for a request.
const (
	FirstWarn = "first-warn" // the time for a first answer is nearly over
	FirstLate = "first-late" // it is over: to the lead of the team
	FirstOver = "first-over" // half as much again is over: to the lead's manager
	SolveWarn = "solve-warn"
	SolveLate = "solve-late"
	SolveOver = "solve-over"
)

// alert is something to be told of a clock, and when.
type alert struct {
	key string
	at  time.Time
}

// alerts are what has not been told yet of clocks that run, each clock by itself
// and in order. Timers hold whole milliseconds.
func alerts(c Clocks, told []string) [][]alert {
	var all [][]alert
	for _, clock := range []struct {
		level.Clock
		warn, late, over string
	}{{c.First, FirstWarn, FirstLate, FirstOver}, {c.Solve, SolveWarn, SolveLate, SolveOver}} {
		var list []alert
		for _, a := range []alert{{clock.warn, clock.Warning}, {clock.late, clock.Due}, {clock.over, clock.Over}} {
			if clock.Runs && !a.at.IsZero() && !slices.Contains(told, a.key) {
				list = append(list, alert{a.key, a.at.Truncate(time.Millisecond)})
			}
		}
		all = append(all, list)
	}
	return all
}

// nextClock is when time moves the request on; zero: it does not.
func (d *Desk) nextClock(r request.Request) time.Time {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil || kind.Levels == nil || r.Work == nil {
		return time.Time{}
	}
	switch r.State { //nolint:exhaustive // nothing becomes of the others by silence
	case request.Open:
		var first time.Time
		for _, a := range slices.Concat(alerts(d.Clocks(r, kind), r.Work.Alerts)...) {
			if first.IsZero() || a.at.Before(first) {
				first = a.at
			}
		}
		return first
	case request.Waiting:
		if at := d.silence(r, kind.Levels.Nudge); !at.IsZero() && !nudged(r) {
			return at
		}
		return d.ends(r, *kind.Levels)
	case request.Done:
		return d.ends(r, *kind.Levels)
	}
	return time.Time{}
}

// ends is when a question that nobody answers ends the request, or what is done
// cannot be taken up again. Who was reminded late has a day left.
func (d *Desk) ends(r request.Request, levels catalogue.Levels) time.Time {
	switch {
	case r.State == request.Waiting:
		at := d.silence(r, levels.Lapse)
		if nudged(r) && !at.IsZero() {
			if soonest := d.morning(r, r.Reminded, 1); soonest.After(at) {
				return soonest
			}
		}
		return at
	case r.State == request.Done && r.Work.Settled.IsZero():
		return d.silence(r, levels.Settle)
	}
	return time.Time{}
}

// nudged tells whether who asked was reminded of the question.
func nudged(r request.Request) bool { return r.Reminded.After(r.Since) }

// silence is when so many working days are over since the request came to where
// it stands; zero: never.
func (d *Desk) silence(r request.Request, days int) time.Time {
	if days == 0 {
		return time.Time{}
	}
	return d.morning(r, r.Since, days)
}

// morning is when the team begins to work, so many working days after a moment.
// They are counted from when it works then: after a Sunday Monday is one of them.
func (d *Desk) morning(r request.Request, since time.Time, days int) time.Time {
	hours := d.shift(r.Work.Team)
	day := hours.AddWorkingDays(calendar.DateOf(hours.Opens(since), hours.Location), days)
	return hours.Opens(day.In(hours.Location)).UTC()
}

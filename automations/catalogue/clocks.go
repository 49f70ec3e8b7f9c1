package catalogue

import (
	"time"

	"factotum/automations/calendar"
	"factotum/automations/level"
	"factotum/automations/request"
)

// Clocks are how the two promises for a request stand at a moment. Nobody waits
// for the first answer about a task, and one with a day of its own is due then, not
// when others are.
func (l Levels) Clocks(r request.Request, hours level.Hours, now time.Time) (first, solve level.Clock) {
	spans, solved := r.Work.Running(), r.Solved()
	solve = l.Solve(spans, hours, solved, now)
	if _, task := r.Parent(); !task {
		return l.First(spans, hours, r.Work.First, solved, now), solve
	}
	if day, err := calendar.Parse(r.Work.Due); err == nil {
		solve = solve.ByDay(day, spans, hours)
	}
	return level.Clock{}, solve
}

package request

import (
	"time"

	"factotum/automations/level"
)

// Running are the spans of the clocks of the work: they run while the team has
// it.
func (w *Work) Running() []level.Span {
	var spans []level.Span
	for _, s := range w.Spans {
		spans = level.Mark(spans, level.Span{From: s.From, Team: s.Team, Priority: s.Priority, Runs: s.State == Open})
	}
	return spans
}

// Solved is when the work came to the end that it has; zero while it has none.
func (r Request) Solved() time.Time {
	if r.Work == nil || len(r.Work.Spans) == 0 || r.State != Done && !r.State.Final() {
		return time.Time{}
	}
	return r.Work.Spans[len(r.Work.Spans)-1].From
}

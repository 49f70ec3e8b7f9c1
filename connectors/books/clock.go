package books

import (
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/level"
	"factotum/automations/request"
)

// clocks writes what was promised for the work of a request.
func (p *page) clocks(seq int64, r request.Request, kind catalogue.Kind) {
	if kind.Levels == nil || r.Work == nil || len(r.Work.Spans) == 0 || p.shift == nil || p.err != nil {
		return
	}
	first, solve := kind.Levels.Clocks(r, p.shift, r.Since)
	p.clock(seq, "first", first)
	p.clock(seq, "solve", solve)
}

func (p *page) clock(seq int64, name string, c level.Clock) {
	if c.Target == 0 {
		return
	}
	var used, late any
	if !c.Ended.IsZero() {
		used, late = int64(c.Used/time.Second), c.Used > c.Target
	}
	p.row("clock", seq, name, int64(c.Target/time.Second), used, momentOf(c.Due), momentOf(c.Ended), late)
}

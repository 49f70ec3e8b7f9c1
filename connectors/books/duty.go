package books

import (
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/request"
)

// duty writes what is due of an occurrence of an obligation. It counts as done
// when its evidence was brought, once that is signed off.
func (p *page) duty(seq int64, r request.Request, kind catalogue.Kind) {
	if !r.IsDuty() || kind.Duty == nil {
		return
	}
	var done, late any
	if r.State == request.Done {
		day := r.Since.In(p.zone).Format(time.DateOnly)
		if r.Work.Day != "" {
			day = r.Work.Day
		}
		done, late = day, day > r.Work.Due
	}
	owner := r.Work.Assignee
	if owner == "" {
		owner = r.Work.Team
	}
	p.row("duty", seq, kind.Duty.Key, opt(owner), opt(kind.Duty.Reviewer.String()), opt(kind.Duty.Known(r.Work.Duty.Period).Period()), opt(r.Work.Due), done, late)
}

package request

import "slices"

// clocked is what time does to a request that is worked on: something is told
// once, or what is done stays done.
func (r Request) clocked(m Move) (Request, error) {
	if r.Work == nil {
		return r, r.refuse(m, NoWork)
	}
	work := *r.Work
	if m.Action == Settle {
		if !work.Settled.IsZero() {
			return r, r.refuse(m, Over)
		}
		work.Settled = m.At
		r.Work = &work
		return r, nil
	}
	if len(m.Alerts) == 0 {
		return r, r.refuse(m, Malformed)
	}
	for _, told := range m.Alerts {
		if slices.Contains(work.Alerts, told) {
			return r, r.refuse(m, Over)
		}
	}
	work.Alerts, work.Heard = union(work.Alerts, m.Alerts), union(work.Heard, m.Heard)
	r.Work = &work
	return r, nil
}

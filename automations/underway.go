package automations

import (
	"time"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

// underway are the notices that are being delivered here, by key, each with the token
// of its newest lease.
type underway map[string]int64

// open gives those that are not in hand already. A lease ends by the clock, which
// may jump while the work goes on: the machine slept, or somebody set it.
func (u underway) open(leased []outbox.Leased) (fresh []outbox.Leased) {
	for _, l := range leased {
		if _, busy := u[l.Key]; !busy {
			fresh = append(fresh, l)
		}
		u[l.Key] = l.Token
	}
	return fresh
}

// shut gives the token under which what was in hand is recorded.
func (u underway) shut(key string) int64 {
	token := u[key]
	delete(u, key)
	return token
}

// renewed is what became of a delivery, under the lease that it has by now. The
// notice may have been replaced since the first: it is looked at once more.
func renewed(c state.Change, token int64, now time.Time) state.Change {
	r := c.Receipts[0]
	if r.Token == token {
		return c
	}
	if r.Token = token; r.Retry.IsZero() {
		r.Retry, r.Delayed, r.Failed = now, true, false
	}
	end := ended(r)
	c.Once, c.Receipts = end.Once, end.Receipts
	return c
}

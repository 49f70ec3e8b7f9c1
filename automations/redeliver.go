package automations

import (
	"context"
	"slices"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
)

// mostFailed is among how many failed deliveries those that belong together are
// looked for.
const mostFailed = 500

// Redeliver puts a failed delivery back into the outbox, with those that are tried
// again together with it: in the order in which they were given up.
func (d *Desk) Redeliver(ctx context.Context, by people.Person, key string) error {
	if !IsAdmin(by) {
		return fault.New(fault.Denied, "Only Factotum administrators can repeat a delivery.")
	}
	failed, _, err := d.Store.Failed(ctx, "", mostFailed)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(failed, func(l outbox.Leased) bool { return l.Key == key })
	if at < 0 {
		return d.Store.RetryFailed(ctx, key, d.Now())
	}
	for _, l := range failed {
		if kin(l) != kin(failed[at]) {
			continue
		}
		if err := d.Store.RetryFailed(ctx, l.Key, d.Now()); unlessGone(err) != nil {
			return err
		}
	}
	return nil
}

// kindred are failed deliveries by what is tried again at once, the oldest first.
func kindred(failed []outbox.Leased) (groups [][]outbox.Leased) {
	at := map[[3]string]int{}
	for _, l := range failed {
		i, known := at[kin(l)]
		if !known {
			i = len(groups)
			at[kin(l)], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], l)
	}
	return groups
}

// kin is equal for what is tried again at once: the parts of a report for one place,
// and what an outside system did not take for the same reason.
func kin(l outbox.Leased) [3]string {
	switch l.Shape { //nolint:exhaustive // all others stand for themselves
	case outbox.Report:
		return [3]string{"report", l.Request, l.To}
	case outbox.Hook:
		return [3]string{"hook", l.To, l.Reason}
	}
	return [3]string{"", l.Key}
}

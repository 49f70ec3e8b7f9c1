package automations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"factotum/automations/fault"
	"factotum/automations/request"
	"factotum/automations/state"
)

// batch is how many timers one wake takes at a time (DESIGN section 5).
const batch = 500

// Wake fires the timers that are due. One that fails stays due and is tried at
// the next wake; the others are not kept waiting. What was missed while
// everything was down fires once.
func (d *Desk) Wake(ctx context.Context) error {
	if _, _, err := d.absences(ctx); err != nil { // another replica may know more
		return err
	}
	due, err := d.Store.Due(ctx, d.Now(), batch)
	if err != nil {
		return err
	}
	var failed []error
	for _, t := range due {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if t.Name == readTimer || t.Name == importTimer || t.Name == exportTimer || t.Name == fetchTimer {
			continue // Scan, and Fetcher the last, fire these
		}
		if err := d.fire(ctx, t); err != nil {
			failed = append(failed, fmt.Errorf("timer %s: %w", t.Key, err))
		}
	}
	return errors.Join(failed...)
}

func (d *Desk) fire(ctx context.Context, t state.Timer) error {
	var err error
	switch t.Name {
	case remindTimer:
		err = d.remind(ctx, t)
	case copyTimer:
		err = d.keep(ctx, t)
	case dueTimer:
		err = d.due(ctx, t)
	case clockTimer:
		err = d.clock(ctx, t)
	case tasksTimer:
		err = d.unfold(ctx, t)
	case renameTimer:
		err = d.rename(ctx, t)
	case tieTimer:
		err = d.tieUp(ctx, t)
	case untilTimer:
		err = d.ending(ctx, t)
	case opensTimer:
		err = d.opens(ctx, t)
	case dutyTimer:
		err = d.climb(ctx, t)
	case matchTimer:
		err = d.rematch(ctx, t)
	case chaseTimer:
		err = d.chase(ctx, t)
	case climbTimer:
		err = d.escalate(ctx, t)
	case absenceTimer:
		err = d.absent(ctx, t)
	case retainName:
		err = d.retire(ctx, t)
	case planTimer:
		err = d.planned(ctx, t)
	default:
		err = fmt.Errorf("automations: no timer is called %q", t.Name)
	}
	var moved *request.Refusal
	var stale state.StaleError
	if errors.As(err, &stale) && stale.ID == t.Key {
		return nil // another replica has fired it, or it was set anew
	}
	if errors.As(err, &moved) || fault.CodeOf(err) == fault.NotFound {
		return d.drop(ctx, t) // the request went on without it
	}
	return err
}

// drop removes a timer that has nothing to do any more.
func (d *Desk) drop(ctx context.Context, t state.Timer) error {
	_, err := d.write(ctx, state.Change{
		Once: state.Once{Key: "dropped/" + t.Key + "/" + t.At.UTC().Format(sortable), Keep: 24 * time.Hour}, Fired: []state.Timer{t},
	})
	var stale state.StaleError
	if errors.As(err, &stale) {
		return nil // somebody else has dealt with it
	}
	return err
}

package automations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"factotum/automations/fault"
	"factotum/automations/request"
	"factotum/automations/state"
)

// batch is how many timers one wake takes at a time (DESIGN section 5).
const batch = 500

// wakeful is how many timers one wake asks for at a time: the more there are, the
// more of them are neighbours in the store.
const wakeful = 2048

// Wake fires the timers that are due, all of them, so many at a time. One that
// fails stays due and is tried at the next wake; the others are not kept waiting.
// What was missed while everything was down fires once.
func (d *Desk) Wake(ctx context.Context) error {
	if _, _, err := d.absences(ctx); err != nil { // another replica may know more
		return err
	}
	if err := d.learnFormed(ctx); err != nil {
		return err
	}
	if err := d.learnStaff(ctx); err != nil {
		return err
	}
	var failed []error
	tried := map[state.Timer]bool{} // those that stand as they did
	for {
		due, err := d.Store.Due(ctx, d.Now(), len(tried)+wakeful)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		full := len(due) == len(tried)+wakeful
		due = slices.DeleteFunc(due, func(t state.Timer) bool { return tried[t] })
		left, errs := d.fireAll(ctx, due)
		failed = append(failed, errs...)
		if !full || len(due) == 0 || ctx.Err() != nil {
			return errors.Join(append(failed, ctx.Err())...)
		}
		for _, t := range left {
			tried[t] = true
		}
	}
}

// fireAll fires timers, together as far as they go together, and gives those that
// still stand.
func (d *Desk) fireAll(ctx context.Context, due []state.Timer) (left []state.Timer, failed []error) {
	due = slices.DeleteFunc(due, func(t state.Timer) bool {
		elsewhere := t.Name == readTimer || t.Name == importTimer || t.Name == exportTimer || t.Name == packTimer || t.Name == filesTimer || t.Name == fetchTimer
		if elsewhere {
			left = append(left, t) // Scan, and Fetcher the last, fire these
		}
		return elsewhere
	})
	rest, err := d.bells(ctx, due)
	if err != nil {
		return append(left, due...), []error{err}
	}
	for _, t := range d.soonestFirst(rest) {
		if ctx.Err() != nil {
			break
		}
		if err := d.fire(ctx, t); err != nil {
			left, failed = append(left, t), append(failed, fmt.Errorf("timer %s: %w", t.Key, err))
		}
	}
	return left, failed
}

// does is what a timer of a name does; nil for bells, and for names that none has.
func (d *Desk) does(name string) func(context.Context, state.Timer) error {
	return map[string]func(context.Context, state.Timer) error{
		copyTimer: d.keep, dueTimer: d.due, clockTimer: d.clock, tasksTimer: d.unfold, renameTimer: d.rename, tieTimer: d.tieUp,
		untilTimer: d.ending, opensTimer: d.opens, matchTimer: d.rematch, chaseTimer: d.chase, absenceTimer: d.absent,
		datesTimer: d.redate, retainName: d.retire, planTimer: d.planned, forgetTimer: d.forget, shedTimer: d.shed,
		raiseTimer: d.raise, trimTimer: d.trim, purgeTimer: d.purge, dropTimer: d.unhold,
	}[name]
}

func (d *Desk) fire(ctx context.Context, t state.Timer) error {
	var err error
	name, _, bell := bellOf(t.Name)
	switch do := d.does(name); {
	case do != nil:
		err = do(ctx, t)
	case bell:
		err = d.hang(ctx, []state.Timer{t})
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

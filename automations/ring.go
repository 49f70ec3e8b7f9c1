package automations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

// ring is what a bell brings about, together with its end: nothing where the
// request went on without it.
func (c *Courier) ring(ctx context.Context, l outbox.Leased) state.Change {
	end := ended(outbox.Receipt{Key: l.Key, Token: l.Token})
	change, err := c.Desk.toll(ctx, l.Notice)
	var moved *request.Refusal
	switch {
	case errors.As(err, &moved):
		return end
	case err != nil:
		return ended(failure(l, err, c.Desk.Now()))
	}
	return with(end, change)
}

// toll decides whom a bell calls: by the state, the directory and the hour of
// now. The same bell finds nothing to do when it is rung again, since what was
// told is on record; then, and where it is too early, only the next moment is set.
func (d *Desk) toll(ctx context.Context, n outbox.Notice) (state.Change, error) {
	f, err := d.open(ctx, n.Request)
	if fault.CodeOf(err) == fault.NotFound { // there is nothing to remind of
		return state.Change{}, nil
	}
	if err != nil {
		return state.Change{}, err
	}
	if n.Says.Name == retainName { // its cards show what is left; lines go with them
		return state.Change{Notices: cards(f.Request, d.Now().UTC())}, nil
	}
	wishes, err := d.wished.read(ctx, d)
	if err != nil {
		return state.Change{}, err
	}
	var a act
	var next time.Time
	switch n.Says.Name {
	case remindTimer:
		a, next, err = d.remind(ctx, f, wishes)
	case dutyTimer:
		a, next, err = d.climb(ctx, f, wishes)
	case climbTimer:
		a, next = d.escalate(f)
	default:
		err = fmt.Errorf("automations: no bell is called %q", n.Says.Name)
	}
	if err != nil {
		return state.Change{}, err
	}
	if a.move.Action == "" {
		return later(f, n, next), nil
	}
	for i := range a.lines { // before bells of the same moment: not all are rung before the first line is told
		a.lines[i].wait = n.At.Add(-time.Millisecond).Sub(a.move.At)
	}
	_, c, err := d.moved(ctx, f, state.Once{}, a)
	return c, err
}

// later sets the timer of a bell that has nothing to tell yet; the zero moment: it
// never will, as the request stands.
func later(f File, n outbox.Notice, next time.Time) state.Change {
	if next.IsZero() {
		return state.Change{}
	}
	t := state.Timer{Key: timerKey(n.Says.Name, f.Request.ID), Name: belling(n.Says.Name, n.Rank), Subject: f.Request.ID, At: next}
	return state.Change{Guards: append(f.guards(), state.Guard{ID: f.Request.ID, Version: f.Version}), Timers: []state.Timer{t}}
}

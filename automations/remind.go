package automations

import (
	"context"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// remind tells those whom a request waits for that it waits, and sets the next
// reminder. A request that waits for nobody by now only loses its timer.
func (d *Desk) remind(ctx context.Context, t state.Timer) error {
	wishes, _, err := d.wishes(ctx)
	if err != nil {
		return err
	}
	_, err = d.update(ctx, t.Subject, slot(t), func(f File) (act, error) { return d.reminder(f, t, wishes), nil })
	return err
}

// reminder is the move of a reminder, and whom it tells.
func (d *Desk) reminder(f File, t state.Timer, wishes map[string]MorningWish) act {
	a := act{
		move:   request.Move{Action: request.Remind, By: audit.System, At: d.Now().UTC()},
		fired:  []state.Timer{t},
		timers: []string{remindTimer},
	}
	rank := outbox.Ahead
	if !f.Request.Reminded.IsZero() {
		rank = outbox.Today // they were reminded before
	}
	a.idle = policy.Undecided(f.Request, f.Dir)
	idle := ids(a.idle)
	if here := present(idle, f.Dir); len(here) > 0 {
		idle = here // who is away is told only where nobody else could act
	}
	for _, p := range idle {
		if who, _ := f.Dir.Person(p); d.spared(who, "waiting", wishes, f.Dir, d.Now()) {
			continue // one message tells it with everything else
		}
		a.lines = append(a.lines, line{to: p, says: outbox.Says{Name: string(request.Remind), By: f.Request.Requester}, rank: rank})
	}
	return a
}

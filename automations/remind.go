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
	_, err := d.update(ctx, t.Subject, slot(t), func(f File) (act, error) {
		a := act{
			move:   request.Move{Action: request.Remind, By: audit.System, At: d.Now().UTC()},
			fired:  []state.Timer{t},
			timers: []string{remindTimer},
		}
		idle := ids(policy.Undecided(f.Request, f.Dir))
		if here := present(idle, f.Dir); len(here) > 0 {
			idle = here // who is away is told only where nobody else could act
		}
		for _, p := range idle {
			a.lines = append(a.lines, line{to: p, says: outbox.Says{Name: string(request.Remind), By: f.Request.Requester}})
		}
		return a, nil
	})
	return err
}

package automations

import (
	"context"

	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Withdraw takes a request back while it is pending or returned. Only its
// requester may.
func (d *Desk) Withdraw(ctx context.Context, by people.Person, once, id string) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(File) (act, error) {
		return act{move: request.Move{Action: request.Withdraw, By: by.ID, At: d.Now().UTC()}}, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Withdraw), err)
	}
	return f, nil
}

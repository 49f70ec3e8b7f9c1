package automations

import (
	"context"
	"slices"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Resolve says that what was left to do after approval is done: reimbursed,
// ordered, granted. Somebody of the team that has the work may, never the
// requester.
func (d *Desk) Resolve(ctx context.Context, by people.Person, once, id, note string) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		r := f.Request
		if r.State == request.Open {
			may := func(p people.Person) bool { return p.ID == by.ID }
			if policy.Own(r, by, f.Dir) {
				return act{}, &notAllowed{why: policy.OwnRequest}
			}
			if !slices.ContainsFunc(policy.Workers(r, f.Dir), may) {
				return act{}, &notAllowed{why: policy.NotAsked}
			}
		}
		return act{
			move:  request.Move{Action: request.Resolve, By: by.ID, At: d.Now().UTC(), Text: note},
			lines: []line{{to: r.Requester, says: outbox.Says{Name: string(request.Resolve), By: by.ID, Text: note, Threaded: true}}},
		}, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Resolve), err)
	}
	return f, nil
}

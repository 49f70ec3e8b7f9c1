package automations

import (
	"context"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// ReconsiderLine is the name of the line that says that something which was
// approved is decided anew; its text is why.
const ReconsiderLine = "reconsider"

// Reconsider sends what is approved and not yet done back to those who decide:
// whoever looks after it, or is to do what is left, has found that something in it
// is wrong. From then on its fields can be corrected, and everybody is asked
// anew. Returns denied for anybody else, and invalid without a reason.
func (d *Desk) Reconsider(ctx context.Context, by people.Person, once, id, why string) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		r := f.Request
		if !policy.Speaks(r, by, f.Dir) && !slices.Contains(workers(r, f.Dir), by.ID) {
			return act{}, &request.Refusal{Cause: request.Stranger, Action: request.Refer, State: r.State}
		}
		if strings.TrimSpace(why) == "" {
			return act{}, &request.Refusal{Cause: request.Wordless, Action: request.Refer, State: r.State}
		}
		if r.Reading == nil {
			return act{}, fault.New(fault.Conflict, "%s has no fields that were read, so nothing in it can be corrected. Nothing was changed.", f.Name())
		}
		kind, err := d.Catalogue.Kind(r.Kind)
		if err != nil {
			return act{}, err
		}
		sent, _, err := d.submission(ctx, f, kind, r.Values)
		return act{
			move:   request.Move{Action: request.Refer, By: by.ID, At: d.Now().UTC(), Text: why, Sent: &sent},
			timers: []string{remindTimer, dueTimer},
			lines:  tell(owners(f, by.ID), outbox.Says{Name: ReconsiderLine, By: by.ID, Text: why, Threaded: true}),
		}, err
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Refer), err)
	}
	return f, nil
}

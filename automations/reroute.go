package automations

import (
	"context"
	"errors"
	"fmt"

	"factotum/automations/audit"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Reroute brings cards in line with a directory that changed: those who are
// asked now and have no card get one, and the cards of all others are looked at
// again; on Home too it stands with those asked now, where that is for want of
// others. Tickets of who does not work on them any more are free. It walks what
// waits for any of the rules.
func (d *Desk) Reroute(ctx context.Context) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for doc, err := range d.walk(ctx, waitingIndex(everything)) {
		if err != nil {
			return err
		}
		failed = append(failed, d.reroute(ctx, doc, dir))
	}
	return errors.Join(failed...)
}

// reroute shows one request to those who are asked now.
func (d *Desk) reroute(ctx context.Context, doc state.Document, dir people.Directory) error {
	f, err := decode(doc)
	if err != nil {
		return err
	}
	f.Dir = dir
	if moved, err := d.vacate(ctx, f); moved || err != nil {
		return err
	}
	once := state.Once{Key: fmt.Sprintf("reroute/%s/%d/%s", f.Request.ID, f.Version, d.NewID()), Keep: keepSlack}
	if len(missing(f.Request.Shown, audience(f.Request, dir))) == 0 && f.Request.Spare == policy.Spare(f.Request, dir) {
		_, err = d.write(ctx, state.Change{Once: once, Notices: cards(f.Request, d.Now().UTC())})
		return err
	}
	_, err = d.update(ctx, f.Request.ID, once, func(File) (act, error) {
		return act{move: request.Move{Action: request.Show, By: audit.System, At: d.Now().UTC()}, timers: []string{remindTimer, dueTimer}}, nil
	})
	var moved *request.Refusal
	if errors.As(err, &moved) {
		return nil // it was decided meanwhile
	}
	return err
}

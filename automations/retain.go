package automations

import (
	"context"

	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/state"
)

// retainTimer is due when the time of a record is over. It is set anew by every
// change.
func retainTimer(ds dataset.Dataset, r dataset.Record) state.Timer {
	return state.Timer{Key: timerKey(retainName, r.ID), Name: retainName, At: r.Changed.At.AddDate(0, ds.Keep, 0), Subject: r.ID}
}

// retire takes a record out whose time is over. Where the dataset keeps its
// records longer by now, the timer moves.
func (d *Desk) retire(ctx context.Context, t state.Timer) error {
	r, err := d.stored(ctx, t.Subject)
	if err != nil {
		return err
	}
	ds, err := d.Catalogue.Dataset(r.Dataset)
	if err != nil || r.Version == 0 || r.Removed || ds.Keep == 0 {
		if err == nil {
			err = d.drop(ctx, t)
		}
		return err
	}
	now := d.Now().UTC()
	if due := retainTimer(ds, r); due.At.After(now) {
		_, err := d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{due}})
		return err
	}
	c, _, err := recordChange(ds, r, dataset.Move{Action: dataset.Remove, By: audit.System, At: now, Dataset: ds.Key})
	if err != nil {
		return err
	}
	c.Once, c.Fired = slot(t), []state.Timer{t}
	_, err = d.write(ctx, c)
	return err
}

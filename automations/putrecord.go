package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/state"
)

// RecordDraft is what somebody wants a record to be.
type RecordDraft struct {
	ID      string // of the record; "" for a new one
	Dataset string
	Version int64 // it was read at
	Values  form.Values
}

// PutRecord adds a record, or changes one that has not changed since it was
// read. Returns denied for who does not keep the dataset, invalid, with
// Problems, for values that its form refuses, and conflict where another record
// has a value that is unique or this one changed meanwhile.
func (d *Desk) PutRecord(ctx context.Context, by people.Person, once string, in RecordDraft) (dataset.Record, error) {
	ds, err := d.Catalogue.Dataset(in.Dataset)
	if err != nil {
		return dataset.Record{}, err
	}
	dir, guard, err := d.roster.read(ctx, d.Store, d.Now())
	if err != nil {
		return dataset.Record{}, err
	}
	if !policy.HasRole(by, ds.Keepers) {
		return dataset.Record{}, fault.New(fault.Denied, "%s is kept by %s only, so nothing was changed. Ask one of them.", ds.Title, List(ds.Keepers))
	}
	if problems := ds.Form.Check(in.Values, d.Catalogue.Context(d.moment(by, dir))); len(problems) > 0 {
		return dataset.Record{}, fault.Wrap(&Problems{problems}, fault.Invalid, "Nothing was saved: %s", problems[0].Say)
	}
	if in.ID == "" { // the same one when it is asked for again
		sum := sha256.Sum256([]byte(once))
		in.ID = dataset.ID(ds.Key, hex.EncodeToString(sum[:8]))
	}
	before, err := d.stored(ctx, in.ID)
	if err != nil {
		return before, err
	}
	move, differs := ds.Put(before, in.Values, by.ID, d.Now())
	if !differs {
		return before, nil
	}
	changed := fault.New(fault.Conflict, "This record was changed by somebody else meanwhile, so nothing was saved. Look at it again.")
	if before.Version != in.Version {
		return before, changed
	}
	after, err := d.put(ctx, ds, before, move, state.Once{Key: once, Keep: keepSlack}, guard...)
	var stale state.StaleError
	if errors.As(err, &stale) {
		d.roster.forget()
		err = changed
	}
	return after, d.taken(ctx, err)
}

// put commits a move of a record.
func (d *Desk) put(ctx context.Context, ds dataset.Dataset, before dataset.Record, move dataset.Move, once state.Once, guards ...state.Guard) (dataset.Record, error) {
	c, after, err := recordChange(ds, before, move)
	if err != nil {
		return before, err
	}
	c.Once, c.Guards = once, guards
	result, err := d.write(ctx, c)
	if err != nil {
		return before, err
	}
	if result.Repeated {
		return d.stored(ctx, before.ID)
	}
	return after, nil
}

// recordChange puts together what one move of a record writes.
func recordChange(ds dataset.Dataset, before dataset.Record, move dataset.Move) (state.Change, dataset.Record, error) {
	after, err := before.Apply(move)
	if err != nil {
		return state.Change{}, before, err
	}
	body, err := encode(after)
	if err != nil {
		return state.Change{}, before, err
	}
	entry, err := audit.Of(move.At, move.By, after.ID, string(move.Action), after.Version, ds.Hash, move)
	if err != nil {
		return state.Change{}, before, err
	}
	c := state.Change{
		Documents: []state.Document{{ID: after.ID, Version: before.Version, Body: body}}, Audit: []audit.Record{entry},
		Claims:  recordClaims(missing(before.Keys, after.Keys), after.ID),
		Release: recordClaims(missing(after.Keys, before.Keys), after.ID),
	}
	c.Timers = append([]state.Timer{rematchTimer(after)}, renaming(before, after)...)
	if ds.Keep > 0 && !after.Removed {
		c.Timers = append(append(c.Timers, retainTimer(ds, after)), dropping(move.At, shed(recordFiles(before), recordFiles(after))...)...)
	}
	c.Add, c.Remove = state.Diff(recordEntries(ds, before), recordEntries(ds, after))
	return c, after, nil
}

// claimed begins the claims of records.
const claimed = "record/"

func recordClaims(keys []string, holder string) []state.Claim {
	all := claims(keys, holder)
	for i := range all {
		all[i].Key = claimed + all[i].Key
	}
	return all
}

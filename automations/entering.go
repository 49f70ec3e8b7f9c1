package automations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// entering is what sending an entry would do to its record.
type entering struct {
	ds     dataset.Dataset
	before dataset.Record
	values form.Values
	alike  []dataset.Record // others that may be meant
}

// entering examines the values of an entry: whether the person may, whether the
// record is as it was read, whom it clashes with, and what it refers to.
func (d *Desk) entering(ctx context.Context, kind catalogue.Kind, f File, values form.Values) (entering, []form.Problem, error) {
	id, by := f.Request.ID, requesterOf(f)
	ds, err := d.Catalogue.Dataset(kind.Dataset)
	if err != nil {
		return entering{}, nil, err
	}
	e := entering{ds: ds, values: values}
	record, version := changeOf(ds, id)
	if e.before, err = d.stored(ctx, record); err != nil {
		return e, nil, err
	}
	if err := MayChange(by, ds, e.before, nil, d.Now()); err != nil {
		return e, nil, err
	}
	if e.before.Version != version || e.before.Removed {
		return e, nil, fault.New(fault.Conflict, "This record was changed by somebody else meanwhile, so nothing was saved. Look at it again with /entry %s.", ds.Key)
	}
	if err := ownOnly(by, ds, values, keepersOf(ds, f.Dir)); err != nil {
		return e, []form.Problem{{Path: ds.Own, Say: fault.Say(err)}}, nil
	}
	var problems []form.Problem
	if e.values, problems, err = d.referring().of(ctx, ds, values); err != nil {
		return e, nil, err
	}
	others, err := d.others(ctx, ds, record, e.values, f.Dir)
	if err != nil {
		return e, nil, err
	}
	problems = append(problems, e.meets(others, by)...)
	if moved := ds.Moved(e.before.Values, e.values); e.before.Version > 0 && len(moved) > 0 {
		problems = append(problems, form.Problem{Say: fmt.Sprintf("%s stays as it is: others name it. Add another %s instead.", List(moved), strings.ToLower(ds.One))})
	}
	e.alike = e.similar(others)
	if _, differs := ds.Put(e.before, e.values, by.ID, d.Now()); !differs && version > 0 {
		problems = append(problems, form.Problem{Say: "Nothing is different from what is there. Change something, or cancel."})
	}
	return e, problems, nil
}

// others are the records near to some values, but for the one that has them.
func (d *Desk) others(ctx context.Context, ds dataset.Dataset, record string, values form.Values, dir people.Directory) ([]dataset.Record, error) {
	others, err := d.near(ctx, ds, values)
	others = slices.DeleteFunc(others, func(r dataset.Record) bool { return r.ID == record })
	for i, other := range others {
		others[i] = knownAs(ds, other, dir)
	}
	return others, err
}

// similar are others that may be meant. Of a record that is there, those that were
// no less alike before are none: somebody has decided that they are two.
func (e entering) similar(others []dataset.Record) []dataset.Record {
	found := e.ds.Similar(e.values, others)
	if e.before.Version == 0 {
		return found
	}
	before := e.ds.Similar(e.before.Values, others)
	return slices.DeleteFunc(found, func(r dataset.Record) bool {
		return slices.ContainsFunc(before, func(b dataset.Record) bool { return b.ID == r.ID })
	})
}

// meets says which other records have what must be unique; whoever may see one can
// open it.
func (e entering) meets(others []dataset.Record, by people.Person) (problems []form.Problem) {
	for _, other := range others {
		same := common(e.ds.Keys(e.values), other.Keys)
		if len(same) == 0 {
			continue
		}
		wrong := form.Problem{Path: e.ds.ClashAt(same[0]), Say: there(e.ds, other, same) + " Change that one, or correct what is the same."}
		if reads(by, e.ds) || owns(by, e.ds, other.Values) {
			wrong.Met = other.ID
		}
		problems = append(problems, wrong)
	}
	return problems
}

// becomes is the record that comes of an entry, committed with the move by which
// it is done.
func (d *Desk) becomes(ctx context.Context, before, after request.Request, m request.Move) (state.Change, error) {
	if after.State != request.Done || before.State == request.Done {
		return state.Change{}, nil
	}
	kind, err := d.Catalogue.Kind(after.Kind)
	if err != nil || kind.Dataset == "" {
		if err == nil && kind.Key == catalogue.ImportKind {
			return d.began(ctx, after.ID, m.At)
		}
		if err == nil && kind.Key == catalogue.ExportKind {
			return exporting(after, m.At), nil
		}
		if err == nil && kind.Key == catalogue.PackKind {
			return packing(after.ID, m.At), nil
		}
		return state.Change{}, err
	}
	ds, err := d.Catalogue.Dataset(kind.Dataset)
	if err != nil {
		return state.Change{}, err
	}
	id, version := changeOf(ds, after.ID)
	record, err := d.stored(ctx, id)
	if err != nil {
		return state.Change{}, err
	}
	if record.Version != version {
		return state.Change{}, fault.New(fault.Conflict, "The record has changed since this was asked for, so it was not written. Turn it down, and let it be asked for again.")
	}
	move, differs := ds.Put(record, after.Values, after.Requester, m.At)
	if !differs {
		return state.Change{}, nil
	}
	move.From = after.ID
	if len(move.Makers) > 0 {
		move.Makers = missing(nil, append([]string{after.Requester, m.By}, after.Excluded...))
	}
	c, _, err := recordChange(ds, record, move)
	return c, err
}

package automations

import (
	"context"
	"errors"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
	"factotum/automations/state"
)

// follow is the record that comes of a request when its work is done, committed
// with that. Who asked for it, and whom it is for, are among its makers like who
// does the work. Done again after a reopening, it changes the same record.
func (d *Desk) follow(ctx context.Context, f File, m request.Move) (state.Change, error) {
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return state.Change{}, err
	}
	ds, values, follows := kind.Record(f.Request)
	if !follows {
		return state.Change{}, nil
	}
	before, err := d.stored(ctx, dataset.ID(ds.Key, f.Request.ID))
	if err != nil {
		return state.Change{}, err
	}
	move, differs := ds.Put(before, dataset.Row{Values: values}.On(before.Values), m.By, m.At)
	if !differs {
		return state.Change{}, nil
	}
	move.From, move.Makers = f.Request.ID, missing(nil, slices.Concat([]string{m.By, f.Request.Requester}, f.Request.Excluded))
	c, _, err := recordChange(ds, before, move)
	return c, err
}

// known are the problems of a request whose record exists already.
func (d *Desk) known(ctx context.Context, kind catalogue.Kind, id string, sent request.Submission) ([]form.Problem, error) {
	ds, values, follows := kind.Record(request.Request{Values: sent.Values, Requester: sent.Requester})
	if !follows {
		return nil, nil
	}
	alike, err := d.Alike(ctx, ds, values)
	if err != nil {
		return nil, err
	}
	var problems []form.Problem
	for _, r := range alike {
		if same := common(ds.Keys(values), r.Keys); len(same) > 0 && r.From != id {
			problems = append(problems, form.Problem{Say: there(ds, r, same) + " Nothing needs to be asked for; what has changed there is told to " + List(ds.Keepers) + "."})
		}
	}
	return problems, nil
}

// there says that a record exists.
func there(ds dataset.Dataset, r dataset.Record, keys []string) string {
	return "“" + r.Title + "” is among the " + strings.ToLower(ds.Title) + " already, with the same " + List(ds.Clashes(keys...)) + "."
}

// taken says which record has a value already that no two may have. Other errors
// pass unchanged.
func (d *Desk) taken(ctx context.Context, err error) error {
	var taken state.TakenError
	if !errors.As(err, &taken) || !dataset.Is(taken.Holder) {
		return err
	}
	holder, bad := d.stored(ctx, taken.Holder)
	if bad != nil {
		return bad
	}
	ds, bad := d.Catalogue.Dataset(holder.Dataset)
	if bad != nil {
		return bad
	}
	dir, bad := d.Directory(ctx)
	if bad != nil {
		return bad
	}
	return fault.Wrap(err, fault.Conflict, "%s Nothing was changed. Change that one instead, or correct what is the same.", there(ds, knownAs(ds, holder, dir), []string{strings.TrimPrefix(taken.Key, claimed)}))
}

// common are the keys that both have.
func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(key string) bool { return !slices.Contains(b, key) })
}

package automations

import (
	"context"
	"maps"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Who may change a record and not read all of it gets a form in which what is
// masked is empty. Left so it stays as it is.

// unveiled puts what somebody may not read of a record into their change of it,
// where they have not written something else there.
func (d *Desk) unveiled(ctx context.Context, kind catalogue.Kind, f File, values form.Values) (form.Values, error) {
	keys := kind.Veiled(f.Request, requesterOf(f))
	if len(keys) == 0 {
		return values, nil
	}
	record, err := d.stored(ctx, RecordOf(kind, f.Request.ID))
	for _, key := range keys {
		if v, had := record.Values[key]; had && values[key].IsZero() {
			values = dataset.Row{Values: form.Values{key: v}}.On(values)
		}
	}
	return values, err
}

// veiled are the values of a returned change without what its requester may not
// read and has not written.
func (d *Desk) veiled(ctx context.Context, p Paper, by people.Person) (Paper, error) {
	kind, err := d.Catalogue.Kind(p.Kind)
	if err != nil || len(kind.Veiled(p.File.Request, by)) == 0 {
		return p, err
	}
	record, err := d.stored(ctx, RecordOf(kind, p.ID))
	p.Values = unread(kind, p.File.Request, by, record.Values, p.Values)
	return p, err
}

// unread are values without those that somebody may not read and that are the
// same as before.
func unread(kind catalogue.Kind, r request.Request, by people.Person, before, values form.Values) form.Values {
	seen := maps.Clone(values)
	for _, key := range kind.Veiled(r, by) {
		if values[key].Same(before[key]) {
			delete(seen, key)
		}
	}
	return seen
}

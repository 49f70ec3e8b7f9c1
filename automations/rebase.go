package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Clash is a change of a record that somebody else has changed meanwhile.
type Clash struct {
	Kind   catalogue.Kind
	Draft  string // id of the change
	Record dataset.Record
	Before form.Values // as it was when the change was begun
	Mine   form.Values
	Dir    people.Directory
}

// Theirs are the keys of the fields that others have changed.
func (c Clash) Theirs() []string { return form.Changed(c.Before, c.Record.Values) }

// Own are the keys of the fields that the change changes.
func (c Clash) Own() []string { return form.Changed(c.Before, c.Mine) }

// Both are the keys of the fields that others want otherwise than the change.
func (c Clash) Both() []string {
	return slices.DeleteFunc(common(c.Own(), c.Theirs()), func(key string) bool { return c.Mine[key].Same(c.Record.Values[key]) })
}

// rebased is the record as it stands with what the change changes.
func (c Clash) rebased() form.Values {
	values := maps.Clone(c.Record.Values)
	for _, key := range c.Own() {
		delete(values, key)
		if v, has := c.Mine[key]; has {
			values[key] = v
		}
	}
	return values
}

// Clash finds whether somebody else has changed the record of an unsent change.
func (d *Desk) Clash(ctx context.Context, by people.Person, draft, key string) (c Clash, clashes bool, err error) {
	if !Rewrites(draft) {
		return c, false, nil
	}
	p, err := d.Paper(ctx, by, draft, key)
	if err != nil {
		return c, false, err
	}
	c = Clash{Draft: draft, Mine: p.Values, Dir: p.File.Dir}
	if c.Kind, err = d.Catalogue.Kind(p.Kind); err != nil {
		return c, false, err
	}
	ds, err := d.Catalogue.Dataset(c.Kind.Dataset)
	if err != nil {
		return c, false, err
	}
	id, version := changeOf(ds, draft)
	if c.Record, err = d.Record(ctx, by, id); err != nil {
		return c, false, err
	}
	c.Record = knownAs(ds, c.Record, c.Dir)
	var known bool
	if c.Before, known = c.Record.At(version); !known || c.Record.Version == version {
		return c, false, nil
	}
	for _, field := range c.Kind.Form.Fields() {
		switch { // what is not typed is no change
		case field.Compute != "", slices.Contains(c.Kind.Veiled(p.File.Request, by), field.Key) && c.Mine[field.Key].IsZero():
			c.Mine = dataset.Row{Values: form.Values{field.Key: c.Before[field.Key]}}.On(c.Mine)
		}
	}
	return c, true, nil
}

// Rebase begins a change anew on the record as it stands: its own fields stay as
// they were written, all others are as others have them. It takes the place of the
// draft or returned request before it; id is that of the new draft. Returns
// conflict where nobody has changed the record meanwhile.
func (d *Desk) Rebase(ctx context.Context, by people.Person, once, draft, key string) (c Clash, id string, err error) {
	c, clashes, err := d.Clash(ctx, by, draft, key)
	if err != nil {
		return c, "", err
	}
	if !clashes {
		return c, "", fault.New(fault.Conflict, "The record is as you have read it, so there is nothing to take over. Open the change and send it.")
	}
	sum := sha256.Sum256([]byte(draft)) // asked for twice it is the same draft
	id = ChangeID(c.Record, fmt.Sprintf("0-%s", hex.EncodeToString(sum[:8])))
	if err := d.SaveDraft(ctx, by, "rebase/"+once, Draft{ID: id, Kind: c.Kind.Key, Values: c.rebased()}); err != nil {
		return c, id, err
	}
	return c, id, d.DropChange(ctx, by, once, draft)
}

// DropChange ends an unsent change: a draft is discarded, a returned request
// withdrawn.
func (d *Desk) DropChange(ctx context.Context, by people.Person, once, id string) error {
	p, err := d.Paper(ctx, by, id, "")
	if err != nil {
		return err
	}
	if p.File.Request.State == request.Returned {
		_, err = d.Withdraw(ctx, by, "drop/"+once, id)
		return err
	}
	return d.Discard(ctx, by, "drop/"+once, id)
}

// knownAs is a record whose title names people by name.
func knownAs(ds dataset.Dataset, r dataset.Record, dir people.Directory) dataset.Record {
	r.Title = ds.Name(r.Values, catalogue.Names(dir))
	return r
}

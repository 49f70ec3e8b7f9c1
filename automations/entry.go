package automations

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Records are added and changed by requests of the kind that every dataset has
// of its own, so that a draft, a form, an approval and a card are what they are
// everywhere. The record is written in the commit that makes the request done.

// ChangeID is the id of a request that changes a record as it was read: the
// record and its version are part of it, so that nothing newer is overwritten.
func ChangeID(r dataset.Record, nonce string) string {
	return fmt.Sprintf("%s%d/%s/%s", catalogue.ChangeSubject, r.Version, nonce, r.ID)
}

// changeOf reads what ChangeID gave; a new record has the id of its request.
func changeOf(ds dataset.Dataset, id string) (record string, version int64) {
	parts := strings.SplitN(id, "/", 4)
	if len(parts) < 4 || parts[0]+"/" != catalogue.ChangeSubject || !strings.HasPrefix(parts[3], dataset.ID(ds.Key, "")) {
		return dataset.ID(ds.Key, id), 0
	}
	version, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return dataset.ID(ds.Key, id), 0
	}
	return parts[3], version
}

// Enterable are the datasets to which the person may add, by title.
func (d *Desk) Enterable(by people.Person) []dataset.Dataset {
	return slices.DeleteFunc(slices.Clone(d.Catalogue.Datasets()), func(ds dataset.Dataset) bool { return !adds(by, ds) })
}

// Readable are the datasets that the person may look at, or add to, by title.
func (d *Desk) Readable(by people.Person) []dataset.Dataset {
	return slices.DeleteFunc(slices.Clone(d.Catalogue.Datasets()), func(ds dataset.Dataset) bool { return !adds(by, ds) && !reads(by, ds) })
}

// among tells whether the person has one of the roles, or works here where
// everybody is meant.
func among(by people.Person, roles []string) bool {
	return policy.HasRole(by, roles) || slices.Contains(roles, dataset.Everybody) && by.MayDecide() && len(by.Accounts) > 0
}

func adds(by people.Person, ds dataset.Dataset) bool {
	return !ds.Roster && (keeps(by, ds) || among(by, ds.Adders))
}

func keeps(by people.Person, ds dataset.Dataset) bool { return policy.HasRole(by, ds.Keepers) }

// reads tells whether the person may look at all records.
func reads(by people.Person, ds dataset.Dataset) bool {
	return keeps(by, ds) || among(by, ds.Visible)
}

// MayRead tells whether the person may look at records of a dataset, be it their
// own only.
func MayRead(by people.Person, ds dataset.Dataset) bool {
	return reads(by, ds) || ds.Own != "" && adds(by, ds)
}

// owns tells whether it is the person's own record.
func owns(by people.Person, ds dataset.Dataset, values form.Values) bool {
	return ds.Own != "" && values[ds.Own].Text == by.ID
}

// readsOne tells whether the person may look at a record with these values.
func readsOne(by people.Person, ds dataset.Dataset, values form.Values) bool {
	return reads(by, ds) || owns(by, ds, values)
}

// SeesWhole tells whether the person sees masked fields of a dataset as they are.
func SeesWhole(by people.Person, ds dataset.Dataset) bool { return keeps(by, ds) }

// MayChange refuses as denied who may neither change the record nor ask for it.
// Version 0 is a record that is yet to be added.
func MayChange(by people.Person, ds dataset.Dataset, r dataset.Record, values form.Values, now time.Time) error {
	switch {
	case keeps(by, ds) && !ds.Roster:
		return nil
	case ds.Roster:
		return fault.New(fault.Denied, "%s come from Slack and the company's own files, so nothing was changed. Ask your Factotum administrator to change them there.", ds.Title)
	case !adds(by, ds):
		return fault.New(fault.Denied, "%s is kept by %s only, so nothing was changed. Ask one of them.", ds.Title, List(ds.Keepers))
	case r.Version > 0 && ds.Own != "" && !owns(by, ds, r.Values):
		return fault.New(fault.Denied, "This record belongs to somebody else, so nothing was changed. %s is kept by %s.", ds.Title, List(ds.Keepers))
	case r.Version > 0 && ds.Own == "" && (!ds.Reviewed || !reads(by, ds)) && !ds.Corrects(r, by.ID, now):
		return fault.New(fault.Denied, "You may add to %s and not change what is there, so nothing was changed. Ask one of %s.", ds.Title, List(ds.Keepers))
	case values != nil:
		return ownOnly(by, ds, values, "somebody with the role "+List(ds.Keepers))
	}
	return nil
}

// keepersOf are the names of those who keep a dataset; of many, their roles.
func keepersOf(ds dataset.Dataset, dir people.Directory) string {
	const most = 3
	var names []string
	for _, role := range ds.Keepers {
		for _, p := range dir.InRole(role) {
			if p.MayDecide() && !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	if len(names) == 0 || len(names) > most {
		return "somebody with the role " + List(ds.Keepers)
	}
	return strings.Join(names, " or ")
}

// ownOnly refuses as denied what somebody enters for another.
func ownOnly(by people.Person, ds dataset.Dataset, values form.Values, ask string) error {
	if ds.Own == "" || keeps(by, ds) || owns(by, ds, values) {
		return nil
	}
	field, _ := ds.Form.Field(ds.Own)
	return fault.New(fault.Denied, "You can enter this for yourself only: choose yourself under “%s”. For others ask %s.", field.Label, ask)
}

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
	others, err := d.near(ctx, ds, e.values)
	if err != nil {
		return e, nil, err
	}
	others = slices.DeleteFunc(others, func(r dataset.Record) bool { return r.ID == record })
	for i, other := range others {
		others[i] = knownAs(ds, other, f.Dir)
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

// Changing opens a record for a change: the kind whose form shows it, the id of
// the draft, and how the record is called. The draft begins with the record as it
// is, or as it was at an earlier version.
func (d *Desk) Changing(ctx context.Context, by people.Person, record string, version int64) (kind catalogue.Kind, draft, title string, err error) {
	r, err := d.Record(ctx, by, record)
	if err != nil {
		return kind, "", "", err
	}
	ds, err := d.Catalogue.Dataset(r.Dataset)
	if err != nil {
		return kind, "", "", err
	}
	if err := MayChange(by, ds, r, nil, d.Now()); err != nil {
		return kind, "", "", err
	}
	if _, known := r.At(version); version > 0 && !known {
		return kind, "", "", fault.New(fault.NotFound, "That version of the record is too old to go back to. Change the record by hand.")
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return kind, "", "", err
	}
	kind, err = d.Catalogue.Kind(catalogue.EntryKind(ds.Key))
	return kind, ChangeID(r, fmt.Sprintf("%d-%s", version, d.NewID())), knownAs(ds, r, dir).Title, err
}

// begins are the values with which a draft begins that was never kept: those of
// the record that it changes, as far as the person may see it.
func (d *Desk) begins(ctx context.Context, by people.Person, id, kind string) (form.Values, error) {
	k, err := d.Catalogue.Kind(kind)
	if err != nil || k.Dataset == "" {
		return nil, nil //nolint:nilerr // what is not configured begins with nothing, and is refused when it is sent
	}
	ds, err := d.Catalogue.Dataset(k.Dataset)
	if err != nil {
		return nil, err
	}
	record, version := changeOf(ds, id)
	if version == 0 {
		return nil, nil
	}
	r, err := d.Record(ctx, by, record)
	if err != nil {
		return nil, err
	}
	nonce := strings.SplitN(id, "/", 4)[2]
	back, _, _ := strings.Cut(nonce, "-")
	if at, err := strconv.ParseInt(back, 10, 64); err == nil && at > 0 {
		values, _ := r.At(at)
		return unread(k, request.Request{ID: id, Requester: by.ID}, by, values, values), nil
	}
	return unread(k, request.Request{ID: id, Requester: by.ID}, by, r.Values, r.Values), nil
}

// RecordOf is the id of the record that a request adds or changes; "" where it
// does neither.
func RecordOf(kind catalogue.Kind, id string) string {
	if kind.Dataset == "" {
		return ""
	}
	record, _ := changeOf(dataset.Dataset{Key: kind.Dataset}, id)
	return record
}

// Adding is the kind by which a new record is entered. Returns denied for who may
// not add.
func (d *Desk) Adding(by people.Person, key string) (catalogue.Kind, error) {
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return catalogue.Kind{}, err
	}
	if err := MayChange(by, ds, dataset.Record{}, nil, d.Now()); err != nil {
		return catalogue.Kind{}, err
	}
	return d.Catalogue.Kind(catalogue.EntryKind(ds.Key))
}

// requesterOf is who asks, as the directory knows them now.
func requesterOf(f File) people.Person {
	p, ok := f.Dir.Person(f.Request.Requester)
	if !ok {
		return people.Person{ID: f.Request.Requester, Inactive: true}
	}
	return p
}

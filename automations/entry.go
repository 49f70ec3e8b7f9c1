package automations

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
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

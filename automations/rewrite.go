package automations

import (
	"context"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Rewrite is the record that a request changes, as it was when somebody began to
// change it.
type Rewrite struct {
	Title  string
	Before form.Values
}

// rewrites is what a request changes; nil where it adds a record or has none, and
// where the record is gone or was changed too often since.
func (d *Desk) rewrites(ctx context.Context, kind catalogue.Kind, r request.Request, dir people.Directory) (*Rewrite, error) {
	if kind.Dataset == "" || !Rewrites(r.ID) {
		return nil, nil //nolint:nilnil // most requests change no record
	}
	ds, err := d.Catalogue.Dataset(kind.Dataset)
	if err != nil {
		return nil, err
	}
	id, version := changeOf(ds, r.ID)
	record, err := d.stored(ctx, id)
	before, known := record.At(version)
	if err != nil || !known || record.Removed {
		return nil, err
	}
	return &Rewrite{Title: ds.Name(before, catalogue.Names(dir)), Before: before}, nil
}

// Rewrites tells whether the request with an id changes a record that was there
// before.
func Rewrites(id string) bool { return strings.HasPrefix(id, catalogue.ChangeSubject) }

// changeEntries lead from a record to the changes of it that wait for somebody.
func changeEntries(r request.Request) []state.Entry {
	parts := strings.SplitN(r.ID, "/", 4)
	if !Rewrites(r.ID) || len(parts) < 4 || r.State != request.Pending && r.State != request.Returned {
		return nil
	}
	return []state.Entry{{Index: changesIndex(parts[3]), Sort: r.Since.UTC().Format(sortable), ID: r.ID}}
}

func changesIndex(record string) string { return "changes/" + record }

// mostChanges is how many waiting changes of listed records are told at most.
const mostChanges = 100

// Awaiting are the changes of records that wait for somebody, by the id of the
// record, the oldest first.
func (d *Desk) Awaiting(ctx context.Context, records ...dataset.Record) (map[string][]File, error) {
	if len(records) == 0 {
		return map[string][]File{}, nil
	}
	var indexes []string
	for _, r := range records {
		indexes = append(indexes, changesIndex(r.ID))
	}
	page, err := d.Store.Page(ctx, indexes, "", mostChanges)
	if err != nil {
		return nil, err
	}
	waiting := map[string][]File{}
	for _, doc := range page.Documents {
		f, err := decode(doc)
		if err != nil {
			return nil, err
		}
		record := strings.SplitN(f.Request.ID, "/", 4)[3] // as changeEntries has it
		waiting[record] = append(waiting[record], f)
	}
	return waiting, nil
}

package automations

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/state"
)

// RecordPage is a page of the records of a dataset.
type RecordPage struct {
	Records []dataset.Record
	Next    string // cursor of the following page, "" when this is the last
	Total   int
}

// Records lists a dataset by the names of its records. Returns denied for who
// may not look at it.
func (d *Desk) Records(ctx context.Context, by people.Person, key, after string, limit int) (RecordPage, error) {
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return RecordPage{}, err
	}
	if ds.Roster && reads(by, ds) {
		return d.staffedPage(ctx, ds, after, limit)
	}
	index := recordsIndex(ds.Key)
	if !reads(by, ds) && ds.Own != "" && adds(by, ds) {
		index = ownIndex(ds.Key, by.ID)
	} else if ds, err = d.visible(by, key); err != nil {
		return RecordPage{}, err
	}
	page, err := d.Store.Page(ctx, []string{index}, after, limit)
	if err != nil {
		return RecordPage{}, err
	}
	records, err := decodeRecords(page.Documents)
	return RecordPage{Records: records, Next: page.Next, Total: page.Total}, err
}

// Record gives a record by its id. Returns denied for who may not look at its
// dataset, and notfound where there is none.
func (d *Desk) Record(ctx context.Context, by people.Person, id string) (dataset.Record, error) {
	r, err := d.stored(ctx, id)
	if err != nil {
		return dataset.Record{}, err
	}
	if r.Version == 0 || r.Removed {
		return r, fault.New(fault.NotFound, "There is no such record any more.")
	}
	if ds, err := d.Catalogue.Dataset(r.Dataset); err == nil && (owns(by, ds, r.Values) || adds(by, ds) && ds.Corrects(r, by.ID, d.Now())) {
		return r, nil
	}
	_, err = d.visible(by, r.Dataset)
	return r, err
}

// Alike are the records of a dataset that have something in common with these
// values: a value that is unique or by which records are found, or a word of
// their names. Whoever asks judges how much that is. Nobody's rights are asked.
func (d *Desk) Alike(ctx context.Context, ds dataset.Dataset, about form.Values) ([]dataset.Record, error) {
	var indexes []string
	for _, mark := range ds.Marks(about) {
		indexes = append(indexes, markIndex(mark))
	}
	var found []dataset.Record
	for r, err := range d.walkRecords(ctx, indexes...) {
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, nil
}

// RecordGuard is that a record has not changed since it was read.
func RecordGuard(r dataset.Record) state.Guard { return state.Guard{ID: r.ID, Version: r.Version} }

// visible gives a dataset that the person may look at.
func (d *Desk) visible(by people.Person, key string) (dataset.Dataset, error) {
	ds, err := d.Catalogue.Dataset(key)
	if err == nil && !reads(by, ds) {
		err = fault.New(fault.Denied, "%s can be looked at by %s only. Ask one of them.", ds.Title, List(missing(nil, slices.Concat(ds.Visible, ds.Keepers))))
	}
	return ds, err
}

// stored loads a record; Version 0 where there is none.
func (d *Desk) stored(ctx context.Context, id string) (dataset.Record, error) {
	if !dataset.Is(id) {
		return dataset.Record{ID: id}, nil
	}
	if ds, err := d.Catalogue.Dataset(dataset.Of(id)); err == nil && ds.Roster {
		return d.staffedOne(ctx, ds, id)
	}
	docs, err := d.Store.Load(ctx, id)
	if err != nil || docs[0].Version == 0 {
		return dataset.Record{ID: id}, err
	}
	return decodeRecord(docs[0])
}

// decodeRecord reads the document of a record, one that is about to be written too.
func decodeRecord(doc state.Document) (r dataset.Record, err error) {
	if err = json.Unmarshal(doc.Body, &r); err != nil {
		return r, fmt.Errorf("automations: decode %s: %w", doc.ID, err)
	}
	return r, nil
}

func decodeRecords(docs []state.Document) (records []dataset.Record, err error) {
	records = make([]dataset.Record, len(docs))
	for i, doc := range docs {
		if records[i], err = decodeRecord(doc); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// recordEntries are the places of a record in the indexes.
func recordEntries(ds dataset.Dataset, r dataset.Record) []state.Entry {
	if r.Version == 0 || r.Removed {
		return nil
	}
	name := dataset.Fold(r.Title)
	entries := []state.Entry{{Index: recordsIndex(ds.Key), Sort: name, ID: r.ID}}
	for _, key := range r.Keys {
		entries = append(entries, state.Entry{Index: keyIndex(key), Sort: name, ID: r.ID})
	}
	if person := r.Values[ds.Own].Text; ds.Own != "" && person != "" {
		entries = append(entries, state.Entry{Index: ownIndex(ds.Key, person), Sort: name, ID: r.ID})
	}
	if len(ds.Gaps(r.Values)) > 0 {
		entries = append(entries, state.Entry{Index: gapsIndex(ds.Key), Sort: name, ID: r.ID})
	}
	entries = append(entries, refEntries(ds, r)...)
	entries = append(entries, holding(r.ID, recordFiles(r)...)...)
	for _, mark := range ds.Marks(r.Values) {
		entries = append(entries, state.Entry{Index: markIndex(mark), Sort: name, ID: r.ID})
	}
	return entries
}

func recordsIndex(key string) string { return "records/" + key }

// keyIndex leads from a claim to the record that has it.
func keyIndex(key string) string { return "key/" + key }

// ownIndex holds the records of one person.
func ownIndex(key, person string) string { return "own/" + key + "/" + person }

// gapsIndex holds the records that lack something.
func gapsIndex(key string) string { return "gaps/" + key }

func markIndex(mark string) string { return "mark/" + mark }

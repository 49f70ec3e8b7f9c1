package automations

import (
	"context"
	"iter"

	"factotum/automations/dataset"
	"factotum/automations/state"
)

// walk gives what stands in any of some indexes, in their order, and reads it a
// page at a time. It ends with the first error. What enters or leaves them
// meanwhile may be given or not, anything else is given once.
func (d *Desk) walk(ctx context.Context, indexes ...string) iter.Seq2[state.Document, error] {
	return func(yield func(state.Document, error) bool) {
		for after := ""; len(indexes) > 0; {
			page, err := d.Store.Page(ctx, indexes, after, batch)
			if err != nil {
				yield(state.Document{}, err)
				return
			}
			for _, doc := range page.Documents {
				if !yield(doc, nil) {
					return
				}
			}
			if after = page.Next; after == "" {
				return
			}
		}
	}
}

// walkRecords is walk where records of datasets stand.
func (d *Desk) walkRecords(ctx context.Context, indexes ...string) iter.Seq2[dataset.Record, error] {
	return func(yield func(dataset.Record, error) bool) {
		for doc, err := range d.walk(ctx, indexes...) {
			var r dataset.Record
			if err == nil {
				r, err = decodeRecord(doc)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

package automations

import (
	"context"
	"iter"

	"factotum/automations/dataset"
	"factotum/automations/state"
)

// Paged is where pages of indexes are read.
type Paged interface {
	Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error)
}

// walk gives what stands in any of some indexes, in their order, and reads it a
// page at a time. It ends with the first error. What enters or leaves them
// meanwhile may be given or not, anything else is given once.
func (d *Desk) walk(ctx context.Context, indexes ...string) iter.Seq2[state.Document, error] {
	return walk(ctx, d.Store, indexes...)
}

func walk(ctx context.Context, from Paged, indexes ...string) iter.Seq2[state.Document, error] {
	return func(yield func(state.Document, error) bool) {
		for after := ""; len(indexes) > 0; {
			page, err := from.Page(ctx, indexes, after, batch)
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
	return walkRecords(ctx, d.Store, indexes...)
}

func walkRecords(ctx context.Context, from Paged, indexes ...string) iter.Seq2[dataset.Record, error] {
	return func(yield func(dataset.Record, error) bool) {
		for doc, err := range walk(ctx, from, indexes...) {
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

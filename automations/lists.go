package automations

import (
	"context"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/policy"
)

// Row is a request in a list.
type Row struct {
	File File
	Kind catalogue.Kind
}

// Rows is a page of a list.
type Rows struct {
	Rows  []Row
	Next  string // cursor of the following page, "" when this is the last
	Total int
}

// Waiting lists what waits for the person, oldest first. The rules that may
// name them are asked, and every request found is checked against policy.
func (d *Desk) Waiting(ctx context.Context, by people.Person, after string, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	var indexes []string
	for _, rule := range policy.Matching(by, dir) {
		indexes = append(indexes, waitingIndex(rule))
	}
	return d.rows(ctx, dir, indexes, after, limit, func(f File) bool {
		return slices.Contains(awaited(f.Request, dir), by.ID)
	})
}

// Mine lists the person's own requests, newest first.
func (d *Desk) Mine(ctx context.Context, by people.Person, after string, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	return d.rows(ctx, dir, []string{mineIndex(by.ID)}, after, limit, func(File) bool { return true })
}

// rows reads pages until enough requests pass or there are no more.
func (d *Desk) rows(ctx context.Context, dir people.Directory, indexes []string, after string, limit int, pass func(File) bool) (Rows, error) {
	var rows Rows
	for {
		page, err := d.Store.Page(ctx, indexes, after, limit-len(rows.Rows))
		if err != nil {
			return Rows{}, err
		}
		rows.Total, rows.Next = page.Total, page.Next
		for _, doc := range page.Documents {
			f, err := decode(doc)
			if err != nil {
				return Rows{}, err
			}
			f.Dir = dir
			kind, err := d.Catalogue.Kind(f.Request.Kind)
			if err != nil {
				return Rows{}, err
			}
			if pass(f) {
				rows.Rows = append(rows.Rows, Row{File: f, Kind: kind})
			}
		}
		if page.Next == "" || len(rows.Rows) >= limit {
			return rows, nil
		}
		after = page.Next
	}
}

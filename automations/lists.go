package automations

import (
	"context"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Row is a request in a list.
type Row struct {
	File   File
	Kind   catalogue.Kind
	Clocks Clocks
	Unmet  []string // what a duty waits for; only in lists of duties
	Import *Import  // of the request of a table, how far it has come; only in lists of requests
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
	return d.named(ctx, by, after, limit, waitingIndex, awaited)
}

// named lists what stands in the indexes of the rules that may name the person, as
// far as it really names them.
func (d *Desk) named(ctx context.Context, by people.Person, after string, limit int, index func(rule string) string, who func(request.Request, people.Directory) []string) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	var indexes []string
	for _, rule := range policy.Matching(by, dir) {
		indexes = append(indexes, index(rule))
	}
	return d.rows(ctx, dir, indexes, after, limit, func(f File) bool { return slices.Contains(who(f.Request, dir), by.ID) })
}

// Mine lists the person's own requests, newest first.
func (d *Desk) Mine(ctx context.Context, by people.Person, after string, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	return d.rows(ctx, dir, []string{mineIndex(by.ID)}, after, limit, func(File) bool { return true })
}

// widest is how many requests are read at once where none of those before were
// for the person, such as those that they have approved and others have not.
const widest = 500

// rows reads pages until enough requests pass or there are no more.
func (d *Desk) rows(ctx context.Context, dir people.Directory, indexes []string, after string, limit int, pass func(File) bool) (Rows, error) {
	var rows Rows
	for size := limit; ; {
		page, err := d.Store.Page(ctx, indexes, after, size)
		if err != nil {
			return Rows{}, err
		}
		found, err := d.passing(page, dir, pass)
		if err == nil {
			err = d.tables(ctx, found)
		}
		if err != nil {
			return Rows{}, err
		}
		if room := limit - len(rows.Rows); len(found) > room {
			size = room // again, so that the next page begins where this one ends
			continue
		}
		rows.Rows, rows.Total, rows.Next = append(rows.Rows, found...), page.Total, page.Next
		if page.Next == "" || len(rows.Rows) >= limit {
			return rows, nil
		}
		if after, size = page.Next, min(2*size, widest); len(found) > 0 {
			size = limit - len(rows.Rows)
		}
	}
}

// passing are the rows of a page for which pass holds.
func (d *Desk) passing(page state.Page, dir people.Directory, pass func(File) bool) ([]Row, error) {
	var rows []Row
	for _, doc := range page.Documents {
		f, err := decode(doc)
		if err != nil {
			return nil, err
		}
		f.Dir = dir
		kind, err := d.Catalogue.Kind(f.Request.Kind)
		if err != nil {
			return nil, err
		}
		if pass(f) {
			rows = append(rows, Row{File: f, Kind: kind, Clocks: d.Clocks(f.Request, kind)})
		}
	}
	return rows, nil
}

// tables adds to those of several requests that bring a table how far it has come.
func (d *Desk) tables(ctx context.Context, rows []Row) error {
	var ids []string
	var of []*Row
	for i, r := range rows {
		if r.Kind.Key == catalogue.ImportKind {
			ids, of = append(ids, importID(r.File.Request.ID)), append(of, &rows[i])
		}
	}
	if len(ids) == 0 {
		return nil
	}
	docs, err := d.Store.Load(ctx, ids...)
	for i := range docs {
		im, bad := decodeImport(docs[i])
		if bad != nil {
			return bad
		}
		of[i].Import = im
	}
	return err
}

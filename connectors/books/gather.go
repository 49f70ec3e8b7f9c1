package books

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/dataset"
)

// just is how old a change is at most whose cards may be about to be posted.
const just = time.Minute

// gather reads the documents that the entries are about, but for those that the
// books have as new as that, and those that are named beside, whose cards are
// looked at in a moment. Had are versions that are just being written.
func (b *Books) gather(ctx context.Context, from Source, db *sql.DB, ids []string, had map[string]int64, w *written) error {
	newest, again, fresh := map[string]int64{}, map[string]bool{}, map[string]bool{}
	var order []string
	for _, id := range ids {
		if !again[id] {
			order = append(order, id)
		}
		newest[id], again[id], fresh[id] = 1, true, true
	}
	now := time.Now()
	for _, r := range w.log {
		w.erased = w.erased || r.Move == audit.Erase
		again[r.Subject] = again[r.Subject] || sentAgain(r.Move)
		if r.Version == 0 {
			continue
		}
		if _, known := newest[r.Subject]; !known {
			order = append(order, r.Subject)
		}
		newest[r.Subject] = max(newest[r.Subject], r.Version)
		fresh[r.Subject] = now.Sub(r.Time) < just
	}
	known, err := b.places(ctx, db, order)
	if err != nil {
		return err
	}
	for id, version := range had {
		known[id] = place{version: version}
	}
	order = slices.DeleteFunc(order, func(id string) bool { return known[id].version >= newest[id] && !again[id] })
	for some := range slices.Chunk(order, loading) {
		docs, err := from.Load(ctx, some...)
		if err != nil {
			return err
		}
		if err := w.gather(docs, known, again, fresh); err != nil {
			return err
		}
	}
	return b.cards(ctx, from, w)
}

// place is where a request or record is in the books.
type place struct {
	seq, version int64
	prints       []byte
	wording      string
}

// places are those of the requests and records that the books have.
func (b *Books) places(ctx context.Context, db *sql.DB, ids []string) (map[string]place, error) {
	all := map[string]place{}
	for _, table := range []string{"request", "record"} {
		some := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return dataset.Is(id) != (table == "record") })
		if len(some) == 0 {
			continue
		}
		err := each(ctx, db, func(rows *sql.Rows) error {
			var id string
			var p place
			err := rows.Scan(&id, &p.seq, &p.version, &p.prints, &p.wording)
			all[id] = p
			return err
		}, "SELECT id, seq, version, prints, coalesce(text, '') FROM "+table+" LEFT JOIN wording ON request = seq WHERE id IN (SELECT value FROM json_each(?))", list(some))
		if err != nil {
			return nil, fmt.Errorf("books: places: %w", err)
		}
	}
	return all, nil
}

// list is what json_each takes apart (sqlite.org/json1.html#jeach).
func list(ids []string) string {
	body, _ := json.Marshal(ids) // texts always have a place in JSON
	return string(body)
}

// asked answers queries.
type asked interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each calls do for every row of a query.
func each(ctx context.Context, db asked, do func(*sql.Rows) error, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what can fail is told by Err
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// texts are the only column of a query.
func texts(ctx context.Context, db asked, query string, args ...any) (all []string, err error) {
	err = each(ctx, db, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		all = append(all, text)
		return err
	}, query, args...)
	return all, err
}

// staffed are the names of people by their ids, as of a version of the directory.
type staffed struct {
	version int64
	names   map[string]string
}

// know reads the names of people, where the directory is another than before.
func (b *Books) know(ctx context.Context, tx *sql.Tx, version int64) (map[string]string, error) {
	if b.staffed.names != nil && b.staffed.version == version {
		return b.staffed.names, nil
	}
	names := map[string]string{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var id, name string
		err := rows.Scan(&id, &name)
		names[id] = name
		return err
	}, "SELECT id, name FROM person")
	if err == nil {
		b.staffed = staffed{version, names}
	}
	return names, err
}

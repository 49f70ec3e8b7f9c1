package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/state"
)

// Load gives one document for each id, in that order and as of one moment. One
// that does not exist has Version 0.
func (r *Reader) Load(ctx context.Context, ids ...string) ([]state.Document, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ctx, cancel := limited(ctx)
	defer cancel()
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	rows, err := r.load(ctx, args)
	if err != nil {
		return nil, failure("load", err)
	}
	found, err := all(rows, func(d *state.Document) error {
		var number sql.NullString
		err := rows.Scan(&d.ID, &d.Version, &number, &d.Body)
		d.Number = number.String
		return err
	})
	if err != nil {
		return nil, failure("load", err)
	}
	byID := make(map[string]state.Document, len(found))
	for _, d := range found {
		byID[d.ID] = d
	}
	documents := make([]state.Document, len(ids))
	for i, id := range ids {
		documents[i] = byID[id]
		documents[i].ID = id
	}
	return documents, nil
}

// few is how many documents are hardly ever asked for at once.
const few = 8

// load asks for documents. Fewer than few are asked for with a statement that is
// prepared once for their number: to prepare one takes longer than to run it.
func (r *Reader) load(ctx context.Context, ids []any) (*sql.Rows, error) {
	query := "SELECT id, version, number, body FROM document WHERE id IN (?" + strings.Repeat(",?", len(ids)-1) + ")"
	if len(ids) >= few {
		return r.db.QueryContext(ctx, query, ids...) //nolint:sqlclosecheck // whoever reads the rows closes them
	}
	ready := &r.loads[len(ids)]
	if ready.Load() == nil {
		s, err := r.db.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		if !ready.CompareAndSwap(nil, s) {
			defer func() { _ = s.Close() }() // somebody else was quicker
		}
	}
	return ready.Load().QueryContext(ctx, ids...) //nolint:sqlclosecheck // it is closed with the database
}

// Lookup gives the id of the document with a number such as EXP-12, however
// its letters are typed; "" when there is none.
func (r *Reader) Lookup(ctx context.Context, number string) (id string, err error) {
	return r.text(ctx, "lookup", "SELECT id FROM document WHERE number = ?", number)
}

// Holder tells who holds a claim; "" when it is free.
func (r *Reader) Holder(ctx context.Context, claim string) (string, error) {
	return r.text(ctx, "holder", "SELECT holder FROM claim WHERE key = ?", claim)
}

func (r *Reader) text(ctx context.Context, doing, query, arg string) (value string, err error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	err = r.db.QueryRowContext(ctx, query, arg).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, failure(doing, err)
}

// Due lists up to limit timers that have come due at now, the oldest first.
func (r *Reader) Due(ctx context.Context, now time.Time, limit int) ([]state.Timer, error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	rows, err := r.db.QueryContext(ctx, "SELECT key, at, subject, name FROM timer WHERE at <= ? ORDER BY at, key"+first(limit), now.UnixMilli())
	if err != nil {
		return nil, failure("due", err)
	}
	timers, err := all(rows, func(t *state.Timer) error {
		var at int64
		err := rows.Scan(&t.Key, &at, &t.Subject, &t.Name)
		t.At = time.UnixMilli(at).UTC()
		return err
	})
	return timers, failure("due", err)
}

// Log gives up to limit records after a position, in order.
func (r *Reader) Log(ctx context.Context, after int64, limit int) ([]audit.Record, error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	rows, err := r.db.QueryContext(ctx, "SELECT position, entry, payload FROM audit WHERE position > ? ORDER BY position"+first(limit), after)
	if err != nil {
		return nil, failure("log", err)
	}
	records, err := all(rows, func(record *audit.Record) error {
		var position int64
		var entry, payload []byte
		if err := rows.Scan(&position, &entry, &payload); err != nil {
			return err
		}
		var err error
		record.Entry, err = audit.Read(entry)
		record.Position, record.Payload = position, payload
		return err
	})
	return records, failure("log", err)
}

// first limits a query. The number stands in the text, since SQLite prepares a
// statement a second time when the number of a LIMIT is bound.
func first(limit int) string { return " LIMIT " + strconv.Itoa(max(limit, 0)) }

// all collects the rows and closes them.
func all[T any](rows *sql.Rows, scan func(*T) error) ([]T, error) {
	defer func() { _ = rows.Close() }() // what can fail is told by Err
	var found []T
	for rows.Next() {
		var item T
		if err := scan(&item); err != nil {
			return nil, err
		}
		found = append(found, item)
	}
	return found, rows.Err()
}

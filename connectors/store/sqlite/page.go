package sqlite

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/state"
)

// Page merges the indexes in the order of (Sort, ID) and gives up to limit
// entries after the cursor with their documents. An id that stands in several
// places comes once, at the first of them. The cursor names a place, not a
// row: entries that come and go neither repeat nor hide others.
func (r *Reader) Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error) {
	sort, id, err := decode(after)
	if err != nil {
		return state.Page{}, badCursor(err)
	}
	if len(indexes) == 0 || limit <= 0 {
		return state.Page{}, nil
	}
	ctx, cancel := limited(ctx)
	defer cancel()
	snapshot, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return state.Page{}, failure("page", err)
	}
	defer snapshot.Rollback() //nolint:errcheck // nothing was written
	var page state.Page
	query, args := count(indexes)
	if err := snapshot.QueryRowContext(ctx, query, args...).Scan(&page.Total); err != nil {
		return state.Page{}, failure("page", err)
	}
	query, args = merge(indexes, sort, id, limit+1)
	rows, err := snapshot.QueryContext(ctx, query, args...)
	if err != nil {
		return state.Page{}, failure("page", err)
	}
	return fill(page, rows, limit)
}

// count counts ids; each part is read in the order of its index, so that the
// union is a merge without a temporary table.
func count(indexes []string) (query string, args []any) {
	part := "SELECT DISTINCT id FROM entry WHERE name = ?"
	for _, name := range indexes {
		args = append(args, name)
	}
	return "SELECT count(*) FROM (" + part + strings.Repeat(" UNION "+part, len(indexes)-1) + " ORDER BY 1)", args
}

// merge reads no more than limit entries of each index.
func merge(indexes []string, sort, id string, limit int) (query string, args []any) {
	args = append(args, sort, id)
	names := make([]string, len(indexes))
	for i, name := range indexes {
		args = append(args, name)
		names[i] = "?" + strconv.Itoa(len(args))
	}
	parts := make([]string, len(indexes))
	for i, name := range names {
		parts[i] = "SELECT * FROM (SELECT sort, id FROM entry AS e WHERE name = " + name + " AND (sort, id) > (?1, ?2)" +
			" AND NOT EXISTS (SELECT 1 FROM entry AS p WHERE p.name IN (" + strings.Join(names, ", ") + ") AND p.id = e.id AND p.sort < e.sort)" +
			" ORDER BY sort, id" + first(limit) + ")"
	}
	return "SELECT e.sort, e.id, d.version, d.number, d.body FROM (" + strings.Join(parts, " UNION ") +
		" ORDER BY 1, 2" + first(limit) + ") AS e LEFT JOIN document AS d ON d.id = e.id ORDER BY 1, 2", args
}

func fill(page state.Page, rows *sql.Rows, limit int) (state.Page, error) {
	type place struct {
		sort string
		id   string
		doc  *state.Document
	}
	places, err := all(rows, func(p *place) error {
		var version sql.NullInt64
		var number sql.NullString
		var body []byte
		err := rows.Scan(&p.sort, &p.id, &version, &number, &body)
		if version.Valid {
			p.doc = &state.Document{ID: p.id, Version: version.Int64, Number: number.String, Body: body}
		}
		return err
	})
	if err != nil {
		return state.Page{}, failure("page", err)
	}
	if len(places) > limit {
		places = places[:limit]
		page.Next = encode(places[limit-1].sort, places[limit-1].id)
	}
	for _, p := range places {
		if p.doc != nil {
			page.Documents = append(page.Documents, *p.doc)
		}
	}
	return page, nil
}

func encode(sort, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(sort + "\x00" + id))
}

func decode(cursor string) (sort, id string, err error) {
	if cursor == "" {
		return "", "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", "", err
	}
	sort, id, found := strings.Cut(string(raw), "\x00")
	if !found {
		return "", "", errors.New("no separator")
	}
	return sort, id, nil
}

func badCursor(err error) error {
	return fault.Wrap(err, fault.Invalid, "This page of the list does not exist. Open the list again from its beginning.")
}

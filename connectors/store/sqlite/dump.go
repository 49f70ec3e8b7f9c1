package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"factotum/automations/audit"
	"factotum/automations/state"
)

// Dump gives everything that the store keeps as of one moment, row by row, also
// while another process writes. What put returns ends it. Once keys whose time
// is over are left out.
func (r *Reader) Dump(ctx context.Context, put func(state.Row) error) error {
	snapshot, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return failure("dump", err)
	}
	defer snapshot.Rollback() //nolint:errcheck // nothing was written
	if err := put(state.Row{Kind: state.BeginRow}); err != nil {
		return err
	}
	for _, t := range tables() {
		if err := t.dump(ctx, snapshot, put); err != nil {
			return failure("dump "+string(t.kind), err)
		}
	}
	return nil
}

// table is where rows of a kind come from.
type table struct {
	kind  state.Kind
	query string
	shape func([]string) ([]string, error) // of the columns into cells; nil: as they are
}

func tables() []table {
	return []table{
		{state.DocumentRow, "SELECT id, version, number, body FROM document ORDER BY id", nil},
		// Prefixes are counted whatever their letters; the rest is our own.
		{state.CounterRow, "SELECT iif(name LIKE 'number/%', 'number/' || upper(substr(name, 8)), name), value FROM counter ORDER BY 1", nil},
		{state.ClaimRow, "SELECT key, holder FROM claim ORDER BY key", nil},
		{state.EntryRow, "SELECT name, sort, id FROM entry ORDER BY name, sort, id", nil},
		{state.TimerRow, "SELECT key, at, subject, name FROM timer ORDER BY key", nil},
		{state.OnceRow, fmt.Sprintf("SELECT key, until, outcome, numbers FROM once WHERE until IS NULL OR until > %d ORDER BY key", time.Now().UnixMilli()), onceCells},
		{state.AuditRow, "SELECT position, entry, payload FROM audit ORDER BY position", auditCells},
		{state.NoticeRow, "SELECT key, lane, at, due, again OR token <> 0, attempts, reason, body FROM notice ORDER BY seq", nil},
		{state.FailedRow, "SELECT key, lane, attempts, reason, body FROM failed ORDER BY seq", nil},
	}
}

func (t table) dump(ctx context.Context, snapshot *sql.Tx, put func(state.Row) error) error {
	rows, err := snapshot.QueryContext(ctx, t.query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what can fail is told by Err
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		cells := make([]string, len(values))
		for i, v := range values {
			cells[i] = string(v)
		}
		if t.shape != nil {
			if cells, err = t.shape(cells); err != nil {
				return err
			}
		}
		if err := put(state.Row{Kind: t.kind, Cells: cells}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// onceCells takes the numbers apart.
func onceCells(c []string) ([]string, error) {
	cells := c[:3:3]
	if c[3] == "" {
		return cells, nil
	}
	var all []given
	if err := json.Unmarshal([]byte(c[3]), &all); err != nil {
		return nil, err
	}
	for _, g := range all {
		cells = append(cells, string(g.ID), g.Number)
	}
	return cells, nil
}

// auditCells writes an entry with its position, as every store gives it.
func auditCells(c []string) ([]string, error) {
	var r audit.Record
	if err := json.Unmarshal([]byte(c[1]), &r.Entry); err != nil {
		return nil, err
	}
	if _, err := fmt.Sscan(c[0], &r.Position); err != nil {
		return nil, err
	}
	r.Payload = []byte(c[2])
	row, err := state.Logged(r)
	return row.Cells, err
}

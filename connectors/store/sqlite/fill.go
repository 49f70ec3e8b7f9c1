package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"factotum/automations/fault"
	"factotum/automations/state"
)

// Fill puts the rows of a dump into an empty store, all or nothing; next ends
// them with io.EOF. Returns conflict when the store is not empty.
func (s *Store) Fill(ctx context.Context, next func() (state.Row, error)) error {
	begun := false
	// It is waited for to its end, since next is not to be called after that.
	err := s.writer.send(context.WithoutCancel(ctx), func(t *tx) (refusal, failure error) {
		if begun { // the rows that were read are gone
			return nil, errors.New("the rows cannot be read a second time")
		}
		begun = true
		empty, err := t.empty()
		if err != nil {
			return nil, err
		}
		if !empty {
			return fault.New(fault.Conflict, "There is data in this store already, so nothing was restored. Give the path of a new one, or move the old file away."), nil
		}
		return nil, t.fill(ctx, next)
	})
	return failure("fill", err)
}

func (t *tx) empty() (bool, error) {
	var some bool
	_, err := t.get(`SELECT EXISTS (SELECT 1 FROM document) OR EXISTS (SELECT 1 FROM counter) OR EXISTS (SELECT 1 FROM claim) OR EXISTS (SELECT 1 FROM entry)
		OR EXISTS (SELECT 1 FROM timer) OR EXISTS (SELECT 1 FROM once) OR EXISTS (SELECT 1 FROM audit) OR EXISTS (SELECT 1 FROM notice) OR EXISTS (SELECT 1 FROM failed)`, nil, &some)
	return !some, err
}

func (t *tx) fill(ctx context.Context, next func() (state.Row, error)) error {
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = errors.Join(ctx.Err(), row.Check())
		}
		if err == nil {
			err = t.insert(row)
		}
		if err != nil {
			return err
		}
	}
}

// insert writes a row. What a dump may give twice replaces itself.
func (t *tx) insert(row state.Row) error {
	c := row.Cells
	switch row.Kind {
	case state.DocumentRow:
		return t.exec("INSERT OR REPLACE INTO document (id, version, number, body) VALUES (?, ?, nullif(?, ''), ?)", c[0], c[1], c[2], blob(c[3]))
	case state.CounterRow:
		return t.exec("INSERT OR REPLACE INTO counter VALUES (?, ?)", c[0], c[1])
	case state.ClaimRow:
		return t.exec("INSERT OR REPLACE INTO claim VALUES (?, ?)", c[0], c[1])
	case state.EntryRow:
		return t.exec("INSERT INTO entry VALUES (?, ?, ?)", c[0], c[1], c[2])
	case state.TimerRow:
		return t.exec("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", c[0], c[1], c[2], c[3])
	case state.OnceRow:
		return t.insertOnce(c)
	case state.AuditRow:
		return t.exec("INSERT INTO audit VALUES (?, ?, ?)", c[0], []byte(c[1]), blob(c[2]))
	case state.NoticeRow:
		return t.exec("INSERT INTO notice (key, lane, head, at, due, again, attempts, reason, body) VALUES (?1, ?2, NOT EXISTS (SELECT 1 FROM notice WHERE lane = ?2), ?3, ?4, ?5, ?6, ?7, ?8)",
			c[0], c[1], c[2], c[3], c[4], c[5], c[6], []byte(c[7]))
	case state.FailedRow:
		return t.exec("INSERT INTO failed (key, lane, at, attempts, reason, body) VALUES (?, ?, 0, ?, ?, ?)", c[0], c[1], c[2], c[3], []byte(c[4]))
	case state.BeginRow:
	}
	return nil
}

// blob keeps what is empty as nothing, as commits do.
func blob(cell string) []byte {
	if cell == "" {
		return nil
	}
	return []byte(cell)
}

func (t *tx) insertOnce(c []string) error {
	var numbers []byte
	if len(c) > 3 {
		var all []given
		for i := 3; i < len(c); i += 2 {
			all = append(all, given{ID: []byte(c[i]), Number: c[i+1]})
		}
		var err error
		if numbers, err = json.Marshal(all); err != nil {
			return err
		}
	}
	return t.exec("INSERT INTO once VALUES (?, nullif(?, ''), ?, ?)", c[0], c[1], blob(c[2]), numbers)
}

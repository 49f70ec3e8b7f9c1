package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"factotum/automations/audit"
	"factotum/automations/state"
)

// apply writes a change that has passed every check and adds the numbers it
// gives to numbers. What is taken away goes first, so that one change can move
// an entry, pass a claim on or set a timer that it fired.
func (t *tx) apply(c state.Change, numbers map[string]string) error {
	err := each(c.Documents, func(d state.Document) error { return t.put(d, numbers) })
	err = or(err, c.Release, func(r state.Claim) error {
		return t.exec("DELETE FROM claim WHERE key = ? AND holder = ?", r.Key, r.Holder)
	})
	err = or(err, c.Claims, func(l state.Claim) error {
		return t.exec("INSERT INTO claim VALUES (?, ?) ON CONFLICT DO NOTHING", l.Key, l.Holder)
	})
	err = or(err, c.Remove, func(e state.Entry) error {
		return t.exec("DELETE FROM entry WHERE name = ? AND sort = ? AND id = ?", e.Index, e.Sort, e.ID)
	})
	err = or(err, c.Add, func(e state.Entry) error {
		return t.exec("INSERT INTO entry VALUES (?, ?, ?) ON CONFLICT DO NOTHING", e.Index, e.Sort, e.ID)
	})
	err = or(err, c.Fired, func(f state.Timer) error { return t.cancel(f.Key) })
	err = or(err, c.Cancel, t.cancel)
	err = or(err, c.Timers, func(s state.Timer) error {
		return t.exec("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", s.Key, s.At.UnixMilli(), s.Subject, s.Name)
	})
	err = or(err, c.Audit, t.record)
	err = or(err, c.Erase, t.erase)
	err = or(err, c.Receipts, t.finish)
	if err == nil {
		err = t.notifyAll(c.Notices)
	}
	if err != nil {
		return err
	}
	return t.remember(c, numbers)
}

func or[T any](err error, items []T, do func(T) error) error {
	if err != nil {
		return err
	}
	return each(items, do)
}

func each[T any](items []T, do func(T) error) error {
	for _, item := range items {
		if err := do(item); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) put(d state.Document, numbers map[string]string) error {
	if d.Prefix != "" && numbers[d.ID] == "" {
		n, err := t.next("number/" + d.Prefix)
		if err != nil {
			return err
		}
		numbers[d.ID] = fmt.Sprintf("%s-%d", d.Prefix, n)
	}
	number := sql.NullString{String: numbers[d.ID], Valid: numbers[d.ID] != ""}
	return t.exec("INSERT INTO document (id, version, number, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, number = excluded.number, body = excluded.body",
		d.ID, d.Version+1, number, d.Body)
}

func (t *tx) cancel(key string) error { return t.exec("DELETE FROM timer WHERE key = ?", key) }

// record appends to the log. As there is one writer, the next position is free.
func (t *tx) record(r audit.Record) error {
	entry, err := json.Marshal(r.Entry)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO audit SELECT coalesce(max(position), 0) + 1, ?, ? FROM audit", entry, []byte(r.Payload))
}

// erase takes a payload away; secure_delete takes its bytes out of the file.
func (t *tx) erase(position int64) error {
	return t.exec("UPDATE audit SET payload = NULL WHERE position = ?", position)
}

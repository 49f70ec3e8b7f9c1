package sqlite

import (
	"database/sql"
	"fmt"

	"factotum/automations/audit"
	"factotum/automations/state"
)

// apply writes a change that has passed every check and adds the numbers it
// gives to those that are there. What is taken away goes first, so that one
// change can move an entry or pass a claim on.
func (t *tx) apply(c state.Change, ready bodies, there standing) error {
	err := numbered(c.Documents, func(i int, d state.Document) error { return t.put(d, there.rows[i], there.numbers) })
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
	if err == nil {
		err = t.schedule(c)
	}
	if err == nil {
		err = numbered(c.Audit, func(i int, r audit.Record) error { return t.record(ready.entries[i], r.Payload) })
	}
	err = or(err, c.Erase, t.erase)
	err = or(err, c.Receipts, t.finish)
	if err == nil {
		err = t.notifyAll(c.Notices, ready.notices)
	}
	if err != nil {
		return err
	}
	return t.remember(c, there.numbers)
}

// schedule takes timers away and sets others. One that was fired and is set
// again, as most are, only changes where it stands.
func (t *tx) schedule(c state.Change) error {
	again := make(map[string]bool, len(c.Timers))
	for _, s := range c.Timers {
		again[s.Key] = true
	}
	cancel := func(key string) error {
		if again[key] {
			return nil
		}
		return t.exec("DELETE FROM timer WHERE key = ?", key)
	}
	err := each(c.Fired, func(f state.Timer) error { return cancel(f.Key) })
	err = or(err, c.Cancel, cancel)
	return or(err, c.Timers, func(s state.Timer) error {
		return t.exec("INSERT INTO timer VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at, subject = excluded.subject, name = excluded.name", s.Key, s.At.UnixMilli(), s.Subject, s.Name)
	})
}

func or[T any](err error, items []T, do func(T) error) error {
	if err != nil {
		return err
	}
	return each(items, do)
}

func each[T any](items []T, do func(T) error) error {
	return numbered(items, func(_ int, item T) error { return do(item) })
}

func numbered[T any](items []T, do func(int, T) error) error {
	for i, item := range items {
		if err := do(i, item); err != nil {
			return err
		}
	}
	return nil
}

// put writes a document; row is where it stands, 0 for a new one. Its indexes
// are left alone where it keeps its number.
func (t *tx) put(d state.Document, row int64, numbers map[string]string) error {
	if row > 0 && (d.Prefix == "" || numbers[d.ID] != "") {
		return t.exec("UPDATE document SET version = ?, body = ? WHERE rowid = ?", d.Version+1, d.Body, row)
	}
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

// record appends to the log: SQLite gives the position after the last one, which
// is never removed (https://www.sqlite.org/autoinc.html).
func (t *tx) record(entry, payload []byte) error {
	return t.exec("INSERT INTO audit (entry, payload) VALUES (?, ?)", entry, payload)
}

// erase takes a payload away; secure_delete takes its bytes out of the file.
func (t *tx) erase(position int64) error {
	return t.exec("UPDATE audit SET payload = NULL WHERE position = ?", position)
}

package sqlite

import (
	"factotum/automations/outbox"
)

// notifyAll puts notices at the ends of their lanes, each as it was written.
func (t *tx) notifyAll(notices []outbox.Notice, ready [][]byte) error {
	if len(notices) == 0 {
		return nil
	}
	var failed bool // mostly none has
	if _, err := t.get("SELECT EXISTS (SELECT 1 FROM failed)", nil, &failed); err != nil {
		return err
	}
	return numbered(notices, func(i int, n outbox.Notice) error { return t.notify(n, ready[i], failed) })
}

// notify puts a notice at the end of its lane. An equal key that waits is
// replaced where it stands, with its attempts starting again; under a lease it
// is only marked, so that the receipt of the older one does not remove it. One
// on the list of failed deliveries, of which there are some, is superseded.
func (t *tx) notify(n outbox.Notice, body []byte, some bool) (err error) {
	failed, one := false, 0
	if some {
		if failed, err = t.get("DELETE FROM failed WHERE key = ? RETURNING 1", []any{n.Key}, &one); err != nil {
			return err
		}
	}
	return t.queue(n.Key, n.Lane, n.Rank.Place(n.At), body, failed)
}

// queue adds a notice at its place; again tells that it was tried before.
func (t *tx) queue(key, lane string, at int64, body []byte, again bool) error {
	return t.exec(`INSERT INTO notice (key, lane, head, at, due, body, again) VALUES (?1, ?2, NOT EXISTS (SELECT 1 FROM notice WHERE lane = ?2), ?3, ?3, ?4, ?5)
		ON CONFLICT (key) DO UPDATE SET body = excluded.body, at = excluded.at, newer = token <> 0,
			due = iif(token <> 0, max(due, excluded.at), excluded.at),
			attempts = iif(token <> 0, attempts, 0), reason = iif(token <> 0, reason, '')`, key, lane, at, body, again)
}

// held tells whether the lease of the receipt is the last one given.
func (t *tx) held(r outbox.Receipt) (bool, error) {
	var one int
	return t.get("SELECT 1 FROM notice WHERE key = ? AND token = ? AND token <> 0", []any{r.Key, r.Token}, &one)
}

// finish ends a lease. A notice that was replaced under it stays due as a new
// one, unless the attempt is to be repeated later anyway.
func (t *tx) finish(r outbox.Receipt) error {
	if !r.Failed && !r.Retry.IsZero() {
		return t.exec("UPDATE notice SET token = 0, newer = 0, attempts = attempts + ?1, again = again OR ?1, reason = ?2, due = max(?3"+ofRank+", at) WHERE key = ?4",
			!r.Delayed, r.Reason, r.Retry.UnixMilli(), r.Key)
	}
	var newer bool
	var lane string
	if _, err := t.get("SELECT newer, lane FROM notice WHERE key = ?", []any{r.Key}, &newer, &lane); err != nil {
		return err
	}
	if newer {
		return t.exec("UPDATE notice SET token = 0, newer = 0, attempts = 0, again = ?, reason = '', due = at WHERE key = ?", r.Failed, r.Key)
	}
	if r.Failed {
		err := t.exec("INSERT INTO failed (key, lane, at, attempts, reason, body) SELECT key, lane, at, attempts + 1, ?, body FROM notice WHERE key = ?", r.Reason, r.Key)
		if err != nil {
			return err
		}
	}
	if err := t.exec("DELETE FROM notice WHERE key = ?", r.Key); err != nil {
		return err
	}
	return t.exec("UPDATE notice SET head = 1 WHERE seq = (SELECT min(seq) FROM notice WHERE lane = ?)", lane)
}

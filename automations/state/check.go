package state

import (
	"errors"
	"fmt"
	"strings"

	"factotum/automations/audit"
	"factotum/automations/outbox"
)

// Check refuses a change that no correct caller makes, before any store sees
// it: without a Once key, with the same document, receipt or foreign claim
// twice, with an entry that could not be ordered, with a payload that is not
// the one its entry was made for.
func (c Change) Check() error {
	if c.Once.Key == "" {
		return errors.New("state: a change without a once key")
	}
	return errors.Join(
		unique("document", c.Documents, func(d Document) string { return d.ID }),
		unique("receipt", c.Receipts, func(r outbox.Receipt) string { return r.Key }),
		unique("notice", c.Notices, func(n outbox.Notice) string { return n.Key }),
		unique("timer", c.Timers, func(t Timer) string { return t.Key }),
		unique("claim", c.Claims, func(l Claim) string { return l.Key }),
		ordered(c.Add), ordered(c.Remove), hashed(c.Audit),
	)
}

func unique[T any](what string, items []T, key func(T) string) error {
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		k := key(item)
		if k == "" {
			return fmt.Errorf("state: a %s without a key", what)
		}
		if seen[k] {
			return fmt.Errorf("state: %s %q twice in one change", what, k)
		}
		seen[k] = true
	}
	return nil
}

func ordered(entries []Entry) error {
	for _, e := range entries {
		if e.ID == "" || strings.ContainsRune(e.Sort, 0) {
			return fmt.Errorf("state: index %q cannot hold %q at %q", e.Index, e.ID, e.Sort)
		}
	}
	return nil
}

func hashed(records []audit.Record) error {
	for _, r := range records {
		if r.Payload != nil && audit.Hash(r.Payload) != r.PayloadHash {
			return fmt.Errorf("state: the payload of %s of %s does not match its hash", r.Move, r.Subject)
		}
	}
	return nil
}

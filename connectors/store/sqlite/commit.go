package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"factotum/automations/state"
)

// Commit does the change, all or nothing, and returns when it is on disk. A
// once key seen before changes nothing and returns the first result. Returns
// state.StaleError or state.TakenError when something moved meanwhile, and
// unavailable when the outcome is unknown: the same change may be sent again.
func (s *Store) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if err := c.Check(); err != nil {
		return state.Result{}, err
	}
	ready, err := written(c)
	if err != nil {
		return state.Result{}, err
	}
	var result state.Result
	err = s.writer.do(ctx, func(t *tx) (refusal, failure error) {
		result, refusal, failure = t.commit(c, ready)
		return refusal, failure
	})
	if err != nil {
		return state.Result{}, failure("commit", err) // result may still be written to
	}
	return result, nil
}

// commit does a change that was checked for itself.
func (t *tx) commit(c state.Change, ready bodies) (result state.Result, refusal, failure error) {
	repeated, found, err := t.repeated(c.Once.Key)
	if found || err != nil {
		return repeated, nil, err
	}
	there, refusal, err := t.check(c)
	if refusal != nil || err != nil {
		return result, refusal, err
	}
	return state.Result{Outcome: c.Outcome, Numbers: there.numbers}, nil, t.apply(c, ready, there)
}

// bodies are the entries of the log and the notices of a change as they are kept:
// whoever commits writes them, since everybody waits for the writer.
type bodies struct{ entries, notices [][]byte }

func written(c state.Change) (b bodies, err error) {
	for _, r := range c.Audit {
		body, err := json.Marshal(r.Entry)
		if err != nil {
			return b, fmt.Errorf("sqlite: encode the entry of %s: %w", r.Subject, err)
		}
		b.entries = append(b.entries, body)
	}
	for _, n := range c.Notices {
		body, err := json.Marshal(n)
		if err != nil {
			return b, fmt.Errorf("sqlite: encode the notice %s: %w", n.Key, err)
		}
		b.notices = append(b.notices, body)
	}
	return b, nil
}

// given keeps an id as bytes: JSON would change one that is no UTF-8.
type given struct {
	ID     []byte
	Number string
}

func (t *tx) repeated(key string) (state.Result, bool, error) {
	var numbers []byte
	r := state.Result{Repeated: true}
	found, err := t.get("SELECT outcome, numbers FROM once WHERE key = ?", []any{key}, &r.Outcome, &numbers)
	if !found || err != nil || numbers == nil {
		return r, found, err
	}
	var all []given
	if err := json.Unmarshal(numbers, &all); err != nil {
		return r, false, err
	}
	r.Numbers = make(map[string]string, len(all))
	for _, g := range all {
		r.Numbers[string(g.ID)] = g.Number
	}
	return r, true, nil
}

// remember keeps the result for whoever repeats the change.
func (t *tx) remember(c state.Change, numbers map[string]string) error {
	var encoded []byte
	if len(numbers) > 0 {
		all := make([]given, 0, len(numbers))
		for _, id := range slices.Sorted(maps.Keys(numbers)) {
			all = append(all, given{ID: []byte(id), Number: numbers[id]})
		}
		var err error
		if encoded, err = json.Marshal(all); err != nil {
			return err
		}
	}
	until := sql.NullInt64{Int64: t.now().Add(c.Once.Keep).UnixMilli(), Valid: c.Once.Keep > 0}
	return t.exec("INSERT INTO once VALUES (?, ?, ?, ?)", c.Once.Key, until, c.Outcome, encoded)
}

package sqlite

import (
	"database/sql"

	"factotum/automations/state"
)

// standing is what the documents of a change have already.
type standing struct {
	numbers map[string]string // by id
	rows    []int64           // of each document; 0: it is a new one
}

// check makes every check of the change before anything is written, and
// returns what is there of its documents.
func (t *tx) check(c state.Change) (there standing, refusal, failure error) {
	there = standing{numbers: make(map[string]string), rows: make([]int64, len(c.Documents))}
	for i, d := range c.Documents {
		row, version, number, err := t.version(d.ID)
		if err != nil || version != d.Version {
			return there, state.StaleError{ID: d.ID}, err
		}
		if there.rows[i] = row; number != "" {
			there.numbers[d.ID] = number
		}
	}
	for _, g := range c.Guards {
		_, version, _, err := t.version(g.ID)
		if err != nil || version != g.Version {
			return there, state.StaleError{ID: g.ID}, err
		}
	}
	for _, f := range c.Fired {
		found, err := t.stands(f)
		if err != nil || !found {
			return there, state.StaleError{ID: f.Key}, err
		}
	}
	for _, r := range c.Receipts {
		held, err := t.held(r)
		if err != nil || !held {
			return there, state.StaleError{ID: r.Key}, err
		}
	}
	refusal, failure = t.claimable(c)
	return there, refusal, failure
}

func (t *tx) version(id string) (row, version int64, number string, err error) {
	var n sql.NullString
	_, err = t.get("SELECT rowid, version, number FROM document WHERE id = ?", []any{id}, &row, &version, &n)
	return row, version, n.String, err
}

func (t *tx) stands(f state.Timer) (bool, error) {
	var one int
	return t.get("SELECT 1 FROM timer WHERE key = ? AND at = ? AND subject = ? AND name = ?",
		[]any{f.Key, f.At.UnixMilli(), f.Subject, f.Name}, &one)
}

// claimable lets a claim pass that the same change takes from its holder.
func (t *tx) claimable(c state.Change) (refusal, failure error) {
	released := make(map[state.Claim]bool, len(c.Release))
	for _, r := range c.Release {
		released[r] = true
	}
	for _, l := range c.Claims {
		var holder string
		found, err := t.get("SELECT holder FROM claim WHERE key = ?", []any{l.Key}, &holder)
		if err != nil {
			return nil, err
		}
		if found && holder != l.Holder && !released[state.Claim{Key: l.Key, Holder: holder}] {
			return state.TakenError{Key: l.Key, Holder: holder}, nil
		}
	}
	return nil, nil
}

package storetest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// submission is a change that leaves a trace of every kind.
func submission(t *testing.T, key, id string) state.Change {
	t.Helper()
	return state.Change{
		Once: state.Once{Key: key, Keep: 7 * 24 * time.Hour}, Outcome: []byte(`"` + id + `"`),
		Documents: []state.Document{{ID: id, Prefix: "EXP", Body: []byte("{}")}, {ID: "side of " + id, Body: []byte("{}")}},
		Claims:    []state.Claim{{Key: "claim of " + id, Holder: id}},
		Add:       []state.Entry{{Index: "all", Sort: "1", ID: id}},
		Timers:    []state.Timer{{Key: "timer of " + id, At: at(1), Subject: id, Name: "remind"}},
		Audit:     []audit.Record{entry(t, id, "submit")},
		Notices:   []outbox.Notice{{Key: "card of " + id, Lane: id, Shape: outbox.Card, Request: id, To: "p2", At: at(0)}},
	}
}

func once(t *testing.T, s Store) {
	first := commit(t, s, submission(t, "view 1", "a"))
	assert.Equal(t, map[string]string{"a": "EXP-1"}, first.Numbers)
	for _, repeat := range []state.Change{submission(t, "view 1", "a"), submission(t, "view 1", "b"), change("view 1")} {
		got, err := s.Commit(context.Background(), repeat)
		assert.NoError(t, err)
		assert.Equal(t, state.Result{Repeated: true, Outcome: []byte(`"a"`), Numbers: first.Numbers}, got)
	}
	assert.Zero(t, load(t, s, "b").Version)
	assert.Equal(t, int64(1), load(t, s, "a").Version)
	assert.Len(t, log(t, s), 1)

	commit(t, s, change("no outcome"))
	got, err := s.Commit(context.Background(), change("no outcome"))
	assert.NoError(t, err)
	assert.True(t, got.Repeated)
	assert.Empty(t, got.Outcome)
	assert.Empty(t, got.Numbers)
}

func onceRace(t *testing.T, s Store) {
	var firsts atomic.Int32
	results := make([]state.Result, 100)
	together(len(results), func(i int) {
		var err error
		results[i], err = s.Commit(context.Background(), submission(t, "view 1", fmt.Sprint("r", i)))
		assert.NoError(t, err)
		if !results[i].Repeated {
			firsts.Add(1)
		}
	})
	assert.Equal(t, int32(1), firsts.Load())
	for _, r := range results {
		assert.Equal(t, results[0].Outcome, r.Outcome)
		assert.Equal(t, results[0].Numbers, r.Numbers)
	}
	assert.Len(t, walk(t, s, 10, "all"), 1)
	assert.Len(t, log(t, s), 1)
}

// lostAnswer gives up while the commit is under way, at a different moment
// each time, and sends the same change again.
func lostAnswer(t *testing.T, s Store) {
	const tries = 100
	for i := range tries {
		c := submission(t, fmt.Sprint("view ", i), fmt.Sprintf("r%03d", i))
		ctx, cancel := context.WithCancel(context.Background())
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			for spin := 0; spin < i*i; spin++ {
				_ = ctx.Err()
			}
			cancel()
		}()
		_, _ = s.Commit(ctx, c) // whatever it says, it may have happened or not
		<-gone
		again, err := s.Commit(context.Background(), c)
		assert.NoError(t, err)
		assert.Equal(t, c.Outcome, again.Outcome)
	}
	records := log(t, s)
	documents := walk(t, s, 30, "all")
	assert.Len(t, records, tries)
	assert.Len(t, documents, tries)
	for i, d := range documents {
		assert.Equal(t, int64(1), d.Version)
		assert.Equal(t, d.ID, records[i].Subject)
	}
}

// Package storetest is what every store must pass, named promise by promise.
// It knows a store only by the port that the use cases state, and must not
// know which one it has before it.
package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// Store is the port.
type Store interface {
	Load(ctx context.Context, ids ...string) ([]state.Document, error)
	Commit(ctx context.Context, c state.Change) (state.Result, error)
	Lookup(ctx context.Context, number string) (id string, err error)
	Holder(ctx context.Context, claim string) (string, error)
	Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error)
	Due(ctx context.Context, now time.Time, limit int) ([]state.Timer, error)
	Log(ctx context.Context, after int64, limit int) ([]audit.Record, error)
	Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error)
	Failed(ctx context.Context, after string, limit int) ([]outbox.Leased, string, error)
	RetryFailed(ctx context.Context, key string, at time.Time) error
	Dump(ctx context.Context, put func(state.Row) error) error
	Fill(ctx context.Context, next func() (state.Row, error)) error
	Figures(ctx context.Context) (state.Figures, error)
	Close() error
}

// Run tests every promise on a store of its own. open makes an empty store
// that shares nothing with the others; it is closed here.
func Run(t *testing.T, open func(testing.TB) Store) {
	for _, p := range promises() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.test(t, opened(t, open))
		})
	}
	t.Run("pages are stable while entries come and go", func(t *testing.T) {
		t.Parallel()
		stablePages(t, open)
	})
	t.Run("a dump fills an empty store", func(t *testing.T) {
		t.Parallel()
		copied(t, open)
	})
	t.Run("a dump is of one moment", func(t *testing.T) {
		t.Parallel()
		oneMoment(t, opened(t, open))
	})
	t.Run("any sequence of calls does what the model does", func(t *testing.T) {
		t.Parallel()
		random(t, open)
	})
}

type promise struct {
	name string
	test func(*testing.T, Store)
}

func promises() []promise {
	return []promise{
		{"documents come back as they were committed", versions},
		{"a stale version is refused and names the document", stale},
		{"of those who write at once one wins", race},
		{"no increment is lost", increments},
		{"a guard is checked and not written", guards},
		{"a claim has one holder until it is released", claims},
		{"of those who claim at once one gets it", claimRace},
		{"a once key works once", once},
		{"a once key works once for a hundred at a time", onceRace},
		{"an answer that was lost is given again", lostAnswer},
		{"numbers are given inside the commit", numbers},
		{"numbers are given once, however many ask", numbersRace},
		{"whatever is refused changes nothing", refusals},
		{"a page is merged, each id once", merged},
		{"a page leaves out entries without a document", orphans},
		{"a cursor that was not given is refused", cursors},
		{"timers fire once and as they stand", timers},
		{"the log has no gaps", logGaps},
		{"the log keeps payloads to the byte", logBytes},
		{"a payload is erased and its entry stays", erased},
		{"a lease is given once and fenced", fencing},
		{"a lane keeps its order", lanes},
		{"a newer notice takes the place of the waiting one", replaced},
		{"a newer notice outlives the lease of the older", replacedUnderLease},
		{"a newer notice waits for its moment when the lease ends unfinished", replacedAndUnfinished},
		{"what may have been posted is marked", again},
		{"a delivery that failed is listed and tried again", failures},
		{"leases go to the longest waiting", longest},
		{"leases go to the most urgent", urgent},
		{"a notice is leased to one of many workers", leaseRace},
		{"a mebibyte goes in and comes out", large},
		{"no key is special", hostile},
		{"what it holds is counted", figures},
		{"who has left gets nothing done", cancelled},
	}
}

func opened(t *testing.T, open func(testing.TB) Store) Store {
	t.Helper()
	s := open(t)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// at is a moment of the tests' own day.
func at(second int) time.Time { return time.Unix(1_800_000_000+int64(second), 0).UTC() }

func change(key string) state.Change { return state.Change{Once: state.Once{Key: key}} }

func document(id string, version int64) state.Document {
	return state.Document{ID: id, Version: version, Body: fmt.Appendf(nil, `{"after":%d}`, version)}
}

func entry(t require.TestingT, subject, move string) audit.Record {
	r, err := audit.Of(at(0), "p1", subject, move, 1, "policy-1", map[string]string{"of": subject})
	require.NoError(t, err)
	return r
}

func commit(t require.TestingT, s Store, c state.Change) state.Result {
	r, err := s.Commit(context.Background(), c)
	require.NoError(t, err)
	require.False(t, r.Repeated)
	return r
}

func load(t require.TestingT, s Store, id string) state.Document {
	d, err := s.Load(context.Background(), id)
	require.NoError(t, err)
	require.Len(t, d, 1)
	return d[0]
}

func holder(t require.TestingT, s Store, claim string) string {
	h, err := s.Holder(context.Background(), claim)
	require.NoError(t, err)
	return h
}

func log(t require.TestingT, s Store) []audit.Record {
	var records []audit.Record
	for {
		more, err := s.Log(context.Background(), int64(len(records)), 100)
		require.NoError(t, err)
		if len(more) == 0 {
			return records
		}
		records = append(records, more...)
	}
}

// walk pages through to the end and returns the documents.
func walk(t require.TestingT, s Store, limit int, indexes ...string) []state.Document {
	var documents []state.Document
	after := ""
	for {
		p, err := s.Page(context.Background(), indexes, after, limit)
		require.NoError(t, err)
		require.LessOrEqual(t, len(p.Documents), limit)
		documents = append(documents, p.Documents...)
		if p.Next == "" {
			return documents
		}
		require.NotEqual(t, after, p.Next, "the cursor must move")
		after = p.Next
	}
}

func ids(documents []state.Document) []string {
	found := []string{}
	for _, d := range documents {
		found = append(found, d.ID)
	}
	return found
}

// text makes values comparable whatever their times point to.
func text(t require.TestingT, v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(b)
}

// together runs n goroutines that start at the same moment and waits for them.
func together(n int, do func(i int)) {
	start, done := make(chan struct{}), make(chan struct{})
	for i := range n {
		go func() {
			defer func() { done <- struct{}{} }()
			<-start
			do(i)
		}()
	}
	close(start)
	for range n {
		<-done
	}
}

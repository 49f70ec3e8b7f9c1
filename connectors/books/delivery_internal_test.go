package books

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

func TestCardsAreLookedAtAgainOnceTheyHadTimeToBePosted(t *testing.T) {
	t.Parallel()
	b, now := &Books{}, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	changed := func(id string, fresh bool, shown ...string) leaf {
		return leaf{ID: id, fresh: fresh, request: &request.Request{ID: id, Requester: "ana@example.com", Shown: shown}}
	}
	b.changed(now, written{leaves: []leaf{changed("r1", true), changed("r2", false)}})
	b.changed(now, written{leaves: []leaf{changed("r1", true, "ben@example.com", "ana@example.com")}})
	assert.Empty(t, b.unsettled(now.Add(settling-1)))
	due := b.unsettled(now.Add(settling))
	require.Len(t, due, 1)
	assert.Equal(t, []string{"delivery/card/r1/ben@example.com", "delivery/card/r1/ana@example.com"}, due["r1"].keys)
	assert.Empty(t, b.unsettled(now.Add(time.Hour)))

	looked, at, one := 1, now.Add(settling), []outbox.Delivery{{To: "ana@example.com"}}
	for b.changed(at, written{settled: due, cards: map[string][]outbox.Delivery{"r1": one}}); looked < 100; looked++ {
		at = at.Add(settling << looked)
		require.Empty(t, b.unsettled(at.Add(-1)))
		if due = b.unsettled(at); len(due) == 0 {
			break
		}
		b.changed(at, written{settled: due, cards: map[string][]outbox.Delivery{"r1": one}})
	}
	assert.Equal(t, looks, looked, "ben has none: his account may have been closed")
	b.changed(now, written{settled: map[string]settle{"r1": {id: "r1", keys: []string{"delivery/card/r1/ana@example.com"}}}, cards: map[string][]outbox.Delivery{"r1": one}})
	assert.Empty(t, b.unsettled(now.Add(24*time.Hour)), "it has all")
}

func TestCardsThatWerePostedLaterAreWritten(t *testing.T) {
	t.Parallel()
	kinds, problems := catalogue.Load(catalogue.Company{Currency: "EUR"}, nil, nil)
	require.Empty(t, problems)
	b, err := Open(t.Context(), filepath.Join(t.TempDir(), "books.db"), kinds, Rules{})
	require.NoError(t, err)
	defer func() { require.NoError(t, b.Close()) }()
	store := shelf{"r1": `{"id":"r1","kind":"x","state":"open","requester":"ana@example.com","shown":["ben@example.com"],"created":"2026-11-20T09:00:00Z","submitted":"2026-11-20T09:00:00Z"}`}
	require.NoError(t, b.Project(t.Context(), store))
	count := func() (n int) {
		require.NoError(t, b.eyes.QueryRow("SELECT count(*) FROM delivery JOIN request ON seq = request WHERE person = 'ben@example.com'").Scan(&n))
		return n
	}
	assert.Zero(t, count())
	keys := []string{"delivery/card/r1/ben@example.com", "delivery/card/r1/ana@example.com"}
	store[keys[0]] = `{"request":"r1","to":"ben@example.com","channel":"D1","ts":"1.5","version":1}`
	store[keys[1]] = `{"request":"r1","to":"ana@example.com","channel":"D2","ts":"1.6","version":1,"at":"2026-11-20T10:00:00.0567+01:00"}`
	require.NoError(t, b.Project(t.Context(), store))
	assert.Zero(t, count(), "nothing tells that it was posted")
	b.settling[0] = []settle{{id: "r1", keys: keys}}
	require.NoError(t, b.Project(t.Context(), store))
	assert.Equal(t, 1, count())
	writes := func() (n int) {
		require.NoError(t, b.pen.QueryRow("SELECT total_changes()").Scan(&n))
		return n
	}
	before := writes()
	b.settling[0] = []settle{{id: "r1", keys: keys}}
	require.NoError(t, b.Project(t.Context(), store))
	assert.Equal(t, before+1, writes(), "only the mark: it stands as it did")
}

func TestCardsAreLookedAtAfterBooksWereOpenedAgain(t *testing.T) {
	t.Parallel()
	kinds, problems := catalogue.Load(catalogue.Company{Currency: "EUR"}, nil, nil)
	require.Empty(t, problems)
	path := filepath.Join(t.TempDir(), "books.db")
	b, err := Open(t.Context(), path, kinds, Rules{})
	require.NoError(t, err)
	store := shelf{"r1": `{"id":"r1","kind":"x","state":"open","requester":"ana@example.com","created":"2026-11-20T09:00:00Z","submitted":"2026-11-20T09:00:00Z"}`}
	require.NoError(t, b.Project(t.Context(), store))
	_, err = b.pen.Exec("UPDATE move SET at = ?", momentOf(time.Now()))
	require.NoError(t, errors.Join(err, b.Close()))
	b, err = Open(t.Context(), path, kinds, Rules{})
	require.NoError(t, err)
	defer func() { require.NoError(t, b.Close()) }()
	require.NoError(t, b.Project(t.Context(), store))
	require.Len(t, b.settling[0], 1, "what was about to be posted is posted now")
	assert.Equal(t, []string{"delivery/card/r1/ana@example.com"}, b.settling[0][0].keys)
	require.NoError(t, b.Project(t.Context(), store))
	assert.Len(t, b.settling[0], 1)
}

func TestWhatWasGivenUpStandsInTheBooks(t *testing.T) {
	t.Parallel()
	kinds, problems := catalogue.Load(catalogue.Company{Currency: "EUR"}, nil, nil)
	require.Empty(t, problems)
	b, err := Open(t.Context(), filepath.Join(t.TempDir(), "books.db"), kinds, Rules{})
	require.NoError(t, err)
	defer func() { require.NoError(t, b.Close()) }()
	store := &undelivered{shelf: shelf{}, all: []outbox.Leased{{Notice: outbox.Notice{Key: "line/r1/ben@example.com/x", Request: "r1", To: "ben@example.com", Shape: outbox.Line}, Attempts: 11, Reason: "No account."}}}
	reasons := func() (n int, said string) {
		b.looked = time.Time{}
		require.NoError(t, b.Project(t.Context(), store))
		require.NoError(t, b.eyes.QueryRow("SELECT count(*), coalesce(max(reason || ' ' || attempts), '') FROM failed").Scan(&n, &said))
		return n, said
	}
	for range 2 {
		n, said := reasons()
		assert.Equal(t, 1, n)
		assert.Equal(t, "No account. 11", said)
	}
	store.all = nil
	n, _ := reasons()
	assert.Zero(t, n, "it was sent again")
	store.fail = errors.New("down")
	b.looked = time.Time{}
	require.ErrorContains(t, b.Project(t.Context(), store), "what was not delivered")
}

// undelivered is a source that has a list of what was given up.
type undelivered struct {
	shelf
	all  []outbox.Leased
	fail error
}

func (u *undelivered) Failed(context.Context, string, int) ([]outbox.Leased, string, error) {
	return u.all, "", u.fail
}

// shelf is a log of one entry, and the documents beside it.
type shelf map[string]string

func (s shelf) Load(_ context.Context, ids ...string) ([]state.Document, error) {
	docs := make([]state.Document, len(ids))
	for i, id := range ids {
		if body, known := s[id]; known {
			docs[i] = state.Document{ID: id, Version: 1, Body: []byte(body)}
		}
	}
	return docs, nil
}

func (s shelf) Log(_ context.Context, after int64, _ int) ([]audit.Record, error) {
	if after > 0 {
		return nil, nil
	}
	return []audit.Record{{Entry: audit.Entry{Position: 1, Subject: "r1", Version: 1, Move: "submit"}}}, nil
}

package books

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/state"
)

// scroll is a log of several stretches: r1 was sent, and long after sent again
// and approved.
type scroll struct{ begun time.Time }

func (s scroll) Load(_ context.Context, ids ...string) ([]state.Document, error) {
	docs := make([]state.Document, len(ids))
	for i, id := range ids {
		moment := func(minutes int) string {
			return s.begun.Add(time.Duration(minutes) * time.Minute).Format(time.RFC3339)
		}
		docs[i] = state.Document{ID: id, Version: 3, Body: fmt.Appendf(nil, `{"id":%q,"kind":"x","state":"open","round":1,"requester":"ana@example.com","created":%q,"submitted":%q,
			"decisions":[{"step":"Manager","round":1,"verdict":"approved","by":"ben@example.com","at":%q}]}`, id, moment(0), moment(0), moment(5010))}
		if id[0] != 'r' {
			docs[i] = state.Document{}
		}
	}
	return docs, nil
}

func (s scroll) Log(_ context.Context, after int64, limit int) (all []audit.Record, err error) {
	for n := after + 1; n <= 5010 && len(all) < limit; n++ {
		e := audit.Entry{Position: n, Time: s.begun.Add(time.Duration(n) * time.Minute), Subject: "note", Move: "note"}
		switch n {
		case 1:
			e.Subject, e.Move, e.Version = "r1", "submit", 1
		case 5000:
			e.Subject, e.Move, e.Version = "r1", "resubmit", 2
		case 5010:
			e.Subject, e.Move, e.Version = "r1", "approve", 3
		}
		all = append(all, audit.Record{Entry: e})
	}
	return all, nil
}

func TestWhatWasSentAgainLongAfterIsCountedFromThen(t *testing.T) {
	t.Parallel()
	kinds, problems := catalogue.Load(catalogue.Company{Currency: "EUR"}, nil, nil)
	require.Empty(t, problems)
	b, err := Open(t.Context(), filepath.Join(t.TempDir(), "books.db"), kinds, Rules{})
	require.NoError(t, err)
	defer func() { require.NoError(t, b.Close()) }()
	require.NoError(t, b.Project(t.Context(), scroll{begun: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}))
	var requests, moves, waited, indexes int
	require.NoError(t, b.eyes.QueryRow("SELECT (SELECT count(*) FROM request), (SELECT count(*) FROM move), (SELECT waited FROM decision), (SELECT count(*) FROM sqlite_schema WHERE name = 'move_at')").
		Scan(&requests, &moves, &waited, &indexes))
	assert.Equal(t, []int{1, 5010, 600, 1}, []int{requests, moves, waited, indexes})
}

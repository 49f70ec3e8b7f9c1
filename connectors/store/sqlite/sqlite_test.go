package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "a ?#%b.db"))
	require.NoError(t, err)
	defer s.Close()
	at := time.Unix(100, 0)
	rec, err := audit.Of(at, "p", "r1", "submit", 1, "", map[string]string{"a": "b"})
	require.NoError(t, err)
	c := state.Change{
		Once: state.Once{Key: "o"}, Outcome: []byte("out"), Documents: []state.Document{{ID: "r1", Prefix: "EXP", Body: []byte("{}")}},
		Add:    []state.Entry{{Index: "i", Sort: "1", ID: "r1"}, {Index: "j", Sort: "0", ID: "r1"}},
		Timers: []state.Timer{{Key: "t", At: at, Subject: "r1", Name: "n"}}, Audit: []audit.Record{rec},
		Notices: []outbox.Notice{{Key: "k", Lane: "l", At: at}},
	}
	for i := range 2 {
		r, err := s.Commit(ctx, c)
		require.NoError(t, err)
		assert.Equal(t, i == 1, r.Repeated)
		assert.Equal(t, map[string]string{"r1": "EXP-1"}, r.Numbers)
	}
	p, err := s.Page(ctx, []string{"i", "j"}, "", 10)
	require.NoError(t, err)
	assert.Len(t, p.Documents, 1)
	assert.Equal(t, 1, p.Total)
	due, err := s.Due(ctx, at, 10)
	require.NoError(t, err)
	assert.Len(t, due, 1)
	l, err := s.Lease(ctx, at, at.Add(time.Minute), 10)
	require.NoError(t, err)
	assert.Len(t, l, 1)
	log, err := s.Log(ctx, 0, 10)
	require.NoError(t, err)
	assert.Len(t, log, 1)
	id, err := s.Lookup(ctx, "exp-1")
	require.NoError(t, err)
	assert.Equal(t, "r1", id)
}

package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/state"
)

func setup(t *testing.T) (*Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "factotum.db")
	s, err := Open(path)
	require.NoError(t, err)
	return s, path
}

func one(id string, size int) state.Change {
	return state.Change{Once: state.Once{Key: "once " + id}, Documents: []state.Document{{ID: id, Body: bytes.Repeat([]byte("x"), size)}}}
}

func TestALockedFileIsSaidAndLeavesNothing(t *testing.T) {
	t.Parallel()
	s, path := setup(t)
	other, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	other.SetMaxOpenConns(1)
	_, err = other.Exec("BEGIN IMMEDIATE")
	require.NoError(t, err)

	_, err = s.Commit(context.Background(), one("a", 10))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Equal(t, "Factotum cannot reach its data right now. Please try again in a minute; nothing is done twice.", fault.Say(err))
	require.ErrorContains(t, err, "SQLITE_BUSY", "the log says why")
	documents, err := s.Load(context.Background(), "a")
	require.NoError(t, err, "reading goes on")
	assert.Zero(t, documents[0].Version)

	_, err = other.Exec("ROLLBACK")
	require.NoError(t, err)
	require.NoError(t, other.Close())
	_, err = s.Commit(context.Background(), one("a", 10))
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestWhoCannotBeWrittenDoesNotFailItsCompany(t *testing.T) {
	t.Parallel()
	s, _ := setup(t)
	var pages int
	require.NoError(t, s.writer.do(context.Background(), func(t *tx) (refusal, failure error) {
		if _, failure = t.get("PRAGMA page_count", nil, &pages); failure == nil {
			failure = t.exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+20)) // as if the disk were full soon
		}
		return nil, failure
	}))
	var jobs []job
	for i, size := range []int{10, 1 << 20, 10} {
		c := one(fmt.Sprint("r", i), size)
		jobs = append(jobs, job{ctx: context.Background(), done: make(chan error, 1), run: func(t *tx) (refusal, failure error) {
			_, refusal, failure = t.commit(c, bodies{})
			return refusal, failure
		}})
	}
	s.writer.write(jobs)
	require.NoError(t, <-jobs[0].done)
	require.NoError(t, <-jobs[2].done)
	err := failure("commit", <-jobs[1].done)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "no space left")

	documents, err := s.Load(context.Background(), "r0", "r1", "r2")
	require.NoError(t, err)
	assert.Equal(t, []int64{1, 0, 1}, []int64{documents[0].Version, documents[1].Version, documents[2].Version})
	require.NoError(t, s.Close())
}

func TestOnceKeysAreForgottenOnlyWhenTheirTimeIsOver(t *testing.T) {
	t.Parallel()
	s, _ := setup(t)
	start := time.Unix(1_800_000_000, 0)
	now := start
	s.writer.tx.now = func() time.Time { return now }
	commit := func(key string, keep time.Duration) bool {
		r, err := s.Commit(context.Background(), state.Change{Once: state.Once{Key: key, Keep: keep}})
		require.NoError(t, err)
		return r.Repeated
	}
	assert.False(t, commit("week", 7*24*time.Hour))
	assert.False(t, commit("ever", 0))
	now = start.Add(7 * 24 * time.Hour)
	assert.False(t, commit("wakes the purge", 0))
	assert.True(t, commit("week", 7*24*time.Hour))
	now = start.Add(8 * 24 * time.Hour)
	assert.False(t, commit("wakes it again", 0))
	assert.False(t, commit("week", 7*24*time.Hour))
	now = start.Add(20_000 * 24 * time.Hour)
	assert.False(t, commit("and again", 0))
	assert.True(t, commit("ever", 0))
	require.NoError(t, s.Close())
}

func TestAfterCloseChangesAreRefused(t *testing.T) {
	t.Parallel()
	s, _ := setup(t)
	require.NoError(t, s.Close())
	_, err := s.Commit(context.Background(), one("a", 10))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	require.ErrorIs(t, err, errClosed)
}

package sqlite_test

import (
	"context"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/store/sqlite"
)

func TestWhatWasWrittenInAHurryIsInTheFileOnceSecured(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.db")
	s, err := sqlite.Open(path)
	require.NoError(t, err)
	require.NoError(t, s.Hurry())
	const many = 100
	for i := range many {
		put(t, s, strconv.Itoa(i))
	}
	require.NoError(t, s.Secure())
	alone := copied(t, path) // without the WAL, as if it had been lost
	r, err := sqlite.OpenReader(alone)
	require.NoError(t, err)
	for i := range many {
		documents, err := r.Load(context.Background(), strconv.Itoa(i))
		require.NoError(t, err)
		require.Equal(t, int64(1), documents[0].Version, i)
	}
	require.NoError(t, r.Close())

	put(t, s, "later")
	require.NoError(t, s.Close())
	require.Error(t, s.Hurry(), "closed")
	assert.Error(t, s.Secure())
}

package files_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/files"
)

func TestWhatIsDroppedIsGone(t *testing.T) {
	t.Parallel()
	s, dir := setup(t)
	gone, _, err := s.Put(t.Context(), strings.NewReader("gone"), 10)
	require.NoError(t, err)
	stays, _, err := s.Put(t.Context(), strings.NewReader("stays"), 10)
	require.NoError(t, err)
	drop := func(hash string, after time.Time) bool {
		is, err := s.Drop(hash, after)
		require.NoError(t, err)
		return is
	}
	assert.False(t, drop(gone, time.Now().Add(-time.Hour)), "it was put there after that")
	require.NoError(t, s.Verify(t.Context(), gone))
	assert.True(t, drop(gone, time.Now().Add(time.Hour)))
	assert.True(t, drop(gone, time.Now()), "it is not there any more")
	_, err = s.Get(t.Context(), gone)
	require.ErrorIs(t, err, files.ErrNotFound)
	require.NoError(t, s.Verify(t.Context(), stays))
	assert.Len(t, kept(t, dir), 1)
	_, err = s.Drop("../"+stays, time.Now())
	require.ErrorIs(t, err, files.ErrBadHash)
}

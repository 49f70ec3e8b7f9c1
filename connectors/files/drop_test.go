package files_test

import (
	"strings"
	"testing"

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
	require.NoError(t, s.Drop(gone))
	require.NoError(t, s.Drop(gone), "it is not there any more")
	_, err = s.Get(t.Context(), gone)
	require.ErrorIs(t, err, files.ErrNotFound)
	require.NoError(t, s.Verify(t.Context(), stays))
	assert.Len(t, kept(t, dir), 1)
	require.ErrorIs(t, s.Drop("../"+stays), files.ErrBadHash)
}

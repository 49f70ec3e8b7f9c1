package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/files"
)

func TestEverythingKeptIsListed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := files.Open(dir, time.Now())
	require.NoError(t, err)
	var want []string
	for _, content := range []string{"a", "b", "c"} {
		hash, _, err := s.Put(t.Context(), strings.NewReader(content), 9)
		require.NoError(t, err)
		want = append(want, hash)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, want[0][:2], "notes"), nil, 0o600))
	slices.Sort(want)
	var got []string
	require.NoError(t, s.Each(t.Context(), func(hash string) error { got = append(got, hash); return nil }))
	assert.Equal(t, want, got)
	broken := errors.New("full")
	require.ErrorIs(t, s.Each(t.Context(), func(string) error { return broken }), broken)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Each(ended, func(string) error { return nil }), context.Canceled)
}

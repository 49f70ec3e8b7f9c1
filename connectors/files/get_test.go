package files_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/files"
)

func TestGet(t *testing.T) {
	t.Parallel()
	s, _ := setup(t)
	_, _, err := s.Put(t.Context(), strings.NewReader(receipt), 100)
	require.NoError(t, err)

	f, err := s.Get(t.Context(), receiptHash)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	_, err = f.Seek(4, io.SeekStart)
	require.NoError(t, err)
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	assert.Equal(t, receipt[4:], string(text))

	has, err := s.Has(t.Context(), receiptHash)
	require.NoError(t, err)
	assert.True(t, has)
	require.NoError(t, s.Verify(t.Context(), receiptHash))
}

func TestNotHere(t *testing.T) {
	t.Parallel()
	s, _ := setup(t)
	_, err := s.Get(t.Context(), receiptHash)
	require.ErrorIs(t, err, files.ErrNotFound)
	require.ErrorIs(t, s.Verify(t.Context(), receiptHash), files.ErrNotFound)
	has, err := s.Has(t.Context(), receiptHash)
	require.NoError(t, err)
	assert.False(t, has)
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	s, dir := setup(t)
	place := filepath.Join(dir, receiptHash[:2], receiptHash[2:])
	require.NoError(t, os.MkdirAll(place, 0o700))
	require.ErrorContains(t, s.Verify(t.Context(), receiptHash), "is a directory")

	require.NoError(t, os.RemoveAll(filepath.Dir(place)))
	require.NoError(t, os.WriteFile(filepath.Dir(place), nil, 0o600))
	_, err := s.Get(t.Context(), receiptHash)
	require.ErrorContains(t, err, "not a directory")

	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, err = s.Get(stopped, receiptHash)
	require.ErrorIs(t, err, context.Canceled)
}

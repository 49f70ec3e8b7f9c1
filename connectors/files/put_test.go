package files_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/files"
)

func TestPut(t *testing.T) {
	t.Parallel()
	s, dir := setup(t)
	for range 2 {
		hash, size, err := s.Put(t.Context(), iotest.OneByteReader(strings.NewReader(receipt)), int64(len(receipt)))
		require.NoError(t, err)
		assert.Equal(t, receiptHash, hash)
		assert.EqualValues(t, len(receipt), size)
	}
	place := filepath.Join(receiptHash[:2], receiptHash[2:])
	assert.Equal(t, []string{place}, kept(t, dir), "once, and nothing temporary")

	for path, mode := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, receiptHash[:2]): 0o700, filepath.Join(dir, place): 0o600} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode().Perm(), path)
	}
}

func TestPutHealsDamage(t *testing.T) {
	t.Parallel()
	s, dir := setup(t)
	hash, _, err := s.Put(t.Context(), strings.NewReader(receipt), 100)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, hash[:2], hash[2:]), []byte("changed"), 0o600))
	require.ErrorIs(t, s.Verify(t.Context(), hash), files.ErrDamaged)

	_, _, err = s.Put(t.Context(), strings.NewReader(receipt), 100)
	require.NoError(t, err)
	require.NoError(t, s.Verify(t.Context(), hash))
}

func TestPutKeepsNothingOfWhatFailed(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tests := map[string]struct {
		ctx   context.Context
		r     io.Reader
		limit int64
		want  error
	}{
		"too big":           {t.Context(), strings.NewReader(receipt), int64(len(receipt)) - 1, files.ErrTooBig},
		"never ending":      {t.Context(), endless{}, 1 << 20, files.ErrTooBig},
		"broken on the way": {t.Context(), io.MultiReader(strings.NewReader(receipt), iotest.ErrReader(broken)), 100, broken},
		"stopped":           {stopped, strings.NewReader(receipt), 100, context.Canceled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, dir := setup(t)
			hash, size, err := s.Put(tt.ctx, tt.r, tt.limit)
			require.ErrorIs(t, err, tt.want)
			assert.Empty(t, hash)
			assert.Zero(t, size)
			assert.Empty(t, kept(t, dir))
		})
	}
}

func TestPutWithoutPlace(t *testing.T) {
	t.Parallel()
	s, dir := setup(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, receiptHash[:2]), nil, 0o600))
	_, _, err := s.Put(t.Context(), strings.NewReader(receipt), 100)
	require.Error(t, err)
	assert.Equal(t, []string{receiptHash[:2]}, kept(t, dir))

	require.NoError(t, os.RemoveAll(dir))
	_, _, err = s.Put(t.Context(), strings.NewReader(receipt), 100)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestPutAtTheSameTime(t *testing.T) {
	t.Parallel()
	s, dir := setup(t)
	contents := [][]byte{bytes.Repeat([]byte("a"), 1<<18), bytes.Repeat([]byte("b"), 1<<18)}
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			hash, _, err := s.Put(t.Context(), bytes.NewReader(contents[i%2]), 1<<20)
			if assert.NoError(t, err) {
				assert.NoError(t, s.Verify(t.Context(), hash), "whole as soon as Put returned")
			}
		})
	}
	group.Wait()
	assert.Len(t, kept(t, dir), len(contents))
}

// endless is a reader that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/files"
)

// receipt is content and its SHA-256.
const (
	receipt     = "one receipt"
	receiptHash = "5848fdf24a6041ce3a9791e480ea08168af588230e2a50b5386968b279ae48b3"
)

func setup(t *testing.T) (*files.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := files.Open(dir, time.Now())
	require.NoError(t, err)
	return s, dir
}

// kept lists all files below a folder.
func kept(t *testing.T, dir string) []string {
	t.Helper()
	names := []string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(dir, path)
			names = append(names, name)
		}
		return err
	}))
	return names
}

func TestOpenRemovesLeftovers(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{
		".put-old": time.Hour + time.Second, ".put-young": time.Hour, "notes": 48 * time.Hour,
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		require.NoError(t, os.Chtimes(path, now.Add(-age), now.Add(-age)))
	}
	_, err := files.Open(dir, now)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{".put-young", "notes"}, kept(t, dir))
}

func TestOpenFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := files.Open(file, time.Now())
	require.Error(t, err)

	dir := t.TempDir()
	full := filepath.Join(dir, ".put-folder")
	require.NoError(t, os.MkdirAll(filepath.Join(full, "in"), 0o700))
	require.NoError(t, os.Chtimes(full, time.Unix(0, 0), time.Unix(0, 0)))
	_, err = files.Open(dir, time.Now())
	require.ErrorContains(t, err, "leftover", "a folder that is not empty cannot be removed")
}

func TestNoHashLeadsElsewhere(t *testing.T) {
	t.Parallel()
	s, dir := setup(t)
	secret := filepath.Join(filepath.Dir(dir), "secret")
	require.NoError(t, os.WriteFile(secret, []byte("secret"), 0o600))
	for _, hash := range []string{
		"", "..", "../secret", secret, receiptHash[:63], receiptHash + "0", strings.ToUpper(receiptHash),
		".." + strings.Repeat("/", 55) + "/secret", strings.Repeat("../", 20) + "etc/", receiptHash[:63] + "\x00",
		"%2e%2e%2f" + receiptHash[9:], "..\\" + receiptHash[3:],
	} {
		_, err := s.Get(t.Context(), hash)
		require.ErrorIs(t, err, files.ErrBadHash, hash)
		_, err = s.Has(t.Context(), hash)
		require.ErrorIs(t, err, files.ErrBadHash, hash)
		require.ErrorIs(t, s.Verify(t.Context(), hash), files.ErrBadHash, hash)
	}
}

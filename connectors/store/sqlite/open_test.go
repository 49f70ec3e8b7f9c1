package sqlite_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

func TestOneWriterAndReadersBesideIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a ?#%20&b.db")
	s, err := sqlite.Open(path)
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode(), "only its owner reads it")

	_, err = sqlite.Open(path)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "Another Factotum is running on this data")

	r, err := sqlite.OpenReader(path)
	require.NoError(t, err)
	put(t, s, "a")
	documents, err := r.Load(context.Background(), "a")
	require.NoError(t, err)
	assert.Equal(t, int64(1), documents[0].Version, "a reader sees what is committed beside it")

	require.NoError(t, s.Close())
	require.NoError(t, r.Close())
	s, err = sqlite.Open(path)
	require.NoError(t, err, "the lock ended with its holder")
	require.NoError(t, s.Close())
}

func TestAReaderFindsWhatACrashLeftInTheWAL(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.db")
	s, err := sqlite.Open(path)
	require.NoError(t, err)
	put(t, s, "a")
	crashed := copied(t, path, "-wal")
	require.NoError(t, s.Close())

	r, err := sqlite.OpenReader(crashed)
	require.NoError(t, err)
	documents, err := r.Load(context.Background(), "a")
	require.NoError(t, err)
	assert.Equal(t, int64(1), documents[0].Version)
	require.NoError(t, r.Close())
}

func TestOnlyAStoreThatIsUnderstoodIsOpened(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		prepare func(t *testing.T, path string)
		code    fault.Code
		say     string
	}{
		"newer": {func(t *testing.T, path string) {
			s, err := sqlite.Open(path)
			require.NoError(t, err)
			require.NoError(t, s.Close())
			run(t, path, "PRAGMA user_version = 99")
		}, fault.Invalid, "its format is 99, this program knows 1"},
		"foreign": {func(t *testing.T, path string) { run(t, path, "CREATE TABLE guests (name)") }, fault.Invalid, "is not a Factotum store"},
		"no database": {func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, make([]byte, 5000), 0o600))
		}, fault.Internal, "damaged or is no Factotum store"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "f.db")
			tt.prepare(t, path)
			_, writing := sqlite.Open(path)
			_, reading := sqlite.OpenReader(path)
			for _, err := range []error{writing, reading} {
				assert.Equal(t, tt.code, fault.CodeOf(err), err)
				assert.Contains(t, fault.Say(err), tt.say)
			}
		})
	}
}

func TestAPlaceThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "missing", "f.db")
	_, err := sqlite.Open(path)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), filepath.Dir(path))
	_, err = sqlite.OpenReader(path)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), path)
}

// copied is a copy of a store's file and of those beside it.
func copied(t *testing.T, path string, beside ...string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "f.db")
	for _, suffix := range append([]string{""}, beside...) {
		content, err := os.ReadFile(path + suffix)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(to+suffix, content, 0o600))
	}
	return to
}

func put(t *testing.T, s *sqlite.Store, id string) {
	t.Helper()
	_, err := s.Commit(context.Background(), state.Change{Once: state.Once{Key: id}, Documents: []state.Document{{ID: id, Body: []byte("{}")}}})
	require.NoError(t, err)
}

// run is somebody else's program.
func run(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	_, err = db.Exec(statement)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

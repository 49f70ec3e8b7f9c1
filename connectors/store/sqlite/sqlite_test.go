package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"factotum/connectors/store/sqlite"
	"factotum/connectors/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m, at) }

func at(path string) (storetest.Store, error) { return sqlite.Open(path) }

func TestStoreKeepsItsPromises(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(tb testing.TB) storetest.Store {
		s, err := sqlite.Open(filepath.Join(tb.TempDir(), "factotum.db"))
		require.NoError(tb, err)
		return s
	})
}

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	t.Parallel()
	storetest.Kill(t, filepath.Join(t.TempDir(), "factotum.db"), 10, at)
}

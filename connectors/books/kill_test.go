package books_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/books"
	"factotum/connectors/store/sqlite"
)

// TestMain makes the test program a process that keeps books where it is called
// as one.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "keep-books" {
		if err := keepBooks(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func keepBooks(folder string) error {
	ctx := context.Background()
	store, err := sqlite.OpenReader(filepath.Join(folder, "factotum.db"))
	if err != nil {
		return err
	}
	b, err := books.Open(ctx, filepath.Join(folder, "books.db"), kinds(&testing.T{}), books.Rules{})
	if err != nil {
		return err
	}
	return b.Project(ctx, store)
}

// TestKilledInTheMiddleTheBooksGoOn and come to the same as if nothing had been,
// also where another process keeps them at the same time.
func TestKilledInTheMiddleTheBooksGoOn(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.crowd(2000) // 10,000 entries, five transactions
	folder := filepath.Dir(s.path)
	killed := 0
	for round := range 6 {
		child := exec.Command(os.Args[0], "keep-books", folder)
		var said strings.Builder
		child.Stderr = &said
		require.NoError(t, child.Start())
		timer := time.AfterFunc(time.Duration(50+60*round)*time.Millisecond, func() { _ = child.Process.Kill() })
		if err := child.Wait(); err != nil {
			require.Empty(t, said.String())
			killed++
		}
		timer.Stop()
	}
	require.Positive(t, killed)
	s.project()
	left := s.everything()
	assert.Len(t, s.finds(words("taxi")), 100)

	s.path = filepath.Join(folder, "again.db")
	s.again()
	s.project()
	assert.Equal(t, left, s.everything())
}

// everything is all that the tables hold.
func (s *shelf) everything() map[string][][]string {
	all := map[string][][]string{}
	for _, table := range []string{"request", "line", "value", "step", "decision", "hold", "work", "remark", "file", "record", "move", "mark"} {
		all[table] = s.rows("SELECT * FROM " + table + " ORDER BY 1, 2")
	}
	all["words"] = s.rows(`SELECT rowid FROM words WHERE words MATCH 'taxi' ORDER BY rowid`)
	return all
}

package books

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/state"
)

// payroll is a source with one person, who is called by how often that was written.
type payroll struct {
	version int64
	read    int
}

func (p *payroll) Load(_ context.Context, ids ...string) ([]state.Document, error) {
	docs := make([]state.Document, len(ids))
	for i, id := range ids {
		switch docs[i].ID = id; id {
		case people.DirectoryID:
			p.read++
			if docs[i].Version = p.version; p.version == 0 {
				continue
			}
			docs[i].Body = fmt.Appendf(nil, `{"people":[{"id":"ana@example.com","name":"Ana %d"}]}`, p.version)
		case people.WrittenID:
			docs[i].Version = p.version
		}
	}
	return docs, nil
}

func (p *payroll) Log(context.Context, int64, int) ([]audit.Record, error) { return nil, nil }

func TestTheDirectoryIsReadOnlyWhenItWasWritten(t *testing.T) {
	t.Parallel()
	kinds, problems := catalogue.Load(catalogue.Company{Currency: "EUR"}, nil, nil)
	require.Empty(t, problems)
	b, err := Open(t.Context(), filepath.Join(t.TempDir(), "books.db"), kinds, Rules{})
	require.NoError(t, err)
	defer func() { require.NoError(t, b.Close()) }()
	from := &payroll{version: 1}
	look := func() (read int, name string) {
		before := from.read
		b.looked = time.Time{}
		require.NoError(t, b.Project(t.Context(), from))
		require.NoError(t, b.eyes.QueryRow("SELECT coalesce(max(name), '') FROM person").Scan(&name))
		return from.read - before, name
	}
	for range 2 {
		for range 3 { // it is read again once the books are known to have it
			_, name := look()
			assert.Equal(t, fmt.Sprint("Ana ", from.version), name)
		}
		read, _ := look()
		assert.Zero(t, read)
		from.version++
	}
	for from.version = range int64(2) { // a store that was begun anew
		b.turn = -1 // as after a start
		_, name := look()
		assert.Equal(t, []string{"", "Ana 1"}[from.version], name)
	}
}

package books_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/state"
)

func TestWhatAnEntryWasAboutIsGoneOnceItIsErased(t *testing.T) {
	t.Parallel()
	s := setup(t)
	commit := func(move string, erase []int64, payload any) {
		record, err := audit.Of(at(0), "ana@example.com", "absence/1", move, 0, "", payload)
		require.NoError(t, err)
		_, err = s.store.Commit(s.ctx, state.Change{Once: state.Once{Key: move}, Audit: []audit.Record{record}, Erase: erase})
		require.NoError(t, err)
		s.project()
	}
	commit("away", nil, map[string]string{"person": "ben@example.com"})
	assert.Equal(t, [][]string{{"ben@example.com"}}, s.rows("SELECT about FROM move"))
	commit(audit.Erase, []int64{1}, audit.Erasure{Person: "ben@example.com", Positions: []int64{1}})
	assert.Equal(t, [][]string{{"2", "0"}}, s.rows("SELECT count(*), count(about) FROM move"))
}

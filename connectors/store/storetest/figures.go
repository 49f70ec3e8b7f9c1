package storetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

func figures(t *testing.T, s Store) {
	count := func() state.Figures {
		f, err := s.Figures(context.Background())
		require.NoError(t, err)
		return f
	}
	assert.Zero(t, count())
	c := change("1")
	c.Audit = append(c.Audit, entry(t, "a", "submit"), entry(t, "a", "approve"))
	c.Notices = []outbox.Notice{{Key: "n1", Lane: "a", At: at(0)}, {Key: "n2", Lane: "b", At: at(9)}}
	commit(t, s, c)
	assert.Equal(t, state.Figures{Entries: 2, Waiting: 2}, count())
	l, err := s.Lease(context.Background(), at(1), at(5), 5)
	require.NoError(t, err)
	require.Len(t, l, 1)
	c = change("2")
	c.Receipts = []outbox.Receipt{{Key: "n1", Token: l[0].Token, Failed: true, Reason: "no channel"}}
	commit(t, s, c)
	assert.Equal(t, state.Figures{Entries: 2, Waiting: 1, Failed: 1}, count())
}

package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/state"
)

func claims(t *testing.T, s Store) {
	assert.Empty(t, holder(t, s, "invoice/7"))
	c := change("1")
	c.Claims = []state.Claim{{Key: "invoice/7", Holder: "a"}, {Key: "invoice/8", Holder: "a"}}
	commit(t, s, c)
	assert.Equal(t, "a", holder(t, s, "invoice/7"))

	c = change("again")
	c.Claims = []state.Claim{{Key: "invoice/7", Holder: "a"}}
	commit(t, s, c)

	c = change("other")
	c.Claims = []state.Claim{{Key: "invoice/9", Holder: "b"}, {Key: "invoice/7", Holder: "b"}}
	_, err := s.Commit(context.Background(), c)
	isTaken(t, err, state.TakenError{Key: "invoice/7", Holder: "a"})
	assert.Empty(t, holder(t, s, "invoice/9"))

	c = change("foreign release")
	c.Release = []state.Claim{{Key: "invoice/7", Holder: "b"}, {Key: "missing", Holder: "b"}}
	commit(t, s, c)
	assert.Equal(t, "a", holder(t, s, "invoice/7"))

	c = change("passed on")
	c.Release = []state.Claim{{Key: "invoice/7", Holder: "a"}}
	c.Claims = []state.Claim{{Key: "invoice/7", Holder: "b"}}
	commit(t, s, c)
	assert.Equal(t, "b", holder(t, s, "invoice/7"))

	c = change("released")
	c.Release = []state.Claim{{Key: "invoice/7", Holder: "b"}}
	commit(t, s, c)
	assert.Empty(t, holder(t, s, "invoice/7"))
	assert.Equal(t, "a", holder(t, s, "invoice/8"))
}

func claimRace(t *testing.T, s Store) {
	var won atomic.Value
	var winners atomic.Int32
	together(32, func(i int) {
		me := fmt.Sprint("holder ", i)
		c := change(me)
		c.Claims = []state.Claim{{Key: "k", Holder: me}}
		_, err := s.Commit(context.Background(), c)
		var taken state.TakenError
		switch {
		case err == nil:
			won.Store(me)
			winners.Add(1)
		case !errors.As(err, &taken):
			assert.NoError(t, err)
		}
	})
	assert.Equal(t, int32(1), winners.Load())
	assert.Equal(t, won.Load(), holder(t, s, "k"))
}

func isTaken(t require.TestingT, err error, want state.TakenError) {
	var taken state.TakenError
	if assert.Truef(t, errors.As(err, &taken), "want %v, got %v", want, err) {
		assert.Equal(t, want, taken)
	}
}

package state_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/state"
)

func TestDiffLeadsFromBeforeToAfter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		entry := rapid.Custom(func(t *rapid.T) state.Entry {
			return state.Entry{Index: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "index"), Sort: rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "sort"), ID: "r"}
		})
		list := rapid.SliceOfDistinct(entry, func(e state.Entry) state.Entry { return e })
		before, after := list.Draw(t, "before"), list.Draw(t, "after")
		add, remove := state.Diff(before, after)
		have := map[state.Entry]bool{}
		for _, e := range before {
			have[e] = true
		}
		for _, e := range remove {
			require.True(t, have[e], "only what is there is removed")
			delete(have, e)
		}
		for _, e := range add {
			require.False(t, have[e], "only what is not there is added")
			have[e] = true
		}
		require.Len(t, have, len(after))
		for _, e := range after {
			require.True(t, have[e])
		}
	})
	add, remove := state.Diff([]state.Entry{{ID: "1"}, {ID: "2"}, {ID: "3"}}, []state.Entry{{ID: "4"}, {ID: "2"}, {ID: "5"}})
	assert.Equal(t, []state.Entry{{ID: "4"}, {ID: "5"}}, add, "in their order")
	assert.Equal(t, []state.Entry{{ID: "1"}, {ID: "3"}}, remove)
}

func TestRefusalsOfTheStoreNameWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	require.EqualError(t, state.StaleError{ID: "r1"}, "r1 changed meanwhile")
	require.EqualError(t, state.TakenError{Key: "iban/1", Holder: "r2"}, "iban/1 is held by r2")
}

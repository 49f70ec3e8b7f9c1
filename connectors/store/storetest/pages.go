package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/fault"
	"factotum/automations/state"
)

func merged(t *testing.T, s Store) {
	c := change("1")
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		c.Documents = append(c.Documents, document(id, 0))
	}
	c.Add = []state.Entry{
		{Index: "team", Sort: "2", ID: "a"},
		{Index: "team", Sort: "10", ID: "b"}, // bytes, not numbers
		{Index: "team", Sort: "3", ID: "d"},
		{Index: "team", Sort: "3", ID: "c"},
		{Index: "me", Sort: "2", ID: "a"},  // the same place in both
		{Index: "me", Sort: "15", ID: "d"}, // an earlier place
		{Index: "me", Sort: "9", ID: "e"},
		{Index: "me", Sort: "99", ID: "e"}, // twice in one index
		{Index: "other", Sort: "1", ID: "f"},
	}
	commit(t, s, c)
	for limit := 1; limit <= 7; limit++ {
		assert.Equal(t, []string{"b", "d", "a", "c", "e"}, ids(walk(t, s, limit, "team", "me")), limit)
		assert.Equal(t, []string{"b", "a", "c", "d"}, ids(walk(t, s, limit, "team")), limit)
		assert.Equal(t, []string{"d", "a", "e"}, ids(walk(t, s, limit, "me", "missing", "me")), limit)
	}
	page, err := s.Page(context.Background(), []string{"me", "team"}, "", 2)
	require.NoError(t, err)
	assert.Equal(t, 5, page.Total, "each id counts once, on every page")
	page, err = s.Page(context.Background(), []string{"me", "team"}, page.Next, 5)
	require.NoError(t, err)
	assert.Equal(t, 5, page.Total)
	assert.Empty(t, page.Next)

	c = change("2") // the same entry again, one that is missing, one that moves
	c.Add = []state.Entry{{Index: "me", Sort: "2", ID: "a"}, {Index: "team", Sort: "1", ID: "c"}}
	c.Remove = []state.Entry{{Index: "team", Sort: "7", ID: "a"}, {Index: "team", Sort: "3", ID: "c"}, {Index: "other", Sort: "1", ID: "a"}}
	commit(t, s, c)
	assert.Equal(t, []string{"c", "b", "d", "a", "e"}, ids(walk(t, s, 2, "team", "me")))
	assert.Equal(t, []string{"f"}, ids(walk(t, s, 2, "other")))

	empty, err := s.Page(context.Background(), nil, "", 5)
	require.NoError(t, err)
	assert.Equal(t, state.Page{}, empty)
}

func orphans(t *testing.T, s Store) {
	c := change("1")
	for i := range 10 {
		id := fmt.Sprint("r", i)
		c.Add = append(c.Add, state.Entry{Index: "i", Sort: "", ID: id})
		if i%3 == 0 {
			c.Documents = append(c.Documents, document(id, 0))
		}
	}
	commit(t, s, c)
	for limit := 1; limit <= 11; limit++ {
		assert.Equal(t, []string{"r0", "r3", "r6", "r9"}, ids(walk(t, s, limit, "i")))
	}
}

func cursors(t *testing.T, s Store) {
	for _, cursor := range []string{"?", "AAAA!", "eA"} {
		_, err := s.Page(context.Background(), []string{"i"}, cursor, 5)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), cursor)
	}
	_, _, err := s.Failed(context.Background(), "?", 5)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
}

// stablePages adds and removes between the pages: whoever stood there all the
// time comes exactly once, in order, and nobody comes who has left.
func stablePages(t *testing.T, open func(testing.TB) Store) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t)
		defer func() { require.NoError(rt, s.Close()) }()
		c := change("documents")
		stands := map[int]bool{}
		for i := range 20 {
			c.Documents = append(c.Documents, document(fmt.Sprintf("r%02d", i), 0))
		}
		commit(rt, s, c)
		commits := 0
		toggle := func() {
			c := change(fmt.Sprint(commits))
			commits++
			for _, i := range rapid.SliceOfDistinct(rapid.IntRange(0, 19), rapid.ID).Draw(rt, "toggle") {
				e := state.Entry{Index: fmt.Sprint("index ", i%2), Sort: fmt.Sprintf("%02d", i/3), ID: fmt.Sprintf("r%02d", i)}
				if stands[i] {
					c.Remove = append(c.Remove, e)
				} else {
					c.Add = append(c.Add, e)
				}
				stands[i] = !stands[i]
			}
			commit(rt, s, c)
		}
		toggle()
		throughout := map[int]bool{}
		for i, is := range stands {
			throughout[i] = is
		}
		seen := []string{}
		for after := ""; ; {
			page, err := s.Page(context.Background(), []string{"index 0", "index 1"}, after, rapid.IntRange(1, 7).Draw(rt, "limit"))
			require.NoError(rt, err)
			for _, id := range ids(page.Documents) {
				var i int
				_, err := fmt.Sscanf(id, "r%d", &i)
				require.NoError(rt, err)
				require.True(rt, stands[i], "%s had left", id)
				seen = append(seen, id)
			}
			if after = page.Next; after == "" {
				break
			}
			toggle()
			for i := range throughout {
				throughout[i] = throughout[i] && stands[i]
			}
		}
		require.IsIncreasing(rt, append([]string{""}, seen...))
		for i, always := range throughout {
			if always {
				require.Contains(rt, seen, fmt.Sprintf("r%02d", i))
			}
		}
	})
}

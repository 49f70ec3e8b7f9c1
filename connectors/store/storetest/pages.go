package storetest

import (
	"context"
	"fmt"
	"maps"
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
		p := &passers{s: open(t), stands: map[string]bool{}, left: map[string]bool{}}
		defer func() { require.NoError(rt, p.s.Close()) }()
		c := change("documents")
		for i := range 20 {
			c.Documents = append(c.Documents, document(passer(i).ID, 0))
		}
		commit(rt, p.s, c)
		p.toggle(rt)
		stood := maps.Clone(p.stands)
		clear(p.left)
		seen := []string{""}
		for after := ""; ; p.toggle(rt) {
			page, err := p.s.Page(context.Background(), []string{"index 0", "index 1"}, after, rapid.IntRange(1, 7).Draw(rt, "limit"))
			require.NoError(rt, err)
			for _, id := range ids(page.Documents) {
				require.True(rt, p.stands[id], "%s had left", id)
				seen = append(seen, id)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		require.IsIncreasing(rt, seen)
		for id, is := range stood {
			if is && !p.left[id] {
				require.Contains(rt, seen, id)
			}
		}
	})
}

// passers stand in one of two indexes, each always at the same place.
type passers struct {
	s       Store
	commits int
	stands  map[string]bool
	left    map[string]bool
}

func passer(i int) state.Entry {
	return state.Entry{Index: fmt.Sprint("index ", i%2), Sort: fmt.Sprintf("%02d", i/3), ID: fmt.Sprintf("r%02d", i)}
}

// toggle lets some come and some go.
func (p *passers) toggle(rt *rapid.T) {
	p.commits++
	c := change(fmt.Sprint(p.commits))
	for _, i := range rapid.SliceOfDistinct(rapid.IntRange(0, 19), rapid.ID).Draw(rt, "toggle") {
		e := passer(i)
		if p.stands[e.ID] {
			c.Remove = append(c.Remove, e)
			p.left[e.ID] = true
		} else {
			c.Add = append(c.Add, e)
		}
		p.stands[e.ID] = !p.stands[e.ID]
	}
	commit(rt, p.s, c)
}

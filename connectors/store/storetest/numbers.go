package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/state"
)

func numbers(t *testing.T, s Store) {
	c := change("1")
	c.Documents = []state.Document{{ID: "a", Prefix: "EXP"}, {ID: "b", Prefix: "LEA"}, {ID: "draft"}}
	assert.Equal(t, map[string]string{"a": "EXP-1", "b": "LEA-1"}, commit(t, s, c).Numbers)

	c = change("2")
	c.Documents = []state.Document{{ID: "a", Version: 1}, {ID: "b", Version: 1, Prefix: "LEA"}, {ID: "draft", Version: 1, Prefix: "EXP"}}
	want := map[string]string{"a": "EXP-1", "b": "LEA-1", "draft": "EXP-2"}
	assert.Equal(t, want, commit(t, s, c).Numbers, "a number stays; a draft gets its own later")
	for id, number := range want {
		assert.Equal(t, number, load(t, s, id).Number)
		assert.Equal(t, id, lookup(t, s, number))
	}
	assert.Equal(t, "draft", lookup(t, s, "exp-2"))
	assert.Equal(t, "draft", lookup(t, s, "Exp-2"))
	for _, none := range []string{"", "EXP-3", "EXP-02", "EXP-", "a"} {
		assert.Empty(t, lookup(t, s, none), none)
	}

	c = change("told")
	body := []byte("3 5 EXP-1{}")
	c.Documents = []state.Document{
		{ID: "a", Version: 2, Body: body}, {ID: "b", Version: 2, Number: "LEA-1", Body: body}, {ID: "draft", Version: 2, Number: "another 1", Body: body},
	}
	assert.Equal(t, want, commit(t, s, c).Numbers)
	for id, number := range want {
		stays := state.Document{ID: id, Version: 3, Number: number, Body: body}
		assert.Equal(t, stays, load(t, s, id), "whatever number the caller knows")
	}
	assert.Empty(t, lookup(t, s, "another 1"))

	c = change("indexed")
	c.Add = []state.Entry{{Index: "i", Sort: "1", ID: "draft"}}
	commit(t, s, c)
	assert.Equal(t, "EXP-2", walk(t, s, 1, "i")[0].Number)
}

func numbersRace(t *testing.T, s Store) {
	const workers, each = 32, 10
	var mu sync.Mutex
	given := map[string]string{}
	together(workers, func(i int) {
		for n := range each {
			id := fmt.Sprint("r", i, "/", n)
			c := change(id)
			c.Documents = []state.Document{{ID: id, Prefix: "EXP"}}
			for range 2 { // the second is the repetition
				r, err := s.Commit(context.Background(), c)
				if !assert.NoError(t, err) {
					return
				}
				mu.Lock()
				if had, ok := given[r.Numbers[id]]; ok {
					assert.Equal(t, had, id, r.Numbers[id])
				}
				given[r.Numbers[id]] = id
				mu.Unlock()
			}
		}
	})
	assert.Len(t, given, workers*each)
	for number, id := range given {
		assert.Equal(t, id, lookup(t, s, number))
	}
}

func lookup(t require.TestingT, s Store, number string) string {
	id, err := s.Lookup(context.Background(), number)
	require.NoError(t, err)
	return id
}

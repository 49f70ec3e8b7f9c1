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

func versions(t *testing.T, s Store) {
	c := change("1")
	c.Documents = []state.Document{document("a", 0), document("b", 0)}
	commit(t, s, c)
	c = change("2")
	c.Documents = []state.Document{document("a", 1)}
	commit(t, s, c)

	got, err := s.Load(context.Background(), "b", "missing", "a", "b")
	require.NoError(t, err)
	b := state.Document{ID: "b", Version: 1, Body: []byte(`{"after":0}`)}
	a := state.Document{ID: "a", Version: 2, Body: []byte(`{"after":1}`)}
	assert.Equal(t, []state.Document{b, {ID: "missing"}, a, b}, got)

	none, err := s.Load(context.Background())
	require.NoError(t, err)
	assert.Empty(t, none)
}

func stale(t *testing.T, s Store) {
	c := change("1")
	c.Documents = []state.Document{document("a", 0)}
	commit(t, s, c)
	for _, read := range []int64{0, 2} {
		c := change(fmt.Sprint("read at ", read))
		c.Documents = []state.Document{document("new", 0), document("a", read)}
		_, err := s.Commit(context.Background(), c)
		isStale(t, err, "a")
	}
	assert.Equal(t, int64(1), load(t, s, "a").Version)
	assert.Zero(t, load(t, s, "new").Version)
}

func race(t *testing.T, s Store) {
	var won atomic.Int32
	together(32, func(i int) {
		c := change(fmt.Sprint("try ", i))
		c.Documents = []state.Document{document("a", 0)}
		_, err := s.Commit(context.Background(), c)
		if err == nil {
			won.Add(1)
			return
		}
		isStale(t, err, "a")
	})
	assert.Equal(t, int32(1), won.Load())
}

func increments(t *testing.T, s Store) {
	const workers, each = 16, 10
	together(workers, func(i int) {
		for n := range each {
			for try := 0; ; try++ {
				d, err := s.Load(context.Background(), "counter")
				if !assert.NoError(t, err) {
					return
				}
				c := change(fmt.Sprint(i, "/", n, "/", try))
				c.Documents = []state.Document{{ID: "counter", Version: d[0].Version, Body: []byte("{}")}}
				_, err = s.Commit(context.Background(), c)
				if err == nil {
					break
				}
				isStale(t, err, "counter")
			}
		}
	})
	assert.Equal(t, int64(workers*each), load(t, s, "counter").Version)
}

func guards(t *testing.T, s Store) {
	c := change("1")
	c.Documents = []state.Document{document("roles", 0)}
	commit(t, s, c)

	c = change("right")
	c.Documents = []state.Document{document("a", 0)}
	c.Guards = []state.Guard{{ID: "roles", Version: 1}, {ID: "absent", Version: 0}}
	commit(t, s, c)
	assert.Equal(t, int64(1), load(t, s, "roles").Version, "a guard is not written")

	for _, wrong := range []state.Guard{{ID: "roles", Version: 2}, {ID: "roles", Version: 0}, {ID: "absent", Version: 1}} {
		c := change("wrong")
		c.Documents = []state.Document{document("a", 1)}
		c.Guards = []state.Guard{wrong}
		_, err := s.Commit(context.Background(), c)
		isStale(t, err, wrong.ID)
	}
	assert.Equal(t, int64(1), load(t, s, "a").Version)
}

func isStale(t require.TestingT, err error, id string) {
	var stale state.StaleError
	if assert.Truef(t, errors.As(err, &stale), "want stale %s, got %v", id, err) {
		assert.Equal(t, id, stale.ID)
	}
}

package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

func longest(t *testing.T, s Store) {
	var c state.Change
	for i := range 20 {
		c.Notices = append(c.Notices, notice(fmt.Sprint("k", i), fmt.Sprint("lane", i), 100-i))
	}
	c.Once.Key = "1"
	commit(t, s, c)
	assert.Equal(t, []string{"k19", "k18", "k17"}, keysOf(lease(t, s, 99, 200, 3)))
	assert.Equal(t, []string{"k16", "k15"}, keysOf(lease(t, s, 85, 200, 10)))
}

func leaseRace(t *testing.T, s Store) {
	const lanes, each = 10, 5
	c := change("1")
	for i := range lanes * each {
		c.Notices = append(c.Notices, notice(fmt.Sprint("k", i), fmt.Sprint("lane", i%lanes), 0))
	}
	commit(t, s, c)
	p := posts{keys: map[string][]string{}, tokens: map[int64]bool{}}
	together(8, func(int) {
		for empty := 0; empty < 3; {
			if p.work(t, s) == 0 {
				empty++
			}
		}
	})
	for len(p.tokens) < lanes*each { // those who gave up early left a rest
		require.NotZero(t, p.work(t, s))
	}
	for lane := range lanes {
		var want []string
		for i := range each {
			want = append(want, fmt.Sprint("k", lane+i*lanes))
		}
		assert.Equal(t, want, p.keys[fmt.Sprint("lane", lane)])
	}
}

// posts is what the workers together have done.
type posts struct {
	mu     sync.Mutex
	keys   map[string][]string // by lane
	tokens map[int64]bool
}

// work leases once, posts and writes the receipts; it returns how many.
func (p *posts) work(t *testing.T, s Store) int {
	leased, err := s.Lease(context.Background(), at(1), at(1000), 2)
	assert.NoError(t, err)
	for _, l := range leased {
		p.mu.Lock()
		p.keys[l.Lane] = append(p.keys[l.Lane], l.Key)
		assert.False(t, p.tokens[l.Token], "token %d given twice", l.Token)
		p.tokens[l.Token] = true
		p.mu.Unlock()
		assert.NoError(t, finish(s, "done "+l.Key, outbox.Receipt{Key: l.Key, Token: l.Token}))
	}
	return len(leased)
}

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

func urgent(t *testing.T, s Store) {
	ranked := func(key string, rank outbox.Rank, second int) outbox.Notice {
		n := notice(key, key, second)
		n.Rank = rank
		return n
	}
	notify(t, s, "1", ranked("ahead", outbox.Ahead, 0), ranked("late", outbox.Overdue, 1), ranked("later", outbox.Overdue, 2), ranked("far", outbox.Overdue, 50))
	notify(t, s, "2", ranked("click", outbox.Prompt, 9), ranked("today", outbox.Today, 3))
	first := lease(t, s, 10, 30, 2)
	require.Equal(t, []string{"click", "late"}, keysOf(first), "however long others have waited")
	require.NoError(t, finish(s, "3", outbox.Receipt{Key: "late", Token: first[1].Token, Retry: at(12), Reason: "timeout"}))
	assert.Equal(t, []string{"later"}, keysOf(lease(t, s, 11, 40, 1)))
	again := lease(t, s, 12, 50, 1)
	require.Equal(t, []string{"late"}, keysOf(again), "its next attempt has its rank")
	require.NoError(t, finish(s, "4", outbox.Receipt{Key: "late", Token: again[0].Token, Failed: true, Reason: "gone"}))
	require.NoError(t, s.RetryFailed(context.Background(), "late", at(20)))
	assert.Equal(t, []string{"late", "today", "ahead"}, keysOf(lease(t, s, 29, 60, 10)), "and what was given up keeps it")
	assert.Equal(t, []string{"click"}, keysOf(lease(t, s, 30, 60, 10)), "whose lease has ended")
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

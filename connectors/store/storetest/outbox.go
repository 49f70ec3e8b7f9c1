package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
)

func notice(key, lane string, second int) outbox.Notice {
	return outbox.Notice{Key: key, Lane: lane, Shape: outbox.Line, Request: "r1", To: "p1", At: at(second), Says: outbox.Says{Name: "asked", Text: key}}
}

func notify(t require.TestingT, s Store, once string, notices ...outbox.Notice) {
	c := change(once)
	c.Notices = notices
	commit(t, s, c)
}

func finish(s Store, once string, receipt outbox.Receipt) error {
	c := change(once)
	c.Receipts = []outbox.Receipt{receipt}
	_, err := s.Commit(context.Background(), c)
	return err
}

func lease(t require.TestingT, s Store, now, until int, limit int) []outbox.Leased {
	leased, err := s.Lease(context.Background(), at(now), at(until), limit)
	require.NoError(t, err)
	return leased
}

func keysOf(leased []outbox.Leased) []string {
	keys := []string{}
	for _, l := range leased {
		keys = append(keys, l.Key)
	}
	return keys
}

func fencing(t *testing.T, s Store) {
	want := notice("k", "lane", 10)
	want.Says.Threaded = true
	notify(t, s, "1", want)
	assert.Empty(t, lease(t, s, 9, 100, 10), "not before its moment")
	assert.Empty(t, lease(t, s, 10, 100, 0))
	first := lease(t, s, 10, 40, 10)
	require.Len(t, first, 1)
	assert.Equal(t, want, first[0].Notice)
	assert.Zero(t, first[0].Attempts)
	assert.Positive(t, first[0].Token)
	assert.Empty(t, lease(t, s, 39, 100, 10), "one holder at a time")

	second := lease(t, s, 40, 80, 10)
	require.Len(t, second, 1)
	assert.Greater(t, second[0].Token, first[0].Token)
	isStale(t, finish(s, "old", outbox.Receipt{Key: "k", Token: first[0].Token}), "k")
	require.NoError(t, finish(s, "new", outbox.Receipt{Key: "k", Token: second[0].Token}))
	isStale(t, finish(s, "twice", outbox.Receipt{Key: "k", Token: second[0].Token}), "k")
	assert.Empty(t, lease(t, s, 999, 1000, 10))

	notify(t, s, "2", want)
	third := lease(t, s, 100, 140, 10)
	require.Len(t, third, 1)
	assert.Greater(t, third[0].Token, second[0].Token, "tokens do not begin again")
	require.NoError(t, finish(s, "late", outbox.Receipt{Key: "k", Token: third[0].Token}), "late, but nobody else has it")
}

func lanes(t *testing.T, s Store) {
	notify(t, s, "1", notice("a1", "a", 0), notice("b1", "b", 1), notice("a2", "a", 0))
	notify(t, s, "2", notice("a3", "a", 0))
	first := lease(t, s, 5, 50, 10)
	assert.Equal(t, []string{"a1", "b1"}, keysOf(first))
	assert.Empty(t, lease(t, s, 6, 50, 10), "a2 waits for a1")

	require.NoError(t, finish(s, "retry a1", outbox.Receipt{Key: "a1", Token: first[0].Token, Retry: at(20), Reason: "timeout"}))
	require.NoError(t, finish(s, "done b1", outbox.Receipt{Key: "b1", Token: first[1].Token}))
	assert.Empty(t, lease(t, s, 19, 50, 10), "a1 keeps its lane until its next attempt")
	again := lease(t, s, 20, 50, 10)
	require.Equal(t, []string{"a1"}, keysOf(again))
	assert.Equal(t, 1, again[0].Attempts)
	assert.Equal(t, "timeout", again[0].Reason)

	require.NoError(t, finish(s, "give up a1", outbox.Receipt{Key: "a1", Token: again[0].Token, Failed: true, Reason: "no such channel"}))
	for i, key := range []string{"a2", "a3"} {
		next := lease(t, s, 30+i, 50, 10)
		require.Equal(t, []string{key}, keysOf(next), "a failed notice does not block its lane")
		require.NoError(t, finish(s, "done "+key, outbox.Receipt{Key: key, Token: next[0].Token}))
	}

	notify(t, s, "3", notice("c1", "c", 100), notice("c2", "c", 0))
	assert.Empty(t, lease(t, s, 50, 60, 10), "c2 is due but c1 stands before it")
	assert.Equal(t, []string{"c1"}, keysOf(lease(t, s, 100, 160, 10)))
}

func replaced(t *testing.T, s Store) {
	notify(t, s, "1", notice("card", "a", 0), notice("line", "a", 0))
	first := lease(t, s, 1, 50, 10)
	require.Equal(t, []string{"card"}, keysOf(first))
	require.NoError(t, finish(s, "retry", outbox.Receipt{Key: "card", Token: first[0].Token, Retry: at(500), Reason: "timeout"}))

	newer := notice("card", "a", 3)
	newer.Says.Text = "newer"
	notify(t, s, "2", newer)
	assert.Empty(t, lease(t, s, 2, 50, 10))
	got := lease(t, s, 3, 50, 10)
	require.Equal(t, []string{"card"}, keysOf(got), "it keeps its place before the line")
	assert.Equal(t, "newer", got[0].Says.Text)
	assert.Zero(t, got[0].Attempts)
	assert.Empty(t, got[0].Reason)
	require.NoError(t, finish(s, "done", outbox.Receipt{Key: "card", Token: got[0].Token}))
	assert.Equal(t, []string{"line"}, keysOf(lease(t, s, 4, 50, 10)))
}

func replacedUnderLease(t *testing.T, s Store) {
	receipts := map[string]struct {
		receipt  outbox.Receipt
		again    int // second at which the newer one is due
		attempts int
	}{
		"done":   {outbox.Receipt{}, 20, 0},
		"failed": {outbox.Receipt{Failed: true, Reason: "gone"}, 20, 0},
		"early":  {outbox.Receipt{Retry: at(15), Reason: "timeout"}, 20, 1},
		"retry":  {outbox.Receipt{Retry: at(30), Reason: "timeout"}, 30, 1},
	}
	for name, tt := range receipts {
		notify(t, s, "1"+name, notice(name, name, 0), notice(name+" line", name, 0))
		old := lease(t, s, 10, 60, 1)
		require.Equal(t, []string{name}, keysOf(old))
		newer := notice(name, name, 20)
		newer.Says.Text = "newer"
		notify(t, s, "2"+name, newer)
		assert.Empty(t, lease(t, s, 25, 60, 10), "still leased")

		tt.receipt.Key, tt.receipt.Token = name, old[0].Token
		require.NoError(t, finish(s, "3"+name, tt.receipt), "the older one was current when it was leased")
		assert.Empty(t, lease(t, s, tt.again-1, 60, 10), name)
		got := lease(t, s, tt.again, 60, 10)
		require.Equal(t, []string{name}, keysOf(got), "the newer one stays, before the line")
		assert.Equal(t, "newer", got[0].Says.Text)
		assert.Equal(t, tt.attempts, got[0].Attempts)
		require.NoError(t, finish(s, "4"+name, outbox.Receipt{Key: name, Token: got[0].Token}))
		line := lease(t, s, 40, 60, 10)
		require.Equal(t, []string{name + " line"}, keysOf(line))
		require.NoError(t, finish(s, "5"+name, outbox.Receipt{Key: name + " line", Token: line[0].Token}))
	}
	failed, _, err := s.Failed(context.Background(), "", 10)
	require.NoError(t, err)
	assert.Empty(t, failed)
}

func replacedAndUnfinished(t *testing.T, s Store) {
	notify(t, s, "x1", notice("x", "x", 0))
	old := lease(t, s, 10, 60, 10)
	notify(t, s, "x2", notice("x", "x", 100))
	assert.Empty(t, lease(t, s, 99, 160, 10), "the lease ended unfinished; the newer one is not due yet")
	now := lease(t, s, 100, 160, 10)
	require.Equal(t, []string{"x"}, keysOf(now))
	isStale(t, finish(s, "x3", outbox.Receipt{Key: "x", Token: old[0].Token}), "x")
	require.NoError(t, finish(s, "x4", outbox.Receipt{Key: "x", Token: now[0].Token}))
	assert.Empty(t, lease(t, s, 1000, 1001, 10))
}

func again(t *testing.T, s Store) {
	last := outbox.Leased{}
	expect := func(now int, want bool, why string) {
		t.Helper()
		got := lease(t, s, now, now+10, 10)
		require.Equal(t, []string{"k"}, keysOf(got), why)
		assert.Equal(t, want, got[0].Again, why)
		last = got[0]
	}
	end := func(once string, r outbox.Receipt) {
		t.Helper()
		r.Key, r.Token = "k", last.Token
		require.NoError(t, finish(s, once, r))
	}
	notify(t, s, "1", notice("k", "a", 0))
	expect(0, false, "new")
	end("delayed", outbox.Receipt{Retry: at(1), Delayed: true, Reason: "slow down"})
	expect(1, false, "nothing was posted when it was delayed")
	assert.Zero(t, last.Attempts, "and nothing failed")
	end("retry", outbox.Receipt{Retry: at(2), Reason: "timeout"})
	expect(2, true, "an attempt failed")
	assert.Equal(t, 1, last.Attempts)
	end("delayed again", outbox.Receipt{Retry: at(3), Delayed: true, Reason: "slow down"})
	notify(t, s, "2", notice("k", "a", 3))
	expect(3, true, "an attempt for an older one failed")
	end("done", outbox.Receipt{})

	notify(t, s, "3", notice("k", "a", 4))
	expect(4, false, "what was posted is over")
	notify(t, s, "4", notice("k", "a", 5))
	expect(14, true, "a lease ended without a receipt, though the notice is newer")
	end("give up", outbox.Receipt{Failed: true, Reason: "timeout"})
	require.NoError(t, s.RetryFailed(context.Background(), "k", at(20)))
	expect(20, true, "it was given up and is tried again")
	end("give up again", outbox.Receipt{Failed: true, Reason: "timeout"})
	notify(t, s, "5", notice("k", "a", 30))
	expect(30, true, "a newer one took the place of what was given up")
	notify(t, s, "6", notice("k", "a", 31))
	end("give up under a newer one", outbox.Receipt{Failed: true, Reason: "timeout"})
	expect(31, true, "the older one was given up")
	notify(t, s, "7", notice("k", "a", 32))
	end("done under a newer one", outbox.Receipt{})
	expect(32, false, "the older one was posted")
}

func failures(t *testing.T, s Store) {
	ctx := context.Background()
	for i := range 5 {
		key := fmt.Sprint("k", i)
		notify(t, s, key, notice(key, "lane", 0))
		l := lease(t, s, 10, 60, 10)
		require.Equal(t, []string{key}, keysOf(l))
		require.NoError(t, finish(s, "fail "+key, outbox.Receipt{Key: key, Token: l[0].Token, Failed: true, Reason: "reason " + key}))
	}
	page, next, err := s.Failed(ctx, "", 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"k0", "k1"}, keysOf(page))
	assert.Equal(t, notice("k1", "lane", 0), page[1].Notice)
	assert.Equal(t, []any{"reason k1", 1}, []any{page[1].Reason, page[1].Attempts})
	page, next, err = s.Failed(ctx, next, 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"k2", "k3"}, keysOf(page))
	page, next, err = s.Failed(ctx, next, 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"k4"}, keysOf(page))
	assert.Empty(t, next)

	notify(t, s, "waits", notice("waits", "lane", 0))
	require.NoError(t, s.RetryFailed(ctx, "k2", at(20)))
	assert.Equal(t, fault.NotFound, fault.CodeOf(s.RetryFailed(ctx, "k2", at(20))), "it is on its way")
	assert.Equal(t, fault.NotFound, fault.CodeOf(s.RetryFailed(ctx, "never", at(20))))
	for _, key := range []string{"waits", "k2"} {
		l := lease(t, s, 20, 60, 10)
		require.Equal(t, []string{key}, keysOf(l))
		assert.Zero(t, l[0].Attempts)
		require.NoError(t, finish(s, "done "+key, outbox.Receipt{Key: key, Token: l[0].Token}))
	}

	notify(t, s, "supersede", notice("k3", "lane", 0))
	page, _, err = s.Failed(ctx, "", 10)
	require.NoError(t, err)
	assert.Equal(t, []string{"k0", "k1", "k4"}, keysOf(page), "retried and superseded ones have left the list")
	assert.Equal(t, fault.NotFound, fault.CodeOf(s.RetryFailed(ctx, "k3", at(20))))
	assert.Equal(t, []string{"k3"}, keysOf(lease(t, s, 20, 60, 10)))
}

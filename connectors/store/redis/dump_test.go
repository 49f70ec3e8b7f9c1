package redis_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/sqlite"
	"factotum/connectors/store/storetest"
)

func TestWhatGoesFromStoreToStoreAndBackIsTheSame(t *testing.T) {
	t.Parallel()
	there := start(t).open(t, redis.Options{})
	t.Cleanup(func() { require.NoError(t, there.Close()) })
	var embedded []*sqlite.Store
	for _, name := range []string{"first.db", "last.db"} {
		s, err := sqlite.Open(filepath.Join(t.TempDir(), name))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, s.Close()) })
		embedded = append(embedded, s)
	}
	storetest.Furnish(t, embedded[0])
	first := storetest.Dump(t, embedded[0])
	require.NoError(t, storetest.Fill(there, first))
	second := storetest.Dump(t, there)
	assert.Equal(t, storetest.Sorted(first), storetest.Sorted(second))
	require.NoError(t, storetest.Fill(embedded[1], second))
	assert.Equal(t, first, storetest.Dump(t, embedded[1]), "row for row")
}

func TestWhileAStoreIsFilledNobodyElseWrites(t *testing.T) {
	t.Parallel()
	s := start(t)
	other, store := opened(t, s, redis.Options{Workspace: "T1"}), opened(t, s, redis.Options{Workspace: "T1"})
	ctx := context.Background()
	begun, goOn := make(chan struct{}), make(chan struct{})
	var filling sync.WaitGroup
	filling.Go(func() {
		assert.NoError(t, store.Fill(ctx, func() (state.Row, error) {
			close(begun)
			<-goOn
			return state.Row{}, io.EOF
		}))
	})
	<-begun
	_, err := other.Commit(ctx, change(t, "r", 1))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "A copy of all of Factotum's data is being made")
	_, err = other.Lease(ctx, time.Unix(1, 0), time.Unix(2, 0), 1)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	err = other.Fill(ctx, func() (state.Row, error) { return state.Row{}, io.EOF })
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	_, err = redis.Open(ctx, redis.Options{Addresses: []string{s.socket()}, Workspace: "T1"})
	assert.Contains(t, fault.Say(err), "A backup is being restored to T1")

	var waiting sync.WaitGroup
	waiting.Go(func() {
		_, err := other.Commit(ctx, change(t, "r", 1))
		assert.NoError(t, err, "who waited long enough is served")
	})
	close(goOn)
	filling.Wait()
	waiting.Wait()
	opened(t, s, redis.Options{Workspace: "T1"})
}

func TestAFillThatWasBrokenOffIsNotOpened(t *testing.T) {
	t.Parallel()
	s := start(t)
	store, client, ctx := opened(t, s, redis.Options{Workspace: "T1"}), s.client(t), context.Background()
	claim := state.Row{Kind: state.ClaimRow, Cells: []string{"k", "h"}}
	broken := errors.New("the file ends")
	rows := []state.Row{claim, {Kind: state.ClaimRow, Cells: []string{"k"}}}
	require.ErrorContains(t, storetest.Fill(store, rows), `no row of kind "claim" has 1 cells`)
	n := 0
	require.ErrorIs(t, store.Fill(ctx, func() (state.Row, error) {
		if n++; n == 502 {
			return claim, broken
		}
		return claim, nil
	}), broken)
	_, err := redis.Open(ctx, redis.Options{Addresses: []string{s.socket()}, Workspace: "T1"})
	assert.Contains(t, fault.Say(err), "was broken off half-way. Wait until it has ended; else remove the keys that begin with {T1}")
	assert.Equal(t, fault.Conflict, fault.CodeOf(storetest.Fill(store, rows[:1])), "it holds something")
	require.NoError(t, client.FlushDB(ctx).Err())

	require.ErrorContains(t, store.Fill(ctx, func() (state.Row, error) {
		require.NoError(t, client.Set(ctx, "{T1}paused", "somebody else", ample).Err())
		return claim, nil
	}), "the hold on the store was lost")
	assert.Equal(t, "somebody else", client.Get(ctx, "{T1}paused").Val())
}

func TestNamesOfOnceKeysGoWithThem(t *testing.T) {
	t.Parallel()
	s := start(t)
	store, client, ctx := opened(t, s, redis.Options{Workspace: "T1"}), s.client(t), context.Background()
	for key, keep := range map[string]time.Duration{"week": 7 * 24 * time.Hour, "ever": 0, "moment": time.Millisecond} {
		_, err := store.Commit(ctx, state.Change{Once: state.Once{Key: key, Keep: keep}})
		require.NoError(t, err)
	}
	long := float64(time.Now().Add(-2 * time.Hour).UnixMilli())
	require.NoError(t, client.ZAdd(ctx, "{T1}onces", goredis.Z{Score: long, Member: "moment"}).Err())
	_, err := store.Lease(ctx, time.Unix(1, 0), time.Unix(2, 0), 1)
	require.NoError(t, err)
	assert.Equal(t, []string{"week", "ever"}, client.ZRange(ctx, "{T1}onces", 0, -1).Val())
}

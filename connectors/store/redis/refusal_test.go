package redis_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/storetest"
)

// TestWhatAnEarlierProgramRememberedIsKnown plants a once key as it was kept
// before: a list of the outcome, then document and number in turn.
func TestWhatAnEarlierProgramRememberedIsKnown(t *testing.T) {
	t.Parallel()
	s, ctx := start(t), context.Background()
	client := s.client(t)
	store := opened(t, s, redis.Options{Workspace: "T1"})
	c := change(t, "r", 1)
	c.Documents = append(c.Documents, state.Document{ID: "second", Prefix: "LEA"}, state.Document{ID: "without"})
	first, err := store.Commit(ctx, c)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"r": "EXP-1", "second": "LEA-1"}, first.Numbers)
	rows := storetest.Dump(t, store)

	key := onceKey("once/r")
	ends := client.PExpireTime(ctx, key).Val()
	require.NoError(t, client.Del(ctx, key).Err())
	require.NoError(t, client.RPush(ctx, key, "r", "r", "EXP-1", "second", "LEA-1").Err())
	require.NoError(t, client.PExpireAt(ctx, key, time.UnixMilli(ends.Milliseconds())).Err())
	before := dump(t, s)
	again, err := store.Commit(ctx, c)
	require.NoError(t, err)
	assert.True(t, again.Repeated)
	assert.Equal(t, first.Numbers, again.Numbers)
	assert.Equal(t, "r", string(again.Outcome))
	assert.Equal(t, before, dump(t, s))
	assert.Equal(t, rows, storetest.Dump(t, store))
}

// TestWhatIsRefusedStopsNobodyElse sends together what is refused and what is
// not: each has its own answer, and what is refused leaves nothing behind.
func TestWhatIsRefusedStopsNobodyElse(t *testing.T) {
	t.Parallel()
	s, ctx := start(t), context.Background()
	store, client := opened(t, s, redis.Options{Workspace: "T1"}), s.client(t)
	_, err := store.Commit(ctx, state.Change{
		Once: state.Once{Key: "first"}, Outcome: []byte("was"),
		Documents: []state.Document{{ID: "people"}, {ID: "base", Prefix: "EXP"}}, Claims: []state.Claim{{Key: "k", Holder: "base"}},
	})
	require.NoError(t, err)
	people := func(version int64) state.Change {
		return state.Change{Guards: []state.Guard{{ID: "people", Version: version}}}
	}
	all := []struct {
		name   string
		change state.Change
		answer []string
	}{
		{"good", people(1), []string{"done", "good", "", "good", "LEA-1"}},
		{"guard", people(2), []string{"stale", "people"}},
		{"older guard", people(0), []string{"stale", "people"}},
		{"document", state.Change{Documents: []state.Document{{ID: "base", Version: 7}}}, []string{"stale", "base"}},
		{"timer", state.Change{Fired: []state.Timer{{Key: "gone", At: time.Unix(1, 0)}}}, []string{"stale", "gone"}},
		{"claim", state.Change{Claims: []state.Claim{{Key: "k", Holder: "other"}}}, []string{"taken", "k", "base"}},
		{"first", state.Change{}, []string{"repeated", "3 was4 base5 EXP-1"}},
		{"also good", people(1), []string{"done", "also good", "", "also good", "LEA-2"}},
	}
	var changes []state.Change
	for _, one := range all {
		c := one.change
		c.Once.Key = one.name
		c.Documents = append(c.Documents, state.Document{ID: one.name, Prefix: "LEA", Body: []byte("{}")})
		c.Add = []state.Entry{{Index: "all", Sort: "1", ID: one.name}}
		changes = append(changes, c)
	}
	answers, err := store.Together(ctx, changes)
	require.NoError(t, err)
	for i, one := range all {
		assert.Equal(t, one.answer, answers[i], one.name)
	}
	page, err := store.Page(ctx, []string{"all"}, "", 10)
	require.NoError(t, err)
	assert.Equal(t, []state.Document{
		{ID: "also good", Version: 1, Number: "LEA-2", Body: []byte("{}")}, {ID: "good", Version: 1, Number: "LEA-1", Body: []byte("{}")},
	}, page.Documents)
	for key, n := range map[string]int64{"{T1}versions": 4, "{T1}documents": 4, "{T1}numbers": 3, "{T1}claims": 1} {
		assert.Equal(t, n, client.HLen(ctx, key).Val(), key)
	}
	assert.Equal(t, "2", client.HGet(ctx, "{T1}counters", "number/LEA").Val())
	again, err := store.Together(ctx, changes[:1])
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"repeated", "0 4 good5 LEA-1"}}, again)
}

// TestNoticesOfSeveralProgramsStandAsTheyWereCommitted has two programs, of
// which neither knows what places the other's notices got.
func TestNoticesOfSeveralProgramsStandAsTheyWereCommitted(t *testing.T) {
	t.Parallel()
	s, ctx := start(t), context.Background()
	programs := []*redis.Store{opened(t, s, redis.Options{Workspace: "T1"}), opened(t, s, redis.Options{Workspace: "T1"})}
	var want []string
	for i := range 12 {
		c := state.Change{Once: state.Once{Key: strconv.Itoa(i)}}
		for _, lane := range []string{"one", "two"} {
			c.Notices = append(c.Notices, outbox.Notice{Key: fmt.Sprint(lane, "/", i), Lane: lane, At: time.Unix(1, 0)})
		}
		c.Notices = append(c.Notices, outbox.Notice{Key: "same", Lane: "three", At: time.Unix(1, 0)})
		_, err := programs[i/2%2].Commit(ctx, c)
		require.NoError(t, err)
		want = append(want, fmt.Sprint("one/", i))
	}
	assert.Equal(t, "25", s.client(t).HGet(ctx, "{T1}counters", "notice").Val(), "what is replaced keeps its place")
	var got []string
	for len(got) < len(want) {
		leased, err := programs[0].Lease(ctx, time.Unix(2, 0), time.Unix(9, 0), 100)
		require.NoError(t, err)
		require.NotEmpty(t, leased)
		c := state.Change{Once: state.Once{Key: fmt.Sprint("delivered/", len(got))}}
		for _, l := range leased {
			if l.Lane == "one" {
				got = append(got, l.Key)
			}
			c.Receipts = append(c.Receipts, outbox.Receipt{Key: l.Key, Token: l.Token})
		}
		_, err = programs[1].Commit(ctx, c)
		require.NoError(t, err)
	}
	assert.Equal(t, want, got)
}

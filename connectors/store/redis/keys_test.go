package redis_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
)

// fill makes every key that there can be.
func fill(t *testing.T, s *redis.Store) {
	t.Helper()
	ctx := context.Background()
	_, err := s.Commit(ctx, change(t, "r", 1))
	require.NoError(t, err)
	leased, err := s.Lease(ctx, time.Unix(9, 0), time.Unix(99, 0), 1)
	require.NoError(t, err)
	_, err = s.Commit(ctx, state.Change{
		Once: state.Once{Key: "failed"}, Receipts: []outbox.Receipt{{Key: leased[0].Key, Token: leased[0].Token, Failed: true}},
	})
	require.NoError(t, err)
}

// onceKey is where the store of workspace T1 remembers a once key: nothing of
// the key is in its name.
func onceKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "{T1}once/" + base64.RawURLEncoding.EncodeToString(sum[:])
}

func TestAKeyOfTheWrongTypeIsRefusedBeforeAnyWrite(t *testing.T) {
	t.Parallel()
	s := start(t)
	client, ctx := s.client(t), context.Background()
	store := opened(t, s, redis.Options{Workspace: "T1"})
	fill(t, store)
	saved := map[string]string{}
	keys := client.Keys(ctx, "*").Val()
	require.Len(t, keys, 16+2+2*2, "fixed keys but for the one of a pause, once keys, two for each index")
	for _, key := range keys {
		saved[key] = client.Dump(ctx, key).Val()
	}
	onces := []string{onceKey("once/r"), onceKey("failed")}
	require.Subset(t, keys, onces)
	for i, key := range keys {
		require.NoError(t, client.Del(ctx, key).Err())
		require.NoError(t, client.SAdd(ctx, key, "planted").Err())
		c := change(t, "new", int64(i))
		switch key { // of changes that come again
		case onces[0]:
			c.Once.Key = "once/r"
		case onces[1]:
			c.Once.Key = "failed"
		case "{T1}indexes": // known ones stand there already
			c.Add = append(c.Add, state.Entry{Index: "new", ID: "new"})
		}
		before := dump(t, s)
		_, err := store.Commit(ctx, c)
		assert.Equal(t, fault.Internal, fault.CodeOf(err), key)
		assert.Contains(t, fault.Say(err), "damaged: something else was written to its keys", key)
		assert.Equal(t, before, dump(t, s), key)
		require.NoError(t, client.RestoreReplace(ctx, key, 0, saved[key]).Err())
	}
	_, err := store.Commit(ctx, change(t, "new", 1))
	require.NoError(t, err)
}

func TestACounterThatIsNoNumberIsRefusedBeforeAnyWrite(t *testing.T) {
	t.Parallel()
	s := start(t)
	client, ctx := s.client(t), context.Background()
	store := opened(t, s, redis.Options{Workspace: "T1"})
	fill(t, store)
	for _, counter := range []string{"notice", "failure", "number/EXP"} {
		was := client.HGet(ctx, "{T1}counters", counter).Val()
		require.NoError(t, client.HSet(ctx, "{T1}counters", counter, "many").Err())
		before := dump(t, s)
		_, err := store.Commit(ctx, change(t, "new", 2))
		assert.Equal(t, fault.Internal, fault.CodeOf(err), counter)
		assert.Equal(t, before, dump(t, s), counter)
		require.NoError(t, client.HSet(ctx, "{T1}counters", counter, was).Err())
	}
}

func TestOnceKeysAreForgottenOnlyWhenTheirTimeIsOver(t *testing.T) {
	t.Parallel()
	s := start(t)
	store, client, ctx := opened(t, s, redis.Options{Workspace: "T1"}), s.client(t), context.Background()
	for key, keep := range map[string]time.Duration{"week": 7 * 24 * time.Hour, "ever": 0} {
		_, err := store.Commit(ctx, state.Change{Once: state.Once{Key: key, Keep: keep}})
		require.NoError(t, err)
	}
	assert.InDelta(t, (7 * 24 * time.Hour).Seconds(), client.TTL(ctx, onceKey("week")).Val().Seconds(), 60)
	assert.Equal(t, time.Duration(-1), client.TTL(ctx, onceKey("ever")).Val())
	_, err := store.Commit(ctx, state.Change{Once: state.Once{Key: "moment", Keep: time.Nanosecond}})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		return client.Exists(ctx, onceKey("moment")).Val() == 0
	}, ample, 5*time.Millisecond)
}

func TestWhatIsOfAnotherFormatIsNotOpened(t *testing.T) {
	t.Parallel()
	s := start(t)
	opened(t, s, redis.Options{Workspace: "T1"})
	require.NoError(t, s.client(t).HSet(context.Background(), "{T1}counters", "format", "99").Err())
	_, err := redis.Open(context.Background(), redis.Options{Addresses: []string{s.socket()}, Workspace: "T1"})
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "its format is 99, this program knows 1")
	for say, o := range map[string]redis.Options{
		"Write its address as host:port":     {Workspace: "T1"},
		"It is not clear what the addresses": {Workspace: "T1", Addresses: []string{"a:1", "b:1"}},
		`"T}1" cannot be the id of a Slack`:  {Workspace: "T}1", Addresses: []string{s.socket()}},
	} {
		_, err := redis.Open(context.Background(), o)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err))
		assert.Contains(t, fault.Say(err), say)
	}
}

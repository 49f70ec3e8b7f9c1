package redis_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
)

// TestWhatGoesTogetherIsAsIfEachWentAlone lets many commit at once what partly
// collides, one of them to an index that is damaged.
func TestWhatGoesTogetherIsAsIfEachWentAlone(t *testing.T) {
	t.Parallel()
	s, ctx := start(t), context.Background()
	store := opened(t, s, redis.Options{Workspace: "T1"})
	_, err := store.Commit(ctx, state.Change{Once: state.Once{Key: "damaged"}, Add: []state.Entry{{Index: "bad", ID: "x"}}})
	require.NoError(t, err)
	client := s.client(t)
	for _, key := range client.Keys(ctx, "{T1}places/*").Val() {
		require.NoError(t, client.Del(ctx, key).Err())
		require.NoError(t, client.SAdd(ctx, key, "planted").Err())
	}
	const people, each = 16, 10
	var working sync.WaitGroup
	for p := range people {
		working.Go(func() {
			for i := range each {
				assert.NoError(t, mine(ctx, store, p, i))
				assert.NoError(t, ours(ctx, store, p, i))
			}
			_, err := store.Commit(ctx, state.Change{Once: state.Once{Key: fmt.Sprint("bad/", p)}, Add: []state.Entry{{Index: "bad", ID: fmt.Sprint(p)}}})
			assert.Equal(t, fault.Internal, fault.CodeOf(err))
		})
	}
	working.Wait()
	docs, err := store.Load(ctx, "count")
	require.NoError(t, err)
	assert.Equal(t, strconv.Itoa(people*each), string(docs[0].Body), "each counted once")
	page, err := store.Page(ctx, []string{"all"}, "", 1000)
	require.NoError(t, err)
	numbers := map[string]bool{}
	for _, d := range page.Documents {
		numbers[d.Number] = true
	}
	assert.Len(t, numbers, people*each, "each has a number of its own")
	log, err := store.Log(ctx, 0, 1000)
	require.NoError(t, err)
	assert.Len(t, log, people*each)
	for _, r := range log {
		assert.Contains(t, string(r.Payload), r.Subject, "the payload is that of its entry")
	}
}

// mine makes a document that nobody else has, twice, with a claim that only one
// person can have.
func mine(ctx context.Context, store *redis.Store, person, i int) error {
	id := fmt.Sprintf("p%d-%d", person, i)
	record, err := audit.Of(time.Unix(1, 0), "p1", id, "submit", 1, "", map[string]string{"of": id})
	if err != nil {
		return err
	}
	c := state.Change{
		Once: state.Once{Key: "mine/" + id}, Documents: []state.Document{{ID: id, Prefix: "EXP", Body: []byte(id)}}, Add: []state.Entry{{Index: "all", Sort: id, ID: id}},
		Claims: []state.Claim{{Key: "place/" + id, Holder: id}}, Audit: []audit.Record{record},
	}
	first, err := store.Commit(ctx, c)
	if err != nil {
		return err
	}
	again, err := store.Commit(ctx, c)
	if err != nil || !again.Repeated || first.Repeated || again.Numbers[id] != first.Numbers[id] || first.Numbers[id] == "" {
		return fmt.Errorf("%s: %v and %v: %w", id, first, again, err)
	}
	_, err = store.Commit(ctx, state.Change{Once: state.Once{Key: "taken/" + id}, Claims: []state.Claim{{Key: "place/" + id, Holder: "other"}}})
	if taken := (state.TakenError{}); !errors.As(err, &taken) || taken.Holder != id {
		return fmt.Errorf("%s was taken: %w", id, err)
	}
	return nil
}

// ours counts in a document that everybody writes.
func ours(ctx context.Context, store *redis.Store, person, i int) error {
	for {
		docs, err := store.Load(ctx, "count")
		if err != nil {
			return err
		}
		n, _ := strconv.Atoi(string(docs[0].Body)) // 0 before the first
		docs[0].Body = []byte(strconv.Itoa(n + 1))
		_, err = store.Commit(ctx, state.Change{Once: state.Once{Key: fmt.Sprintf("ours/%d/%d/%d", person, i, n)}, Documents: docs})
		if stale := (state.StaleError{}); !errors.As(err, &stale) {
			return err
		}
	}
}

package redis_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/connectors/store/redis"
)

func TestNothingIsAcknowledgedThatNoReplicaHas(t *testing.T) {
	t.Parallel()
	master, replica := withReplica(t)
	store, ctx := opened(t, master, redis.Options{Workspace: "T1", Replicas: 1}), context.Background()
	_, err := store.Commit(ctx, change(t, "a", 1))
	require.NoError(t, err)
	assert.Equal(t, int64(1), replica.client(t).HLen(ctx, "{T1}documents").Val(), "it was there before the acknowledgement")

	short := func(why string) {
		t.Helper()
		begun := time.Now()
		_, err := store.Commit(ctx, change(t, "b", 2))
		assert.Less(t, time.Since(begun), inTime)
		assert.Equal(t, fault.Unavailable, fault.CodeOf(err), why)
		assert.Equal(t, "Factotum's data has no second copy right now, so this does not count as saved. Please try again in a minute; nothing is done twice.", fault.Say(err))
	}
	replica.signal(syscall.SIGSTOP)
	short("the replica hangs")
	short("what only the master has is not acknowledged because it is repeated")
	_, err = store.Lease(ctx, time.Unix(9, 0), time.Unix(99, 0), 1)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err), "a token must not be given again after a failover")
	replica.signal(syscall.SIGCONT)
	r, err := store.Commit(ctx, change(t, "b", 2))
	require.NoError(t, err)
	assert.True(t, r.Repeated)
	assert.Equal(t, "EXP-2", r.Numbers["b"])

	replica.kill()
	_, err = store.Commit(ctx, change(t, "c", 3))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err), "the replica is dead")
	replica.launch(t)
	require.Eventually(t, func() bool {
		_, err = store.Commit(ctx, change(t, "c", 3))
		return err == nil
	}, ample, time.Millisecond)
	whole(t, store, map[string]string{"a": "EXP-1", "b": "EXP-2", "c": "EXP-3"})
}

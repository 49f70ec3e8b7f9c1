package redis_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	library "github.com/redis/go-redis/v9"
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
	}, 20*time.Second, time.Millisecond)
	whole(t, store, map[string]string{"a": "EXP-1", "b": "EXP-2", "c": "EXP-3"})
}

func TestAReplicaTakesOverWithoutLoss(t *testing.T) {
	t.Parallel()
	master, replica := withReplica(t)
	second := start(t, "--replicaof", "127.0.0.1 "+master.portText())
	sentinel := startSentinel(t, master)
	watch := sentinel.client(t)
	followers := []*library.Client{replica.client(t), second.client(t)}
	ctx := context.Background()
	require.Eventually(t, func() bool { // before that it could promote neither
		replicas, _ := watch.Do(ctx, "SENTINEL", "REPLICAS", "main").Slice()
		return len(replicas) == 2 && synced(ctx, followers[0]) && synced(ctx, followers[1])
	}, 30*time.Second, 20*time.Millisecond)

	store := opened(t, master, redis.Options{Workspace: "T1", Replicas: 1, Master: "main", Addresses: []string{"127.0.0.1:" + sentinel.portText()}})
	l := put(t, store, 8)
	l.more(t, 50)
	master.kill()
	l.more(t, 50) // Sentinel has found another one
	acknowledged := l.end()
	whole(t, store, acknowledged)
	t.Logf("failover: %d acknowledged, 0 lost; %d were told to try again", len(acknowledged), l.refused.Load())
}

func synced(ctx context.Context, replica *library.Client) bool {
	return lineOf(replica.Info(ctx, "replication").Val(), "master_link_status") == "up"
}

// startSentinel starts a Sentinel that alone decides about master.
func startSentinel(tb testing.TB, master *server) *server {
	tb.Helper()
	s := &server{dir: directory(tb), port: freePort(tb)}
	config := filepath.Join(s.dir, "sentinel.conf")
	require.NoError(tb, os.WriteFile(config, fmt.Appendf(nil, `port %d
bind 127.0.0.1
unixsocket %s
dir %s
sentinel monitor main 127.0.0.1 %s 1
sentinel down-after-milliseconds main 500
sentinel failover-timeout main 5000
`, s.port, strconv.Quote(s.socket()), strconv.Quote(s.dir), master.portText()), 0o600))
	s.run(tb, config, "--sentinel")
	tb.Cleanup(s.kill)
	return s
}

package redis_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	library "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"factotum/connectors/store/redis"
)

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
	}, ample, 20*time.Millisecond)

	options := redis.Options{Workspace: "T1", Replicas: 2, Master: "main", Addresses: []string{"127.0.0.1:" + sentinel.portText()}}
	fewer := options
	fewer.Replicas = 1
	found := opened(t, master, fewer).Check(ctx)
	require.NotEmpty(t, found)
	require.Contains(t, found[0].Say, "Redis has 2 replicas, but Factotum waits for only 1 of them")
	store := opened(t, master, options) // with fewer the one that takes over may be the one that was not waited for
	l := put(t, store, 8)
	l.more(t, 50)
	master.kill()
	require.Eventually(t, func() bool {
		address, _ := watch.Do(ctx, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main").StringSlice()
		return len(address) == 2 && address[1] != master.portText()
	}, ample, 20*time.Millisecond)
	master.launch(t) // as a replica of the other one: until then nobody is told that anything is done
	l.more(t, 50)
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

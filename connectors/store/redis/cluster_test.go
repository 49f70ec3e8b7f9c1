package redis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	library "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/store/redis"
	"factotum/connectors/store/storetest"
)

const slots = 16384 // of a cluster, https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/

// startCluster starts three masters that share the slots.
func startCluster(t *testing.T) (nodes []*server, options redis.Options) {
	t.Helper()
	ctx := context.Background()
	for i := range 3 {
		node := start(t, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000")
		client := node.client(t)
		require.NoError(t, client.ClusterAddSlotsRange(ctx, i*slots/3, (i+1)*slots/3-1).Err())
		require.NoError(t, client.Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1).Err())
		if i > 0 {
			require.NoError(t, client.ClusterMeet(ctx, "127.0.0.1", nodes[0].portText()).Err())
		}
		nodes = append(nodes, node)
		options.Addresses = append(options.Addresses, "127.0.0.1:"+node.portText())
	}
	options.Cluster = true
	for _, node := range nodes {
		client := node.client(t)
		require.Eventually(t, func() bool {
			info := client.ClusterInfo(ctx).Val()
			return lineOf(info, "cluster_state") == "ok" && lineOf(info, "cluster_known_nodes") == "3"
		}, ample, 20*time.Millisecond)
	}
	return nodes, options
}

func lineOf(info, name string) string {
	_, rest, _ := strings.Cut(info, name+":")
	value, _, _ := strings.Cut(rest, "\r\n")
	return value
}

func TestStoreKeepsItsPromisesInACluster(t *testing.T) {
	t.Parallel()
	nodes, options := startCluster(t)
	storetest.Run(t, func(tb testing.TB) storetest.Store { return nodes[0].open(tb, options) })
}

func TestAWorkspaceIsFoundWhereItsSlotMoved(t *testing.T) {
	t.Parallel()
	nodes, options := startCluster(t)
	ctx := context.Background()
	options.Workspace = "T1"
	store := opened(t, nodes[0], options)
	assert.Empty(t, store.Check(ctx))
	_, err := store.Commit(ctx, change(t, "before", 1))
	require.NoError(t, err)

	slot := nodes[0].client(t).ClusterKeySlot(ctx, "{T1}documents").Val()
	from := int(slot) * 3 / slots
	to := (from + 1) % 3
	source, target := nodes[from].client(t), nodes[to].client(t)
	sourceID, targetID := source.Do(ctx, "CLUSTER", "MYID").Val(), target.Do(ctx, "CLUSTER", "MYID").Val()
	require.NoError(t, target.Do(ctx, "CLUSTER", "SETSLOT", slot, "IMPORTING", sourceID).Err())
	require.NoError(t, source.Do(ctx, "CLUSTER", "SETSLOT", slot, "MIGRATING", targetID).Err())
	for _, key := range source.ClusterGetKeysInSlot(ctx, int(slot), 1000).Val() {
		require.NoError(t, source.Migrate(ctx, "127.0.0.1", nodes[to].portText(), key, 0, ample).Err())
	}
	for _, node := range []*library.Client{target, source, nodes[3-from-to].client(t)} {
		require.NoError(t, node.Do(ctx, "CLUSTER", "SETSLOT", slot, "NODE", targetID).Err())
	}
	_, err = store.Commit(ctx, change(t, "after", 2))
	require.NoError(t, err)
	whole(t, store, map[string]string{"before": "EXP-1", "after": "EXP-2"})
	assert.Equal(t, int64(2), target.HLen(ctx, "{T1}documents").Val(), fmt.Sprint("slot ", slot))
}

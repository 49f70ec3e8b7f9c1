package redis_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/store/redis"
)

func TestASafeServerHasNoFindings(t *testing.T) {
	t.Parallel()
	s := start(t)
	assert.Empty(t, opened(t, s, redis.Options{}).Check(context.Background()))
}

func TestEverySettingThatLosesDataIsFound(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args    []string
		options redis.Options
		refuse  bool
		say     string
	}{
		"no log":      {[]string{"--appendonly", "no"}, redis.Options{}, true, `Write "appendonly yes"`},
		"no fsync":    {[]string{"--appendfsync", "no"}, redis.Options{}, true, "half a minute of acknowledged decisions may be lost"},
		"everysec":    {[]string{"--appendfsync", "everysec"}, redis.Options{}, false, "up to two seconds of decisions that people were told are done may be lost"},
		"on rewrite":  {[]string{"--no-appendfsync-on-rewrite", "yes"}, redis.Options{}, false, `Write "no-appendfsync-on-rewrite no"`},
		"eviction":    {[]string{"--maxmemory-policy", "allkeys-lru"}, redis.Options{}, true, `(maxmemory-policy allkeys-lru). Write "maxmemory-policy noeviction"`},
		"no replicas": {[]string{"--min-replicas-to-write", "0"}, redis.Options{Replicas: 1}, true, "wait for 1 replicas, but Redis has 0"},
		"hidden":      {[]string{"--rename-command", "CONFIG", ""}, redis.Options{}, false, "ACL SETUSER NAME +config|get"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, tt.args...)
			tt.options.Workspace = "T1"
			found := opened(t, s, tt.options).Check(context.Background())
			require.NotEmpty(t, found)
			assert.Equal(t, tt.refuse, found[0].Refuse)
			assert.Contains(t, found[0].Say, tt.say)
		})
	}
}

func TestReplicasAreWaitedForOrItIsSaid(t *testing.T) {
	t.Parallel()
	master, replica := withReplica(t)
	client := replica.client(t)
	awaited := opened(t, master, redis.Options{Replicas: 1})
	found := awaited.Check(context.Background())
	require.Len(t, found, 1)
	assert.False(t, found[0].Refuse)
	assert.Contains(t, found[0].Say, `Write "min-replicas-to-write 1"`)

	found = opened(t, master, redis.Options{}).Check(context.Background())
	require.NotEmpty(t, found)
	assert.Contains(t, found[0].Say, "Redis has 1 replicas, but Factotum does not wait for any")

	require.NoError(t, master.client(t).ConfigSet(context.Background(), "min-replicas-to-write", "1").Err())
	assert.Empty(t, awaited.Check(context.Background()))

	// A store that is open when its server becomes a replica says so: a switch
	// of roles by hand, with nobody to tell the bot.
	require.NoError(t, client.ReplicaOf(context.Background(), "NO", "ONE").Err())
	require.NoError(t, master.client(t).ReplicaOf(context.Background(), "127.0.0.1", replica.portText()).Err())
	require.Eventually(t, func() bool {
		found = awaited.Check(context.Background())
		return len(found) > 0 && found[0].Refuse
	}, ample, 20*time.Millisecond)
	assert.Contains(t, found[0].Say, "is a replica (role slave) and takes no changes")
}

func TestAServerThatDoesNotAnswerCannotBeChecked(t *testing.T) {
	t.Parallel()
	s := start(t)
	store := opened(t, s, redis.Options{})
	s.kill()
	found := store.Check(context.Background())
	require.Len(t, found, 1)
	assert.True(t, found[0].Refuse)
	assert.Contains(t, found[0].Say, "Factotum cannot reach its data right now")
}

package redis_test

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
)

// inTime is how long a person waits at most for a refusal, and as long again for a
// busy machine.
const inTime = 2 * 2500 * time.Millisecond

// refusedInTime makes every call at once and expects each to be refused with
// the sentence before people lose patience.
func refusedInTime(t *testing.T, s *redis.Store, say string) {
	t.Helper()
	ctx := context.Background()
	calls := map[string]func() error{
		"commit": func() error { _, err := s.Commit(ctx, change(t, "refused", 1)); return err },
		"load":   func() error { _, err := s.Load(ctx, "a"); return err },
		"lookup": func() error { _, err := s.Lookup(ctx, "EXP-1"); return err },
		"page":   func() error { _, err := s.Page(ctx, []string{"all"}, "", 5); return err },
		"lease":  func() error { _, err := s.Lease(ctx, time.Unix(9, 0), time.Unix(99, 0), 5); return err },
		"retry":  func() error { return s.RetryFailed(ctx, "k", time.Unix(9, 0)) },
	}
	told := make(chan string, len(calls))
	for name, call := range calls {
		go func() {
			begun := time.Now()
			err := call()
			took := time.Since(begun)
			if fault.CodeOf(err) == fault.Unavailable && fault.Say(err) == say && took < inTime {
				told <- ""
				return
			}
			told <- fmt.Sprintf("%s after %s: %v", name, took, err)
		}()
	}
	for range calls {
		assert.Empty(t, <-told)
	}
}

func TestWhenRedisIsDownThatIsSaid(t *testing.T) {
	t.Parallel()
	s := start(t)
	store := opened(t, s, redis.Options{Workspace: "T1"})
	s.kill()
	refusedInTime(t, store, "Factotum cannot reach its data right now. Please try again in a minute; nothing is done twice.")
	begun := time.Now()
	_, err := redis.Open(context.Background(), redis.Options{Addresses: []string{s.socket()}, Workspace: "T1"})
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Less(t, time.Since(begun), inTime)
	s.launch(t)
	_, err = store.Commit(context.Background(), change(t, "refused", 1))
	require.NoError(t, err, "it works again by itself")
}

func TestWhenRedisHangsThatIsSaid(t *testing.T) {
	t.Parallel()
	s := start(t)
	store := opened(t, s, redis.Options{Workspace: "T1"})
	s.signal(syscall.SIGSTOP)
	refusedInTime(t, store, "Factotum cannot reach its data right now. Please try again in a minute; nothing is done twice.")
	s.signal(syscall.SIGCONT)
	r, err := store.Commit(context.Background(), change(t, "refused", 1))
	require.NoError(t, err)
	assert.Equal(t, "refused", string(r.Outcome), "the same change settles whether it happened")
	records, err := store.Log(context.Background(), 0, 10)
	require.NoError(t, err)
	assert.Len(t, records, 1)
}

func TestWhenRedisIsFullNothingIsChangedAndThatIsSaid(t *testing.T) {
	t.Parallel()
	s := start(t)
	store, ctx := opened(t, s, redis.Options{Workspace: "T1"}), context.Background()
	_, err := store.Commit(ctx, change(t, "before", 1))
	require.NoError(t, err)
	require.NoError(t, s.client(t).ConfigSet(ctx, "maxmemory", "1").Err())
	before := dump(t, s)
	begun := time.Now()
	_, err = store.Commit(ctx, change(t, "new", 2))
	assert.Less(t, time.Since(begun), inTime)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Equal(t, "Factotum's database (Redis) is out of memory, so this was not saved. Please tell your Factotum administrator.", fault.Say(err))
	assert.Equal(t, before, dump(t, s))

	r, err := store.Commit(ctx, change(t, "before", 1))
	require.NoError(t, err, "what is saved is saved")
	assert.True(t, r.Repeated)
	_, err = store.Commit(ctx, state.Change{Once: state.Once{Key: "x"}, Guards: []state.Guard{{ID: "before", Version: 7}}})
	assert.ErrorIs(t, err, state.StaleError{ID: "before"}, "checks go on")
	_, err = store.Load(ctx, "before")
	require.NoError(t, err, "reading goes on")

	require.NoError(t, s.client(t).ConfigSet(ctx, "maxmemory", "0").Err())
	_, err = store.Commit(ctx, change(t, "new", 2))
	require.NoError(t, err)
}

func TestWhatTheServerRefusesIsSaidInWords(t *testing.T) {
	t.Parallel()
	s := start(t, "--min-replicas-to-write", "0", "--requirepass", "secret")
	_, err := redis.Open(context.Background(), redis.Options{Addresses: []string{s.socket()}, Workspace: "T1"})
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "refuses the name and password")

	o := redis.Options{Workspace: "T1", Password: "secret"}
	store := opened(t, s, o)
	client := s.client(t)
	require.NoError(t, client.Do(context.Background(), "AUTH", "secret").Err())
	require.NoError(t, client.ConfigSet(context.Background(), "min-replicas-to-write", "1").Err())
	_, err = store.Commit(context.Background(), change(t, "new", 1))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "has lost its second copy and takes nothing until it is back")
}

func TestAWrongWayToRedisIsSaidInWords(t *testing.T) {
	t.Parallel()
	master, replica := withReplica(t)
	sentinel := startSentinel(t, master)
	nodes, _ := startCluster(t)
	apart := nodes[0] // which has the first third of the slots, and those of T1 are not among them
	tests := map[string]struct {
		options redis.Options
		say     string
	}{
		"a replica":     {redis.Options{Addresses: []string{replica.socket()}}, "is a replica just now and takes no changes"},
		"no cluster":    {redis.Options{Addresses: []string{"127.0.0.1:" + master.portText()}, Cluster: true}, "This Redis server is no cluster"},
		"no Sentinel":   {redis.Options{Addresses: []string{"127.0.0.1:" + master.portText()}, Master: "main"}, "is no Sentinel"},
		"in a cluster":  {redis.Options{Addresses: []string{apart.socket()}}, "is on another server of the Redis cluster just now"},
		"no such group": {redis.Options{Addresses: []string{"127.0.0.1:" + sentinel.portText()}, Master: "other"}, "know no master of that name"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.options.Workspace = "T1"
			_, err := redis.Open(context.Background(), tt.options)
			for end := time.Now().Add(ample); fault.CodeOf(err) == fault.Unavailable && !strings.Contains(fault.Say(err), tt.say) && time.Now().Before(end); {
				_, err = redis.Open(context.Background(), tt.options) // on a busy machine its time may be over before it is answered
			}
			assert.Contains(t, fault.Say(err), tt.say, err)
		})
	}
}

func TestACommandThatIsNotAllowedIsNamed(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"info", "evalsha", "wait", "hsetnx"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			s, ctx := start(t), context.Background()
			require.NoError(t, s.client(t).Do(ctx, "ACL", "SETUSER", "bot", "on", ">secret", "~*", "+@all", "-"+command).Err())
			store, err := redis.Open(ctx, redis.Options{Addresses: []string{s.socket()}, Workspace: "T1", Username: "bot", Password: "secret"})
			say := fault.Say(err)
			if err == nil {
				found := store.Check(ctx)
				require.NotEmpty(t, found)
				assert.True(t, found[0].Refuse)
				say = found[0].Say
				require.NoError(t, store.Close())
			}
			assert.Contains(t, say, "may not do "+command)
			assert.Contains(t, say, "ACL SETUSER NAME +"+command+".")
		})
	}
}

func TestAfterCloseChangesAreRefused(t *testing.T) {
	t.Parallel()
	store := start(t).open(t, redis.Options{})
	require.NoError(t, store.Close())
	_, err := store.Commit(context.Background(), change(t, "a", 1))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
}

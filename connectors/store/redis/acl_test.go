package redis_test

import (
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/state"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/storetest"
)

const password = "made up"

// shown are the rules of the bot's user as README.md shows them, with a password,
// and the commands among them.
func shown(t *testing.T) (rules []any, commands []string) {
	t.Helper()
	readme, err := os.ReadFile("../../../README.md")
	require.NoError(t, err)
	block := regexp.MustCompile("(?m)^```acl\nuser factotum (.*)\n```$").FindSubmatch(readme)
	require.NotNil(t, block, "README.md shows the user")
	for rule := range strings.FieldsSeq(string(block[1])) {
		if command, allowed := strings.CutPrefix(rule, "+"); allowed {
			commands = append(commands, command)
		}
		if strings.HasPrefix(rule, "#") {
			rule = ">" + password
		}
		rules = append(rules, rule)
	}
	return rules, commands
}

// admit makes the user on a server.
func admit(t *testing.T, s *server, rules []any) {
	t.Helper()
	require.NoError(t, s.client(t).Do(t.Context(), append([]any{"ACL", "SETUSER", "factotum"}, rules...)...).Err())
}

// called are the commands that somebody has given to a server.
func called(t *testing.T, s *server) string {
	return s.client(t).Info(context.Background(), "commandstats").Val()
}

// TestTheUserInREADMEMayDoWhatFactotumNeedsAndNoMore lets that user do all that a
// store promises, on a server and in a cluster.
func TestTheUserInREADMEMayDoWhatFactotumNeedsAndNoMore(t *testing.T) {
	t.Parallel()
	rules, commands := shown(t)
	as := redis.Options{Workspace: "T0EXAMPLE", Username: "factotum", Password: password}
	var used strings.Builder
	t.Run("on a server", func(t *testing.T) {
		s := start(t)
		admit(t, s, append(rules, "~{T[0-9]*}*"))
		storetest.Run(t, func(tb testing.TB) storetest.Store {
			return s.open(tb, redis.Options{Username: "factotum", Password: password})
		})
		store := opened(t, s, as)
		assert.Empty(t, store.Check(t.Context()))
		require.NoError(t, store.Fill(t.Context(), func() (state.Row, error) { // a restore that takes its time
			require.Eventually(t, func() bool { return strings.Contains(called(t, s), "cmdstat_pexpire:") }, ample, 100*time.Millisecond)
			return state.Row{}, io.EOF
		}))
		t.Cleanup(func() { used.WriteString(called(t, s)) }) // after the promises, which go beside each other
	})
	t.Run("in a cluster", func(t *testing.T) {
		nodes, options := startCluster(t)
		options.Workspace, options.Username, options.Password = as.Workspace, as.Username, as.Password
		for _, node := range nodes {
			admit(t, node, rules)
		}
		store := opened(t, nodes[0], options)
		_, err := store.Commit(t.Context(), change(t, "a", 1))
		require.NoError(t, err)
		assert.Empty(t, store.Check(t.Context()))
		for _, node := range nodes {
			used.WriteString(called(t, node))
		}
	})
	t.Run("where a Sentinel watches", func(t *testing.T) {
		master, replica := withReplica(t)
		admit(t, master, rules)
		admit(t, replica, rules)
		options := as
		options.Replicas, options.Master, options.Addresses = 1, "main", []string{"127.0.0.1:" + startSentinel(t, master).portText()}
		_, err := opened(t, master, options).Commit(t.Context(), change(t, "a", 1))
		require.NoError(t, err)
	})
	for _, command := range commands {
		assert.Contains(t, used.String(), "cmdstat_"+command+":", "nobody needs %s", command)
	}
}

func TestTheUserInREADMESeesNothingElse(t *testing.T) {
	t.Parallel()
	s := start(t)
	rules, _ := shown(t)
	admit(t, s, rules)
	client := s.client(t)
	conn := client.Conn()
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	require.NoError(t, conn.AuthACL(t.Context(), "factotum", password).Err())
	for _, command := range []string{
		"FLUSHALL", "FLUSHDB", "KEYS *", "SCAN 0", "CONFIG SET appendonly no", "SHUTDOWN", "ACL LIST", "MONITOR",
		"REPLICAOF NO ONE", "SAVE", "GET {T0OTHER}paused", "HGET documents a", "PUBLISH a b",
	} {
		args := []any{}
		for word := range strings.FieldsSeq(command) {
			args = append(args, word)
		}
		assert.ErrorContains(t, conn.Do(t.Context(), args...).Err(), "NOPERM", command)
	}
	foreign := conn.Eval(t.Context(), "return redis.call('HGET', 'documents', 'a')", nil)
	assert.ErrorContains(t, foreign.Err(), "can't access at least one of the keys", "nor by a script")
}

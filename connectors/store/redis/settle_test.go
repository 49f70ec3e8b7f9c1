package redis_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/connectors/store/redis"
)

// tear takes the end of the last transaction out of the log of a server that
// is not running, in the middle of a command after those that wrote documents
// and audit entries, as a kill in the middle of writing leaves it.
func (s *server) tear(t *testing.T) {
	t.Helper()
	logs, err := filepath.Glob(filepath.Join(s.dir, "appendonlydir", "*.incr.aof"))
	require.NoError(t, err)
	require.Len(t, logs, 1)
	content, err := os.ReadFile(logs[0])
	require.NoError(t, err)
	last := bytes.LastIndex(content, []byte("MULTI"))
	pushed := bytes.Index(content[last:], []byte("RPUSH"))
	require.Positive(t, pushed)
	after := last + pushed + bytes.Index(content[last+pushed:], []byte("*"))
	require.NoError(t, os.Truncate(logs[0], int64(after)+9))
}

func TestHalfATransactionInTheLogDoesNotComeBack(t *testing.T) {
	t.Parallel()
	s := start(t)
	store, ctx := opened(t, s, redis.Options{Workspace: "T1"}), context.Background()
	commit := func(id string, n int64) string {
		t.Helper()
		r, err := store.Commit(ctx, change(t, id, n))
		require.NoError(t, err)
		return r.Numbers[id]
	}
	acknowledged := map[string]string{"a": commit("a", 1)}
	commit("torn", 2)
	s.kill()
	s.tear(t)
	s.launch(t)
	acknowledged["b"] = commit("b", 3)
	acknowledged["torn"] = commit("torn", 2) // whoever was not told asks again
	for range 2 {
		s.kill()
		s.launch(t)
	}
	whole(t, store, acknowledged)
}

func TestWhoMayNotPutTheLogInOrderIsTold(t *testing.T) {
	t.Parallel()
	s := start(t, "--rename-command", "BGREWRITEAOF", "")
	store := opened(t, s, redis.Options{Workspace: "T1"})
	_, err := store.Commit(context.Background(), change(t, "a", 1))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "ACL SETUSER NAME +bgrewriteaof")
}

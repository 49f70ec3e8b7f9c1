package redis_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	library "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"factotum/connectors/store/redis"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 5 * time.Minute

// server is a redis-server of a test's own.
type server struct {
	port    int
	dir     string
	args    []string
	command *exec.Cmd
	exited  chan struct{}
	opened  atomic.Int64
}

// start starts a server as Factotum asks for one; args come on top.
func start(tb testing.TB, args ...string) *server {
	tb.Helper()
	s := &server{dir: directory(tb), port: freePort(tb), args: args}
	s.launch(tb)
	tb.Cleanup(s.kill)
	return s
}

// directory is short: the path of a socket has at most 107 bytes.
func directory(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "redis")
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, os.RemoveAll(dir)) })
	return dir
}

func freePort(tb testing.TB) int {
	tb.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(tb, err)
		port := l.Addr().(*net.TCPAddr).Port
		require.NoError(tb, l.Close())
		if port < 55_000 { // the bus of a cluster is 10,000 above
			return port
		}
	}
}

func (s *server) launch(tb testing.TB) {
	tb.Helper()
	args := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--unixsocket", s.socket(), "--dir", s.dir, "--logfile", "redis.log",
		"--save", "", "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction",
		"--repl-diskless-sync-delay", "0",
	}, s.args...)
	s.run(tb, args...)
}

// run starts the program and waits until it answers.
func (s *server) run(tb testing.TB, args ...string) {
	tb.Helper()
	s.command = exec.Command("redis-server", args...)
	require.NoError(tb, s.command.Start())
	exited, command := make(chan struct{}), s.command
	s.exited = exited
	go func() { _ = command.Wait(); close(exited) }()
	client := s.client(tb)
	require.Eventually(tb, func() bool { return answers(client.Ping(context.Background()).Err()) }, ample, 5*time.Millisecond)
}

// answers tells whether it speaks at all: NOAUTH is an answer too.
func answers(err error) bool { return err == nil || library.HasErrorPrefix(err, "NOAUTH") }

func (s *server) socket() string   { return filepath.Join(s.dir, "s") }
func (s *server) portText() string { return strconv.Itoa(s.port) }

func (s *server) signal(sig syscall.Signal) { _ = s.command.Process.Signal(sig) }

func (s *server) kill() {
	s.signal(syscall.SIGKILL)
	<-s.exited
}

// client speaks to the server past the store.
func (s *server) client(tb testing.TB) *library.Client {
	tb.Helper()
	client := library.NewClient(&library.Options{Addr: s.socket()})
	tb.Cleanup(func() { require.NoError(tb, client.Close()) })
	return client
}

// open opens a store; without a workspace that of one that nobody has opened
// before, without addresses on this server.
func (s *server) open(tb testing.TB, o redis.Options) *redis.Store {
	tb.Helper()
	if o.Workspace == "" {
		o.Workspace = fmt.Sprint("T", s.opened.Add(1))
	}
	if o.Addresses == nil {
		o.Addresses = []string{s.socket()}
	}
	store, err := redis.Open(context.Background(), o)
	require.NoError(tb, err)
	return store
}

// opened is an open store that is closed when the test ends.
func opened(tb testing.TB, s *server, o redis.Options) *redis.Store {
	tb.Helper()
	store := s.open(tb, o)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}

// withReplica starts a server and a replica that has caught up with it.
func withReplica(tb testing.TB) (master, replica *server) {
	tb.Helper()
	master = start(tb)
	replica = start(tb, "--replicaof", "127.0.0.1 "+master.portText())
	client := master.client(tb)
	require.Eventually(tb, func() bool {
		info := client.Info(context.Background(), "replication").Val()
		return strings.Contains(info, "state=online")
	}, ample, 20*time.Millisecond)
	return master, replica
}

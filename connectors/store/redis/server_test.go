package redis_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	library "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"factotum/connectors/store/redis"
)

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
	}, s.args...)
	s.command = exec.Command("redis-server", args...)
	require.NoError(tb, s.command.Start())
	exited, command := make(chan struct{}), s.command
	s.exited = exited
	go func() { _ = command.Wait(); close(exited) }()
	client := s.client(tb)
	require.Eventually(tb, func() bool { return client.Ping(context.Background()).Err() == nil }, 20*time.Second, 5*time.Millisecond)
}

func (s *server) socket() string  { return filepath.Join(s.dir, "s") }
func (s *server) address() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

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

// open opens the store of a workspace that nobody has opened before.
func (s *server) open(tb testing.TB) *redis.Store {
	tb.Helper()
	return open(tb, redis.Options{Addresses: []string{s.socket()}, Workspace: fmt.Sprint("T", s.opened.Add(1))})
}

func open(tb testing.TB, o redis.Options) *redis.Store {
	tb.Helper()
	store, err := redis.Open(context.Background(), o)
	require.NoError(tb, err)
	return store
}

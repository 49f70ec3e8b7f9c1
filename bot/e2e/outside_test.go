package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

// Every story is told on either store and over either transport: the
// environment says which, and deploy/test runs them all. What is left out is
// the default, SQLite and Socket Mode.
const (
	storeEnv     = "FACTOTUM_STORY_STORE"     // sqlite or redis
	transportEnv = "FACTOTUM_STORY_TRANSPORT" // socket or http
)

const signingSecret = "made up for a story"

// outside gives a company what it has outside of Factotum, by adding to its
// configuration; one that has it keeps it.
func (w *world) outside(s setup) {
	w.t.Helper()
	store, transport := os.Getenv(storeEnv), os.Getenv(transportEnv)
	require.Contains(w.t, []string{"", "sqlite", "redis"}, store, storeEnv)
	require.Contains(w.t, []string{"", "socket", "http"}, transport, transportEnv)
	file := filepath.Join(w.Folder, "company", "factotum.yaml")
	body, err := os.ReadFile(file)
	require.NoError(w.t, err)
	text := string(body)
	if (s.redis || store == "redis") && !strings.Contains(text, "\nstore:") {
		w.redis = startRedis(w.t)
		text += fmt.Sprintf("\nstore:\n  redis: {addresses: %s, workspace: T01HARBOUR}\n", w.redis.line.Addr())
	}
	if (s.http || transport == "http") && !strings.Contains(text, "\nhttp:") {
		address := freeAddress(w.t)
		w.web = "http://" + address + "/slack/events"
		secret := filepath.Join(w.Folder, "company", "signing-secret")
		require.NoError(w.t, os.WriteFile(secret, []byte(signingSecret), 0o600))
		text += fmt.Sprintf("\nhttp: {listen: %q, url: %q, signing_secret_file: signing-secret}\n", address, w.web)
	}
	require.NoError(w.t, os.WriteFile(file, []byte(text), 0o600))
}

// freeAddress is one that stays free until it is used: below those that the
// system gives to whoever asks for any, of which other stories take many.
func freeAddress(t testing.TB) string {
	t.Helper()
	for {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(22_000)))
		if err == nil {
			require.NoError(t, l.Close())
			return l.Addr().String()
		}
	}
}

// redis is a server of one world alone.
type redis struct {
	t       testing.TB
	folder  string
	socket  string
	line    *line
	command *exec.Cmd
	exited  chan struct{}
}

// startRedis starts a server as Factotum asks for one; it ends with the test.
func startRedis(t testing.TB) *redis {
	t.Helper()
	folder, err := os.MkdirTemp("", "redis") // short: the path of a socket has at most 107 bytes
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	r := &redis{t: t, folder: folder, socket: filepath.Join(folder, "s")}
	r.start()
	t.Cleanup(r.kill)
	r.line = newLine(t, filepath.Join(folder, "line"), r.socket)
	return r
}

func (r *redis) start() {
	r.t.Helper()
	r.command = exec.Command("redis-server", "--port", "0", "--unixsocket", r.socket, "--dir", r.folder, "--logfile", "log",
		"--save", "", "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction")
	require.NoError(r.t, r.command.Start())
	exited, command := make(chan struct{}), r.command
	r.exited = exited
	go func() { _ = command.Wait(); close(exited) }()
	require.Eventually(r.t, func() bool { return strings.Contains(r.try("ping"), "PONG") }, story.Patience, 5*time.Millisecond)
}

// kill ends the server as a power cut does.
func (r *redis) kill() {
	_ = r.command.Process.Signal(syscall.SIGKILL) // it may have ended
	<-r.exited
}

// try asks the server past the store and gives whatever it says.
func (r *redis) try(args ...string) string {
	said, _ := exec.Command("redis-cli", append([]string{"-s", r.socket}, args...)...).CombinedOutput()
	return string(said)
}

// line stands between the program and its server and can be made slow.
type line struct {
	net.Listener
	delay   atomic.Int64 // of every answer, in nanoseconds
	answers atomic.Int64 // that have passed
}

func newLine(t testing.TB, near, far string) *line {
	t.Helper()
	listener, err := net.Listen("unix", near)
	require.NoError(t, err)
	l := &line{Listener: listener}
	var passing sync.WaitGroup
	passing.Go(func() {
		for {
			caller, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", far)
			if err != nil {
				_ = caller.Close()
				continue
			}
			passing.Go(func() { l.pass(server, caller, 0) })
			passing.Go(func() { l.pass(caller, server, 1) })
		}
	})
	t.Cleanup(func() {
		require.NoError(t, listener.Close())
		passing.Wait() // both sides have ended by now
	})
	return l
}

// falter lets nobody be answered in time for a while, in the middle of what is done.
func (l *line) falter(ctx context.Context, d time.Duration) {
	for l.answers.Load() < 1000 && ctx.Err() == nil {
		time.Sleep(time.Millisecond)
	}
	l.delay.Store(int64(2 * time.Second))
	time.Sleep(d)
	l.delay.Store(0)
}

// pass copies one way; times says how often the delay counts there.
func (l *line) pass(to, from net.Conn, times int64) {
	defer func() { _, _ = to.Close(), from.Close() }()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		time.Sleep(time.Duration(times * l.delay.Load()))
		l.answers.Add(times)
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

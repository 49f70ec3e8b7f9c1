package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

// Every story is told on either store and over either transport: the
// environment says which, and deploy/test runs them all. What is left out is
// the default, SQLite and Socket Mode.
const (
	storeEnv     = "FACTOTUM_STORY_STORE"     // sqlite or redis
	transportEnv = "FACTOTUM_STORY_TRANSPORT" // socket or http
)

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
		text += fmt.Sprintf("\nstore:\n  redis: {addresses: %s, workspace: T01HARBOUR}\n", w.redis.socket)
	}
	if (s.http || transport == "http") && !strings.Contains(text, "\nhttp:") {
		address := freeAddress(w.t)
		secret := filepath.Join(w.Folder, "company", "signing-secret")
		require.NoError(w.t, os.WriteFile(secret, []byte("made up for a story"), 0o600))
		text += fmt.Sprintf("\nhttp: {listen: %q, url: \"http://%s/slack/events\", signing_secret_file: signing-secret}\n", address, address)
	}
	require.NoError(w.t, os.WriteFile(file, []byte(text), 0o600))
}

// place is where the state of the world lies.
func (w *world) place() app.Place {
	w.t.Helper()
	s, problems := app.Load(filepath.Join(w.Folder, "company", "factotum.yaml"), func(string) string { return "" })
	require.Empty(w.t, problems)
	return s.Store
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// redis is a server of one world alone.
type redis struct {
	t       testing.TB
	folder  string
	socket  string
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
	require.Eventually(r.t, func() bool { return strings.Contains(r.try("ping"), "PONG") }, 20*time.Second, 5*time.Millisecond)
}

// kill ends the server as a power cut does.
func (r *redis) kill() {
	_ = r.command.Process.Signal(syscall.SIGKILL) // it may have ended
	<-r.exited
}

// signal stops the server or lets it go on.
func (r *redis) signal(s syscall.Signal) {
	r.t.Helper()
	require.NoError(r.t, r.command.Process.Signal(s))
}

// try asks the server past the store and gives whatever it says.
func (r *redis) try(args ...string) string {
	said, _ := exec.Command("redis-cli", append([]string{"-s", r.socket}, args...)...).CombinedOutput()
	return string(said)
}

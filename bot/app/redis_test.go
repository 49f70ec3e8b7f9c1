package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
	"factotum/connectors/slack/practice"
	"factotum/connectors/slack/practice/story"
)

// redisServer starts a server as Factotum asks for one, with args on top. It
// gives its socket, and how to end it before the test does.
func redisServer(t testing.TB, args ...string) (socket string, kill func()) {
	t.Helper()
	folder, err := os.MkdirTemp("", "redis") // short: the path of a socket has at most 107 bytes
	require.NoError(t, err)
	socket = filepath.Join(folder, "s")
	command := exec.Command("redis-server", append([]string{
		"--port", "0", "--unixsocket", socket, "--dir", folder, "--logfile", "log", "--save", "",
		"--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction",
	}, args...)...)
	require.NoError(t, command.Start())
	kill = sync.OnceFunc(func() {
		assert.NoError(t, command.Process.Kill())
		_ = command.Wait() // tells that it was killed
	})
	t.Cleanup(func() {
		kill()
		require.NoError(t, os.RemoveAll(folder))
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("unix", socket)
		return err == nil && c.Close() == nil
	}, story.Patience, 5*time.Millisecond)
	return socket, kill
}

// with is the good company with more in its configuration.
func with(t *testing.T, more string) string {
	t.Helper()
	file := filepath.Join(company(t, ""), "factotum.yaml")
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, append(body, more...), 0o600))
	return file
}

func onRedis(socket string) string {
	return fmt.Sprintf("store:\n  redis: {addresses: %s, workspace: T0PRACTICE}\n", socket)
}

func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// asks gives the status and body of a page.
func asks(t *testing.T, address, path, host string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
	require.NoError(t, err)
	req.Host = host
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	return res.StatusCode, string(body)
}

func TestServeOverSignedHTTPOnRedisWithAHealthPage(t *testing.T) {
	t.Parallel()
	socket, kill := redisServer(t, "--appendfsync", "everysec")
	slack, health := free(t), free(t)
	address := workspace(t, func(o *practice.Options) {
		o.HTTP, o.SigningSecret, o.RequestURLs = true, "made-up secret", practice.RequestURLs{Events: "http://" + slack + "/slack/events"}
	})
	config := with(t, onRedis(socket)+fmt.Sprintf("http: {listen: %q, url: \"http://%s/slack/events\"}\nhealth: %q\n", slack, slack, health))
	env := func(name string) string {
		if name == "FACTOTUM_SLACK_SIGNING_SECRET" {
			return "made-up secret"
		}
		if name == "FACTOTUM_SLACK_APP_TOKEN" {
			return "" // which only Socket Mode needs
		}
		return environment(address)(name)
	}
	ctx, stop := context.WithCancel(t.Context())
	log := &lines{}
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(t, app.Serve(ctx, config, env, slog.New(slog.NewTextHandler(log, nil)))) })
	defer func() { stop(); running.Wait() }()
	s := story.New(t, address)
	s.Connected("U3CLEO")
	s.Eventually("the directory is known", func() bool {
		s.As("U3CLEO").Command("/desk")
		return !s.As("U3CLEO").SeesNo("Parking space")
	})
	assert.Contains(t, log.String(), "appendfsync everysec", "said at the start")

	s.Eventually("it is ready", func() bool { code, _ := asks(t, health, "/readyz", ""); return code == http.StatusOK })
	code, said := asks(t, health, "/healthz", "")
	assert.Equal(t, []any{http.StatusOK, "alive\n"}, []any{code, said})
	s.Eventually("the books are up to date", func() bool { _, page := asks(t, health, "/", ""); return strings.Contains(page, "Books<td>up to date") })
	_, page := asks(t, health, "/", "")
	assert.Contains(t, page, "Example Ltd: something needs you")
	assert.Contains(t, page, "The job “store” has failed since")
	assert.Contains(t, page, "appendfsync everysec")
	assert.Contains(t, page, "Redis at "+socket+", workspace T0PRACTICE")
	_, figures := asks(t, health, "/metrics", "")
	assert.Contains(t, figures, "factotum_slack_up 1\n")
	assert.Contains(t, figures, "factotum_store_up 1\n")
	assert.Contains(t, figures, "factotum_notices_waiting 0\n")
	assert.Contains(t, page, "Books<td>up to date")
	assert.Contains(t, figures, "factotum_books_behind_entries 0\n")
	assert.Contains(t, figures, "factotum_slack_refused_requests_total 0\n")
	assert.NotContains(t, page+figures+log.String(), "made-up", "no secret is shown")
	code, _ = asks(t, health, "/metrics", "evil.example")
	assert.Equal(t, http.StatusForbidden, code)
	for _, path := range []string{"/metrics", "/debug/pprof/", "/healthz", "/"} {
		code, _ = asks(t, slack, path, "")
		assert.Equal(t, http.StatusNotFound, code, "Slack's port shows nothing at %s", path)
	}
	code, _ = asks(t, health, "/debug/pprof/", "")
	assert.Equal(t, http.StatusNotFound, code, "nor the health page what is in memory")

	kill()
	code, said = asks(t, health, "/readyz", "")
	assert.Equal(t, http.StatusServiceUnavailable, code)
	assert.Contains(t, said, "Factotum cannot reach its data right now.")
	code, _ = asks(t, health, "/healthz", "")
	assert.Equal(t, http.StatusOK, code)
	_, page = asks(t, health, "/", "")
	assert.Contains(t, page, "Factotum cannot reach its data right now.")
	_, figures = asks(t, health, "/metrics", "")
	assert.Contains(t, figures, "factotum_store_up 0\n")
	assert.NotContains(t, figures, "factotum_notices_waiting")
	http.DefaultClient.CloseIdleConnections()
}

func TestAnUnsafeRedisIsNotServedFrom(t *testing.T) {
	t.Parallel()
	address := workspace(t, nil)
	quiet := slog.New(slog.DiscardHandler)
	socket, kill := redisServer(t, "--maxmemory-policy", "allkeys-lru", "--appendonly", "no")
	err := app.Serve(t.Context(), with(t, onRedis(socket)), environment(address), quiet)
	require.ErrorContains(t, err, `Write "maxmemory-policy noeviction" in redis.conf.`)
	require.ErrorContains(t, err, `Write "appendonly yes" in redis.conf.`)
	kill()
	soon, stop := context.WithCancel(t.Context())
	defer stop()
	waits := &until{says: "not at work yet", then: stop}
	err = app.Serve(soon, with(t, onRedis(socket)), environment(address), slog.New(slog.NewTextHandler(waits, nil)))
	require.ErrorContains(t, err, "redis: open", "it waits for one that is not there until it is to end")

	socket, _ = redisServer(t)
	taken := free(t)
	l, err := net.Listen("tcp", taken)
	require.NoError(t, err)
	defer func() { require.NoError(t, l.Close()) }()
	err = app.Serve(t.Context(), with(t, onRedis(socket)+fmt.Sprintf("health: %q\n", taken)), environment(address), quiet)
	require.ErrorContains(t, err, taken+" is in use by another program. Choose another address for health.")
	secret := func(name string) string {
		if name == "FACTOTUM_SLACK_SIGNING_SECRET" {
			return "made-up secret"
		}
		return environment(address)(name)
	}
	err = app.Serve(t.Context(), with(t, fmt.Sprintf("health: %q\nhttp: {listen: %q, url: https://example.com/slack/events}\n", free(t), taken)), secret, quiet)
	require.ErrorContains(t, err, taken+" is in use by another program")
}

func TestCheckLooksAtRedis(t *testing.T) {
	t.Parallel()
	socket, kill := redisServer(t)
	env := environment(workspace(t, nil))
	check := func(config string) string {
		var out bytes.Buffer
		_, err := app.Check(t.Context(), config, env, &out)
		require.NoError(t, err)
		return out.String()
	}
	assert.Contains(t, check(with(t, onRedis(socket))), "ok    Redis at "+socket+", workspace T0PRACTICE answers and keeps what it is given.")
	other := strings.Replace(onRedis(socket), "T0PRACTICE", "T0OTHER", 1)
	assert.Contains(t, check(with(t, other)), "wrong store.redis.workspace is T0OTHER, but the bot is in the workspace T0PRACTICE.")
	everysec, _ := redisServer(t, "--appendfsync", "everysec")
	assert.Contains(t, check(with(t, onRedis(everysec))), "wrong Redis writes its log of changes to disk once a second")
	kill()
	assert.Contains(t, check(with(t, onRedis(socket))), "Factotum cannot reach its data right now.")
}

func TestAddressesOfRedisAreWrittenInAnyWay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"{addresses: 127.0.0.1:6379, workspace: T0A}":                                          {"127.0.0.1:6379"},
		"{addresses: [127.0.0.1:6379, redis.example.com:6380], cluster: true, workspace: T0A}": {"127.0.0.1:6379", "redis.example.com:6380"},
		"{addresses: ['[::1]:6379'], workspace: T0A}":                                          {"[::1]:6379"},
		"\n    addresses:\n      - 127.0.0.1:6379\n    workspace: T0A":                         {"127.0.0.1:6379"},
	} {
		s, problems := app.Load(with(t, "store:\n  redis: "+text+"\n"), none)
		require.Empty(t, problems, text)
		assert.Equal(t, want, s.Store.Redis.Addresses, text)
	}
}

func TestTheManifestNamesWhereRequestsArrive(t *testing.T) {
	t.Parallel()
	config := with(t, "http: {listen: 127.0.0.1:3000, url: https://factotum.example.com/slack/events}\n")
	s, problems := app.Load(config, func(name string) string {
		return map[string]string{"FACTOTUM_SLACK_SIGNING_SECRET": "new", "FACTOTUM_SLACK_OLD_SIGNING_SECRET": "old"}[name]
	})
	require.Len(t, problems, 1, "until when the old one holds must be said")
	assert.Nil(t, s)
	s, problems = app.Load(config, func(name string) string {
		return map[string]string{"FACTOTUM_SLACK_SIGNING_SECRET": "new"}[name]
	})
	require.Empty(t, problems)
	text, err := app.Manifest(s)
	require.NoError(t, err)
	assert.Equal(t, 2+5, strings.Count(string(text), "url: https://factotum.example.com/slack/events"), "events, interactivity and five commands: %s", text)
	assert.Contains(t, string(text), "socket_mode_enabled: false")
}

// until is a log after a line of which something is done.
type until struct {
	says string
	then func()
}

// Write takes a line.
func (u *until) Write(line []byte) (int, error) {
	if strings.Contains(string(line), u.says) {
		u.then()
	}
	return len(line), nil
}

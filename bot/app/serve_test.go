package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
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

// environment is that of the good company with Slack at an address.
func environment(address string) func(string) string {
	return func(name string) string {
		return map[string]string{
			"FACTOTUM_SLACK_API_URL": address + "/api/", "FACTOTUM_SLACK_APP_TOKEN": "xapp-made-up", "FACTOTUM_SLACK_BOT_TOKEN": "xoxb-made-up",
		}[name]
	}
}

// workspace is Slack for the people of the good company.
func workspace(t *testing.T, change func(*practice.Options)) string {
	t.Helper()
	o := practice.Options{
		AppToken: "xapp-made-up", BotToken: "xoxb-made-up", Commands: []practice.Command{{Command: "/desk"}, {Command: "/parking"}},
		Users: []practice.User{
			{ID: "U1ADA", Name: "ada", RealName: "Ada Roy", Email: "ada@example.com", TZ: "Europe/Paris"},
			{ID: "U2BOB", Name: "bob", RealName: "Bob Sy", Email: "bob@example.com", TZ: "Europe/Paris"},
			{ID: "U3CLEO", Name: "cleo", RealName: "Cleo Tan", Email: "cleo@example.com", TZ: "Europe/Berlin"},
		},
		Usergroups: []practice.Usergroup{{ID: "S1", Handle: "bookkeepers", Name: "Bookkeepers", Users: []string{"U2BOB"}}},
	}
	if change != nil {
		change(&o)
	}
	w, err := practice.New(o)
	require.NoError(t, err)
	server := httptest.NewServer(w.Handler())
	t.Cleanup(func() {
		require.NoError(t, w.Close())
		server.Close()
	})
	return server.URL
}

// lines is a log that tests may read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// serve runs the bot for the good company until it is stopped.
func serve(t *testing.T, address string) (log *lines, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	log = &lines{}
	var running sync.WaitGroup
	config := filepath.Join(company(t, ""), "factotum.yaml")
	running.Go(func() {
		assert.NoError(t, app.Serve(ctx, config, environment(address), slog.New(slog.NewTextHandler(log, nil))))
	})
	stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
	})
	t.Cleanup(stop)
	return log, stop
}

func TestServeAnswersAndStopsWhenTold(t *testing.T) {
	t.Parallel()
	address := workspace(t, nil)
	log, stop := serve(t, address)
	s := story.New(t, address)
	s.Connected("U3CLEO")
	s.Eventually("the directory is known", func() bool {
		s.As("U3CLEO").Command("/desk")
		return !s.As("U3CLEO").SeesNo("Parking space")
	})
	stop()
	assert.Contains(t, log.String(), "factotum is at work")
	assert.Contains(t, log.String(), "factotum has stopped")
	assert.NotContains(t, log.String(), "made-up", "no token is logged")
}

func TestTwoProgramsDoNotShareTheirData(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "demo")
	o := app.DemoOptions{Folder: folder, Empty: true, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(t.Context())
	first, err := app.StartDemo(ctx, o)
	require.NoError(t, err)
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(t, first.Run(ctx)) })
	settled(t, first)
	second, err := app.StartDemo(t.Context(), o)
	require.NoError(t, err)
	require.ErrorContains(t, second.Run(t.Context()), "Another Factotum is running on this data")
	cancel()
	running.Wait()
}

func TestAPortInUseIsSaid(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	address, err := netip.ParseAddrPort(server.Listener.Addr().String())
	require.NoError(t, err)
	_, err = app.StartDemo(t.Context(), app.DemoOptions{Folder: filepath.Join(t.TempDir(), "demo"), Port: int(address.Port()), Now: time.Now})
	require.ErrorContains(t, err, "is in use")
}

func TestARevokedTokenIsSaidPlainlyAndNotShown(t *testing.T) {
	t.Parallel()
	slack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, err := io.WriteString(w, `{"ok":false,"error":"token_revoked"}`)
		assert.NoError(t, err)
	}))
	t.Cleanup(slack.Close)
	log, stop := serve(t, slack.URL)
	require.Eventually(t, func() bool { return strings.Contains(log.String(), "revoked") }, story.Patience, 10*time.Millisecond)
	stop()
	assert.NotContains(t, log.String(), "made-up")
}

func TestCheckComparesTheCompanyWithSlack(t *testing.T) {
	t.Parallel()
	config := filepath.Join(company(t, ""), "factotum.yaml")
	var out bytes.Buffer
	count, err := app.Check(t.Context(), config, environment(workspace(t, nil)), &out)
	require.NoError(t, err)
	assert.Zero(t, count, "%s", &out)
	assert.Contains(t, out.String(), "ok    Slack answers")
	assert.Contains(t, out.String(), "ok    The people's files and the workspace agree: 3 people.")

	out.Reset()
	address := workspace(t, func(o *practice.Options) {
		o.Users, o.Scopes = o.Users[:2], []string{"chat:write", "users:read"}
	})
	count, err = app.Check(t.Context(), config, environment(address), &out)
	require.NoError(t, err)
	assert.Positive(t, count)
	assert.Contains(t, out.String(), "wrong The bot lacks these scopes: commands")

	out.Reset()
	address = workspace(t, func(o *practice.Options) { o.Users = o.Users[:2] })
	count, err = app.Check(t.Context(), config, environment(address), &out)
	require.NoError(t, err)
	assert.Equal(t, 1, count, "%s", &out)
	assert.Contains(t, out.String(), "people.csv:4: Cleo Tan (cleo@example.com) is in the people file but not in Slack")

	_, err = app.Check(t.Context(), config, none, full{})
	require.ErrorContains(t, err, "disk full")
}

// full is a terminal that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAnAdministratorIsWhoTheConfigurationNames(t *testing.T) {
	t.Parallel()
	folder := company(t, "")
	file := filepath.Join(folder, "factotum.yaml")
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	for admin, want := range map[string]string{
		"ada@example.com":    "", // has roles in her row
		"cleo@example.com":   "", // has none
		"nobody@example.com": "factotum.yaml:16: The administrator nobody@example.com is neither in the people file nor in Slack.",
	} {
		changed := strings.Replace(string(body), "admins: [ada@example.com]", "admins: ["+admin+"]", 1)
		require.NoError(t, os.WriteFile(file, []byte(changed), 0o600))
		var out bytes.Buffer
		_, err := app.Check(t.Context(), file, environment(workspace(t, nil)), &out)
		require.NoError(t, err)
		if want == "" {
			assert.NotContains(t, out.String(), "wrong", admin)
			continue
		}
		assert.Contains(t, out.String(), want)
		assert.Contains(t, out.String(), `factotum.yaml:16: Nobody who may decide has the role "admin".`)
		assert.NotContains(t, out.String(), "is good")
	}
}

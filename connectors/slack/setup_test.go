package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"factotum/connectors/slack/practice"
	"factotum/handlers/payload"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 5 * time.Minute

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type object = map[string]any

// recorder is a Handler that keeps what it got; each answer is the test's own.
type recorder struct {
	click   func(context.Context, payload.Click) payload.Reply
	command func(context.Context, payload.Command) payload.Reply
	submit  func(context.Context, payload.Submission) payload.Reply
	event   func(context.Context, payload.Event) error

	mu      sync.Mutex
	events  []payload.Event
	foreign []payload.Foreign
}

func (r *recorder) Click(ctx context.Context, c payload.Click) payload.Reply {
	return r.click(ctx, c)
}

func (r *recorder) Command(ctx context.Context, c payload.Command) payload.Reply {
	return r.command(ctx, c)
}

func (r *recorder) Submit(ctx context.Context, s payload.Submission) payload.Reply {
	return r.submit(ctx, s)
}

func (r *recorder) Event(ctx context.Context, e payload.Event) error {
	r.mu.Lock()
	r.events = append(r.events, e)
	r.mu.Unlock()
	if r.event != nil {
		return r.event(ctx, e)
	}
	return nil
}

func (r *recorder) Foreign(_ context.Context, f payload.Foreign) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.foreign = append(r.foreign, f)
	return nil
}

func (r *recorder) strangers() []payload.Foreign {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]payload.Foreign(nil), r.foreign...)
}

func (r *recorder) heard() []payload.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]payload.Event(nil), r.events...)
}

// bench is a practice workspace behind real HTTP with our client beside it.
type bench struct {
	t      *testing.T
	url    string
	space  *practice.Workspace
	client *Client
	lines  *cable
	logs   *lockedBuffer
}

func setup(t *testing.T, change func(*practice.Options)) *bench {
	t.Helper()
	o := practice.Options{
		App: practice.App{ID: "A1", Name: "Factotum", BotID: "B1", BotUserID: "UBOT"},
		Users: []practice.User{
			{ID: "U1", Name: "ana", RealName: "Ana Lopez", Email: "ana@example.com", TZ: "Europe/Berlin"},
			{ID: "U2", Name: "bo", RealName: "Bo Chen", TZ: "Asia/Tokyo"},
			{ID: "U3", Name: "gus", RealName: "Gus Guest", IsGuest: true},
			{ID: "U4", Name: "xena", RealName: "Xena Extern", IsExternal: true},
			{ID: "U5", Name: "left", RealName: "Lee Left", Deleted: true},
		},
		Channels:   []practice.Channel{{ID: "C1", Name: "general", Members: []string{"U1", "U2", "UBOT"}}},
		Commands:   []practice.Command{{Command: "/expense"}},
		Shortcuts:  []practice.Shortcut{{Name: "New", CallbackID: "new", Type: "global"}},
		Usergroups: []practice.Usergroup{{ID: "S1", Handle: "finance", Name: "Finance", Users: []string{"U2"}}},
		AppToken:   "xapp-secret", BotToken: "xoxb-secret",
	}
	if change != nil {
		change(&o)
	}
	w, err := practice.New(o)
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(w.Handler())
	lines := &cable{Listener: server.Listener}
	server.Listener = lines
	server.Start()
	t.Cleanup(func() {
		require.NoError(t, w.Close())
		server.Close()
	})
	b := &bench{t: t, url: server.URL, space: w, lines: lines}
	b.client, b.logs = newClient(t, server.URL+"/api/")
	return b
}

// newClient makes a client of its own connections, and what it logs.
func newClient(t *testing.T, api string) (*Client, *lockedBuffer) {
	t.Helper()
	logs := &lockedBuffer{}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	c, err := New(Options{
		APIURL: api, BotToken: "xoxb-secret", AppToken: "xapp-secret",
		HTTP:   &http.Client{Transport: transport},
		Logger: slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	require.NoError(t, err)
	return c, logs
}

// start runs a Socket until the test ends and waits until it is connected.
func start(t *testing.T, c *Client, h Handler) {
	t.Helper()
	s := NewSocket(c, h)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	until(t, func() bool { return c.Health().Connected })
}

func until(t *testing.T, what func() bool) {
	t.Helper()
	require.Eventually(t, what, ample, 2*time.Millisecond)
}

// control acts as a person and gives the answer.
func (b *bench) control(path string, in object) object {
	b.t.Helper()
	body, err := json.Marshal(in)
	require.NoError(b.t, err)
	return b.request(http.MethodPost, path, body)
}

func (b *bench) look(path string) object {
	b.t.Helper()
	return b.request(http.MethodGet, path, nil)
}

func (b *bench) request(method, path string, body []byte) object {
	b.t.Helper()
	req, err := http.NewRequest(method, b.url+"/control/"+path, bytes.NewReader(body))
	require.NoError(b.t, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := b.client.http.Do(req)
	require.NoError(b.t, err)
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusOK, resp.StatusCode, string(raw))
	var out object
	require.NoError(b.t, json.Unmarshal(raw, &out))
	return out
}

// messages of a channel as U1 sees them, as plain JSON.
func (b *bench) messages(channel string) []object {
	b.t.Helper()
	var list []object
	for _, m := range b.look("messages?as=U1&channel=" + channel)["messages"].([]any) {
		list = append(list, m.(object))
	}
	return list
}

// cable is a listener whose connections can all be cut.
type cable struct {
	net.Listener

	mu    sync.Mutex
	conns []net.Conn
}

func (c *cable) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.mu.Lock()
		c.conns = append(c.conns, conn)
		c.mu.Unlock()
	}
	return conn, err
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		_ = conn.Close()
	}
	c.conns = nil
}

// lockedBuffer collects logs of several goroutines.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

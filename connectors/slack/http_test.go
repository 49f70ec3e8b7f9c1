package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
	"factotum/handlers/payload"
)

const secret = "made-up signing secret"

// wire is a bench that sends signed requests as Slack does.
type wire struct {
	*bench
	web     *HTTP
	address string
	stop    func()
}

func setupHTTP(t *testing.T, h Handler) *wire {
	t.Helper()
	b := setup(t, nil)
	web, err := NewHTTP(b.client, h, HTTPOptions{Path: "/slack/events", Secrets: []SigningSecret{{Value: secret}}})
	require.NoError(t, err)
	address, serve := ear(t)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- web.Run(ctx, serve) }()
	w := &wire{bench: b, web: web, address: address}
	w.stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	t.Cleanup(w.stop)
	until(t, func() bool { return b.client.Health().Connected })
	return w
}

// ear is where requests come in, and what hears them until the context ends.
func ear(t *testing.T) (address string, serve func(context.Context, *http.Server) error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	return "http://" + l.Addr().String() + "/slack/events", func(ctx context.Context, server *http.Server) error {
		stopped := make(chan error, 1)
		context.AfterFunc(ctx, func() { stopped <- server.Shutdown(context.WithoutCancel(ctx)) })
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return <-stopped
	}
}

func sign(with, body string, at int64) http.Header {
	ts := strconv.FormatInt(at, 10)
	mac := hmac.New(sha256.New, []byte(with))
	mac.Write([]byte("v0:" + ts + ":" + body))
	return http.Header{
		"X-Slack-Request-Timestamp": {ts}, "X-Slack-Signature": {"v0=" + hex.EncodeToString(mac.Sum(nil))},
	}
}

// send gives the status and body of the answer.
func (w *wire) send(h http.Header, body string) (int, string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.address, strings.NewReader(body))
	require.NoError(w.t, err)
	for name, values := range h {
		req.Header[name] = values
	}
	resp, err := w.client.http.Do(req)
	require.NoError(w.t, err)
	defer func() { _ = resp.Body.Close() }()
	said, err := io.ReadAll(resp.Body)
	require.NoError(w.t, err)
	return resp.StatusCode, string(said)
}

func (w *wire) sent(body string) (int, string) {
	w.t.Helper()
	return w.send(sign(secret, body, time.Now().Unix()), body)
}

func (w *wire) team() string { return w.client.self.TeamID }

// slashed is the body of a slash command.
func (w *wire) slashed(by, trigger string, more ...string) string {
	form := url.Values{
		"command": {"/expense"}, "text": {"12 EUR &payload={}"}, "user_id": {by}, "channel_id": {"C1"},
		"trigger_id": {trigger}, "team_id": {w.team()}, "api_app_id": {"A1"}, "is_enterprise_install": {"false"},
	}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form.Encode()
}

func (w *wire) event(id, text string) string {
	return fmt.Sprintf(`{"type":"event_callback","team_id":%q,"api_app_id":"A1","event_id":%q,"event":{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":%q,"text":%q}}`, w.team(), id, id, text)
}

func TestSignedRequestsAreAnswered(t *testing.T) {
	t.Parallel()
	w := setupHTTP(t, &recorder{
		command: func(_ context.Context, c payload.Command) payload.Reply {
			assert.Equal(t, []string{"/expense", "U1", "C1"}, []string{c.Name, c.By, c.Channel})
			return payload.Reply{Text: "Noted: " + c.Text}
		},
		submit: func(_ context.Context, s payload.Submission) payload.Reply {
			return payload.Reply{Errors: map[string]string{"b": "Say more than " + s.Inputs["b"].Text}}
		},
		click: func(_ context.Context, c payload.Click) payload.Reply { return payload.Reply{} },
	})
	code, said := w.sent(w.slashed("U1", "t1"))
	assert.Equal(t, http.StatusOK, code)
	assert.JSONEq(t, `{"response_type":"ephemeral","text":"Noted: 12 EUR &payload={}","replace_original":false}`, said)

	form := `{"type":"view_submission","trigger_id":"t2","user":{"id":"U1"},"team":{"id":"` + w.team() + `"},"view":{"id":"V1","type":"modal","state":{"values":{"b":{"v":{"type":"plain_text_input","value":"x"}}}}}}`
	code, said = w.sent(url.Values{"payload": {form}}.Encode())
	assert.Equal(t, http.StatusOK, code)
	assert.JSONEq(t, `{"response_action":"errors","errors":{"b":"Say more than x"}}`, said)

	click := `{"type":"block_actions","trigger_id":"t3","user":{"id":"U1"},"actions":[{"type":"button","action_id":"a","value":"1"}]}`
	code, said = w.sent(url.Values{"payload": {click}}.Encode())
	assert.Equal(t, []any{http.StatusOK, ""}, []any{code, said})

	code, said = w.sent(`{"type":"url_verification","token":"x","challenge":"<b>3eZbrw1a</b>"}`)
	assert.Equal(t, []any{http.StatusOK, "<b>3eZbrw1a</b>"}, []any{code, said})
	for _, nothing := range []string{
		`{"type":"app_rate_limited","team_id":"` + w.team() + `","minute_rate_limited":1518467820}`,
		`{"type":"event_callback","event_id":"E1","event":7}`,
	} {
		code, said = w.sent(nothing)
		assert.Equal(t, []any{http.StatusOK, ""}, []any{code, said}, nothing)
	}
	code, _ = w.sent(`{"type":`)
	assert.Equal(t, http.StatusServiceUnavailable, code)
	assert.Zero(t, w.client.Health().Refused)
	assert.NotZero(t, w.client.Health().LastEvent)
}

// TestTheSameBytesHaveOneEffect is the rest of S2.
func TestTheSameBytesHaveOneEffect(t *testing.T) {
	t.Parallel()
	var commands, fails atomic.Int64
	h := &recorder{
		command: func(context.Context, payload.Command) payload.Reply {
			return payload.Reply{Text: fmt.Sprint("time ", commands.Add(1))}
		},
		event: func(_ context.Context, e payload.Event) error {
			if e.Text == "fails once" && fails.Add(1) == 1 {
				return errors.New("store is down")
			}
			return nil
		},
	}
	w := setupHTTP(t, h)
	body := w.slashed("U1", "t1")
	header := sign(secret, body, time.Now().Unix())
	var together sync.WaitGroup
	for range 20 {
		together.Go(func() {
			code, said := w.send(header, body)
			assert.Equal(t, http.StatusOK, code)
			assert.Contains(t, said, "time 1")
		})
	}
	together.Wait()
	assert.Equal(t, int64(1), commands.Load())

	anonymous := url.Values{"command": {"/expense"}, "user_id": {"U2"}}.Encode() // nothing in it tells it from others
	header = sign(secret, anonymous, time.Now().Unix())
	for range 2 {
		_, said := w.send(header, anonymous)
		assert.Contains(t, said, "time 2")
	}

	code, _ := w.sent(w.event("E1", "fails once"))
	assert.Equal(t, http.StatusServiceUnavailable, code, "Slack sends it again")
	for retry := range 3 {
		again := sign(secret, w.event("E1", "fails once"), time.Now().Unix()+int64(retry))
		again["X-Slack-Retry-Num"], again["X-Slack-Retry-Reason"] = []string{strconv.Itoa(retry + 1)}, []string{"http_error"}
		code, _ = w.send(again, w.event("E1", "fails once"))
		assert.Equal(t, http.StatusOK, code)
	}
	require.Len(t, h.heard(), 2, "the failed one and one that was not")
	assert.Equal(t, []int{0, 1}, []int{h.heard()[0].Attempt, h.heard()[1].Attempt})
}

// TestOtherWorkspacesAndAppsAreIgnored is S5.
func TestOtherWorkspacesAndAppsAreIgnored(t *testing.T) {
	t.Parallel()
	h := &recorder{} // a nil function is called by nobody
	w := setupHTTP(t, h)
	interaction := func(team string) string {
		return url.Values{"payload": {`{"type":"block_actions","trigger_id":"t","team":` + team + `,"api_app_id":"A1","user":{"id":"U1"},"actions":[{"type":"button"}]}`}}.Encode()
	}
	for name, body := range map[string]string{
		"an event of another workspace":  strings.Replace(w.event("E1", "x"), w.team(), "T9", 1),
		"an event of another app":        strings.Replace(w.event("E2", "x"), `"A1"`, `"A9"`, 1),
		"a command of another workspace": w.slashed("U1", "t", "team_id", "T9"),
		"a command of another app":       w.slashed("U1", "t", "api_app_id", "A9"),
		"an organisation's installation": w.slashed("U1", "t", "is_enterprise_install", "true"),
		"a click of another workspace":   interaction(`{"id":"T9"}`),
	} {
		code, said := w.sent(body)
		assert.Equal(t, []any{http.StatusOK, ""}, []any{code, said}, name)
	}
	assert.Empty(t, h.heard())
	until(t, func() bool { return len(h.strangers()) == 3 })
	assert.ElementsMatch(t, []payload.Foreign{{Team: "T9", App: "A1"}, {Team: w.team(), App: "A9"}, {Team: w.team(), App: "A1", Org: true}}, h.strangers())
	for i := range 1000 {
		_, _ = w.sent(w.slashed("U1", "t", "team_id", fmt.Sprintf("T%d%s", i, strings.Repeat("x", 9000))))
	}
	w.stop()
	told := h.strangers()
	assert.Less(t, len(told), strangersADay+1, "a flood of them fills no log")
	assert.Len(t, []rune(told[3].Team), maxID)
	assert.Less(t, strings.Count(w.logs.String(), "another workspace or app"), strangersADay+1)
}

func TestWhatIsMeantForSomebodyInASharedChannel(t *testing.T) {
	t.Parallel()
	h := &recorder{}
	w := setupHTTP(t, h)
	shared := strings.Replace(w.event("E3", "x"), `"team_id":"`+w.team()+`"`, `"team_id":"T9","authorizations":[{"team_id":"`+w.team()+`"}]`, 1)
	_, _ = w.sent(shared)
	assert.Len(t, h.heard(), 1, "from a shared channel, and meant for us")
}

func TestALateAnswerGoesToTheResponseAddress(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	w := setupHTTP(t, &recorder{
		command: func(context.Context, payload.Command) payload.Reply {
			<-release
			return payload.Reply{Text: "done after all"}
		},
		event: func(context.Context, payload.Event) error { panic("boom") },
	})
	answered := make(chan string, 1)
	answers := http.NewServeMux()
	answers.HandleFunc("/api/late", func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answered <- string(body)
	})
	w.client.api, _ = url.Parse(listening(t, answers) + "/api/")
	code, _ := w.sent(w.slashed("U1", "t1", "response_url", w.client.api.JoinPath("late").String()))
	assert.Equal(t, http.StatusServiceUnavailable, code, "Slack had no more patience")
	close(release)
	assert.Contains(t, <-answered, "done after all")
	code, _ = w.sent(w.event("E1", "x"))
	assert.Equal(t, http.StatusServiceUnavailable, code)
}

func TestStoppingFinishesTheRequestsThatHaveArrived(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	w := setupHTTP(t, &recorder{command: func(context.Context, payload.Command) payload.Reply {
		close(begun)
		<-release
		return payload.Reply{Text: "done after all"}
	}})
	answered := make(chan string, 1)
	go func() {
		_, said := w.sent(w.slashed("U1", "t1"))
		answered <- said
	}()
	<-begun
	time.AfterFunc(50*time.Millisecond, func() { close(release) })
	w.stop()
	assert.Contains(t, <-answered, "done after all")
	assert.False(t, w.client.Health().Connected)
}

func TestWhoCannotBeReachedIsSaidAndNothingIsTaken(t *testing.T) {
	t.Parallel()
	c, logs := newClient(t, "http://127.0.0.1:1/api/")
	_, err := NewHTTP(c, &recorder{}, HTTPOptions{Secrets: []SigningSecret{{}}})
	require.ErrorContains(t, err, "There is no signing secret")
	web, err := NewHTTP(c, &recorder{}, HTTPOptions{Path: "/slack/events", Secrets: []SigningSecret{{Value: secret}}})
	require.NoError(t, err)
	address, serve := ear(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- web.Run(ctx, serve) }()
	w := &wire{bench: &bench{t: t, client: c}, address: address}
	until(t, func() bool { return c.Health().LastError != "" })
	code, _ := w.sent(`{"type":"event_callback"}`)
	assert.Equal(t, http.StatusServiceUnavailable, code)
	cancel()
	require.NoError(t, <-ended)
	assert.Contains(t, logs.String(), "not reached")
}

// listening serves until the test ends and gives the address.
func listening(t *testing.T, h http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
	ended := make(chan struct{})
	go func() { _ = s.Serve(l); close(ended) }()
	t.Cleanup(func() {
		require.NoError(t, s.Close())
		<-ended
	})
	return "http://" + l.Addr().String()
}

func TestTheAppIsLearnedFromSlackUnlessItIsConfigured(t *testing.T) {
	t.Parallel()
	other := origin{App: "A9"}
	w := setupHTTP(t, &recorder{})
	f, is := w.client.foreign(other)
	assert.True(t, is, "another app is foreign although no id is configured")
	assert.Equal(t, "A9", f.App)

	b := setup(t, nil)
	start(t, b.client, &recorder{})
	_, is = b.client.foreign(other)
	assert.True(t, is, "over sockets too")

	b = setup(t, nil)
	b.client.appID = "A9"
	require.NoError(t, b.client.reach(t.Context()))
	_, is = b.client.foreign(other)
	assert.False(t, is, "the configuration has the last word")

	b = setup(t, func(o *practice.Options) { o.Scopes = []string{"chat:write"} })
	require.ErrorContains(t, b.client.reach(t.Context()), "users:read")
	assert.Nil(t, b.client.self, "nothing is taken before the app is known")
}

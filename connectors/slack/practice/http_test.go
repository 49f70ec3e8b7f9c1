package practice_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// app is reached over HTTP: it checks signatures, answers challenges and keeps the rest.
type app struct {
	t   *testing.T
	got chan delivery
	url string

	mu     sync.Mutex
	answer func(http.ResponseWriter, delivery)
}

type delivery struct {
	path   string
	header http.Header
	form   url.Values
	body   object
}

func reached(t *testing.T, change func(*practice.Options)) (*bench, *app) {
	t.Helper()
	b := open(t, func(o *practice.Options) {
		o.HTTP, o.SigningSecret = true, "s3cret"
		o.RetryPauses = []time.Duration{0, time.Millisecond, time.Millisecond}
		if change != nil {
			change(o)
		}
	})
	a := &app{t: t, got: make(chan delivery, 100), answer: func(http.ResponseWriter, delivery) {}}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.url = server.URL
	b.post("/control/urls", object{"events": a.url + "/events", "interactivity": a.url + "/clicks", "commands": a.url + "/commands"})
	b.connected()
	return b, a
}

func (a *app) replies(answer func(http.ResponseWriter, delivery)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = answer
}

func (a *app) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	assert.NoError(a.t, err)
	stamp := r.Header.Get("X-Slack-Request-Timestamp")
	assert.Equal(a.t, practice.Sign("s3cret", stamp, raw), r.Header.Get("X-Slack-Signature"))
	d := delivery{path: r.URL.Path, header: r.Header}
	said := string(raw)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		d.form, err = url.ParseQuery(string(raw))
		assert.NoError(a.t, err)
		said = d.form.Get("payload")
	}
	_ = json.Unmarshal([]byte(said), &d.body)
	if d.body["type"] == "url_verification" {
		_, _ = io.WriteString(rw, d.body["challenge"].(string))
		return
	}
	a.mu.Lock()
	answer := a.answer
	a.mu.Unlock()
	answer(rw, d)
	a.got <- d
}

func (a *app) next() delivery {
	a.t.Helper()
	select {
	case d := <-a.got:
		return d
	case <-time.After(ample):
		require.FailNow(a.t, "nothing was delivered")
		return delivery{}
	}
}

// TestTheSignatureOfSlacksExample is the example of
// docs.slack.dev/authentication/verifying-requests-from-slack.
func TestTheSignatureOfSlacksExample(t *testing.T) {
	t.Parallel()
	body := "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	assert.Equal(t, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
		practice.Sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body)))
}

func TestOverHTTP(t *testing.T) {
	t.Parallel()
	b, a := reached(t, nil)
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "hello"})
	d := a.next()
	assert.Equal(t, "/events", d.path)
	assert.Equal(t, "hello", dig(d.body, "event", "text"))
	assert.Empty(t, d.header.Get("X-Slack-Retry-Num"))

	a.replies(func(rw http.ResponseWriter, _ delivery) { _, _ = io.WriteString(rw, "Working on it") })
	assert.Empty(t, b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense 12 EUR"}))
	d = a.next()
	assert.Equal(t, []any{"/commands", "12 EUR", "/expense"}, []any{d.path, d.form.Get("text"), d.form.Get("command")})
	assert.Equal(t, "Working on it", dig(b.messages("U1", "C1"), 0, "text"))
	opened := b.ok("views.open", object{"trigger_id": d.form.Get("trigger_id"), "view": modal("Claim", input("a", "A"))})

	a.replies(func(rw http.ResponseWriter, _ delivery) {
		rw.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(rw, `{"response_action":"errors","errors":{"a":"Too little."}}`)
	})
	submit := object{"as": "U1", "view": dig(opened, "view", "id"), "state": object{"a": object{"v": object{"type": "plain_text_input", "value": "1"}}}}
	assert.Equal(t, "Too little.", dig(b.post("/control/submit", submit), "errors", "a"))
	d = a.next()
	assert.Equal(t, []any{"/clicks", "view_submission"}, []any{d.path, d.body["type"]})

	a.replies(func(rw http.ResponseWriter, _ delivery) { rw.WriteHeader(http.StatusInternalServerError) })
	assert.Contains(t, b.post("/control/submit", submit)["error"], "trouble connecting")
	a.next()
	assert.Contains(t, b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense"})["error"], "did not respond")
	res, err := http.PostForm(b.url+"/api/apps.connections.open", url.Values{"token": {"xapp-test"}})
	require.NoError(t, err)
	assert.Equal(t, false, b.body(res, 200)["ok"], "never both")
}

func TestFailedEventsComeAgainWithTheirReason(t *testing.T) {
	t.Parallel()
	b, a := reached(t, func(o *practice.Options) { o.RetryAfter = 2 * time.Second })
	for reason, answer := range map[string]func(http.ResponseWriter, delivery){
		"http_error":         func(rw http.ResponseWriter, _ delivery) { rw.WriteHeader(http.StatusBadGateway) },
		"http_timeout":       func(http.ResponseWriter, delivery) { time.Sleep(2100 * time.Millisecond) },
		"connection_failed":  func(http.ResponseWriter, delivery) { panic(http.ErrAbortHandler) },
		"too_many_redirects": func(rw http.ResponseWriter, _ delivery) { rw.Header().Set("Location", "/events"); rw.WriteHeader(307) },
	} {
		first := make(chan delivery, 100)
		a.replies(func(rw http.ResponseWriter, d delivery) {
			if dig(d.body, "event", "text") != reason {
				return // the one before, tried again since its answer was slow
			}
			first <- d
			if d.header.Get("X-Slack-Retry-Num") == "" {
				answer(rw, d)
			}
		})
		b.post("/control/send", object{"as": "U1", "channel": "D1", "text": reason})
		tried := <-first
		var again delivery
		for again = <-first; again.header.Get("X-Slack-Retry-Num") == ""; again = <-first {
		}
		assert.Equal(t, "1", again.header.Get("X-Slack-Retry-Num"), reason)
		assert.Equal(t, reason, again.header.Get("X-Slack-Retry-Reason"))
		assert.Equal(t, tried.body["event_id"], again.body["event_id"])
	}
}

func TestThreeRetriesUnlessTheAppWantsNone(t *testing.T) {
	t.Parallel()
	b, a := reached(t, nil)
	a.replies(func(rw http.ResponseWriter, _ delivery) { rw.WriteHeader(http.StatusServiceUnavailable) })
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "again"})
	for _, retry := range []string{"", "1", "2", "3"} {
		assert.Equal(t, retry, a.next().header.Get("X-Slack-Retry-Num"))
	}
	a.replies(func(rw http.ResponseWriter, _ delivery) {
		rw.Header().Set("X-Slack-No-Retry", "1")
		rw.WriteHeader(http.StatusServiceUnavailable)
	})
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "once"})
	assert.Equal(t, "once", dig(a.next().body, "event", "text"), "the first was not tried a fifth time")
	a.replies(func(http.ResponseWriter, delivery) {})
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "other"})
	assert.Equal(t, "other", dig(a.next().body, "event", "text"))
}

func TestEventsWaitForTheChallenge(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) { o.HTTP = true })
	ready, challenges := make(chan struct{}), 0
	events := make(chan object, 10)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var in object
		_ = json.NewDecoder(r.Body).Decode(&in)
		switch {
		case in["type"] != "url_verification":
			events <- in
		case challenges == 0: // an app that does not know challenges yet
			challenges++
			_, _ = io.WriteString(rw, "ok")
		default:
			<-ready
			rw.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(rw).Encode(object{"challenge": in["challenge"]})
		}
	}))
	t.Cleanup(server.Close)
	b.w.SetRequestURLs(practice.RequestURLs{Events: server.URL})
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "early"})
	assert.Equal(t, false, dig(b.get("/control/workspace?as=U1"), "app", "connected"))
	assert.Empty(t, events)
	close(ready)
	assert.Equal(t, "early", dig(<-events, "event", "text"))
	assert.Equal(t, true, dig(b.get("/control/workspace?as=U1"), "app", "connected"))
	assert.Equal(t, 409, open(t, nil).ask("POST", "/control/urls", func(*http.Request) {}), "with Socket Mode it makes no sense")
}

package practice_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

func bytesOf(b []byte) io.Reader { return bytes.NewReader(b) }

// ask makes a request with headers and returns its status.
func (b *bench) ask(method, path string, change func(*http.Request)) int {
	b.t.Helper()
	req, err := http.NewRequest(method, b.url+path, strings.NewReader(`{"as":"U1","channel":"D1","text":"x"}`))
	require.NoError(b.t, err)
	change(req)
	res, err := http.DefaultClient.Do(req)
	require.NoError(b.t, err)
	require.NoError(b.t, res.Body.Close())
	return res.StatusCode
}

func TestOnlyThisMachineMayAct(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	origin := func(o string) func(*http.Request) { return func(r *http.Request) { r.Header.Set("Origin", o) } }
	for _, path := range []string{"/", "/docs", "/assets/base.css", "/control/workspace?as=U1", "/control/events?as=U1", "/control/log"} {
		assert.Equal(t, 403, b.ask("GET", path, host("practice.example.com:80")), path)
	}
	assert.Equal(t, 403, b.ask("POST", "/control/send", origin("https://evil.example.com")))
	assert.Equal(t, 403, b.ask("POST", "/control/send", origin("null")))
	assert.Equal(t, 200, b.ask("POST", "/control/send", origin(b.url)))
	assert.Equal(t, 200, b.ask("GET", "/control/workspace?as=U1", host("[::1]:99")))
	assert.Equal(t, 200, b.ask("GET", "/", host("localhost")))
	assert.Equal(t, 200, b.ask("GET", "/docs", host("localhost")))
}

func TestWhatAPersonSees(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.ok("chat.postMessage", object{"channel": "U1", "text": "hello"})
	ws := b.get("/control/workspace?as=U1")
	assert.Equal(t, "D1", dig(ws, "channels", 0, "id"))
	assert.EqualValues(t, 1, dig(ws, "channels", 0, "unread"))
	assert.Equal(t, "AL", dig(ws, "me", "initials"))
	assert.Equal(t, "/expense", dig(ws, "commands", 0, "command"))
	b.messages("U1", "D1")
	assert.EqualValues(t, 0, dig(b.get("/control/workspace?as=U1"), "channels", 0, "unread"))
	ids := func(as string) string { return text(b.get("/control/workspace?as=" + as)["channels"]) }
	assert.NotContains(t, ids("U1"), `"C3"`)
	assert.Contains(t, ids("U2"), `"C3"`)
	assert.NotContains(t, ids("U3"), `"C1"`, "a guest sees only what they are in")
	assert.Equal(t, 404, b.ask("GET", "/control/messages?as=U1&channel=C3", func(*http.Request) {}))
	assert.Equal(t, 404, b.ask("GET", "/control/messages?as=U1&channel=D2", func(*http.Request) {}))
	assert.Equal(t, 200, b.ask("GET", "/control/workspace?as=UBOT", func(*http.Request) {}), "who cannot act is the first person")
}

func TestPagingBackwards(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	for _, s := range []string{"1", "2", "3", "4", "5"} {
		b.post("/control/send", object{"as": "U1", "channel": "C1", "text": s})
	}
	last := b.get("/control/messages?as=U1&channel=C1&limit=2")
	assert.Equal(t, true, last["more"])
	assert.Equal(t, "4", dig(last, "messages", 0, "text"))
	first := b.get("/control/messages?as=U1&channel=C1&before=" + dig(last, "messages", 0, "ts").(string))
	assert.Equal(t, false, first["more"])
	assert.Equal(t, "1", dig(first, "messages", 0, "text"))
	assert.Equal(t, "3", dig(first, "messages", 2, "text"))
}

func TestThePageIsToldWhatHappens(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+"/control/events?as=U1", nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	lines := bufio.NewScanner(res.Body)
	next := func() object {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var out object
				require.NoError(t, json.Unmarshal([]byte(data), &out))
				return out
			}
		}
		require.FailNow(t, "the stream ended")
		return nil
	}
	assert.Equal(t, "hello", next()["type"])
	b.ok("chat.postMessage", object{"channel": "U2", "text": "not for Ana"})
	ts := b.ok("chat.postMessage", object{"channel": "U1", "text": "for Ana"})["ts"]
	event := next()
	assert.Equal(t, "message", event["type"])
	assert.Equal(t, "for Ana", dig(event, "message", "text"))
	b.ok("chat.update", object{"channel": "D1", "ts": ts, "text": "changed"})
	assert.Equal(t, "message_changed", next()["type"])
	b.ok("reactions.add", object{"channel": "D1", "timestamp": ts, "name": "eyes"})
	assert.Equal(t, "reaction", next()["type"])
	b.ok("chat.delete", object{"channel": "D1", "ts": ts})
	event = next()
	assert.Equal(t, "message_deleted", event["type"])
	assert.Equal(t, ts, event["ts"])
	b.ok("views.publish", object{"user_id": "U1", "view": home()})
	assert.Equal(t, "home", next()["type"])
	b.dial()
	assert.Equal(t, true, next()["connected"])
}

func TestHomeNobodyPublishes(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.url+"/control/home", strings.NewReader(`{"as":"U1"}`))
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	if err == nil {
		require.NoError(t, res.Body.Close())
	}
	require.Error(t, err, "it is waited for")
	assert.Nil(t, b.get("/control/home?as=U1")["view"])
}

func TestTheLogHidesTokens(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.ok("chat.postMessage", object{"channel": "C1", "text": "my token is xoxb-test"})
	b.dial()
	res, err := http.Get(b.url + "/control/log?after=0")
	require.NoError(t, err)
	raw, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Contains(t, string(raw), `"what":"chat.postMessage"`)
	assert.NotContains(t, string(raw), "xoxb-test")
	assert.NotContains(t, string(raw), "xapp-test")
	assert.Contains(t, string(raw), "ticket=***")
}

func TestAFileThatCouldRunIsDownloaded(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	for name, kind := range map[string]string{"a.html": "application/octet-stream", "a.svg": "application/octet-stream", "a.pdf": "application/pdf"} {
		res, err := http.Post(b.url+"/control/upload?as=U1&name="+name, "", strings.NewReader("<script>"))
		require.NoError(t, err)
		f := b.body(res, 200)
		res, err = http.Get(b.url + f["url"].(string))
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		assert.Equal(t, kind, res.Header.Get("Content-Type"), name)
		assert.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))
		assert.Equal(t, 404, b.ask("GET", strings.Replace(f["url"].(string), "U1", "U2", 1), func(*http.Request) {}))
	}
	assert.Equal(t, 400, b.ask("POST", "/control/upload?as=U1", func(*http.Request) {}), "no name")
}

func TestItIsAllThereNextTime(t *testing.T) {
	t.Parallel()
	where := filepath.Join(t.TempDir(), "practice.json")
	keep := func(o *practice.Options) { o.DataFile = where }
	b := open(t, keep)
	ts := b.ok("chat.postMessage", object{"channel": "C1", "text": "root", "blocks": []any{object{"type": "markdown", "text": "a\tb\nc"}}, "metadata": object{"event_type": "card", "event_payload": object{"id": "1"}}})["ts"].(string)
	b.post("/control/send", object{"as": "U1", "channel": "C1", "text": "reply", "thread_ts": ts})
	res, err := http.Post(b.url+"/control/upload?as=U1&name=a.pdf", "", strings.NewReader("%PDF"))
	require.NoError(t, err)
	f := b.body(res, 200)
	b.post("/control/send", object{"as": "U1", "channel": "C2", "files": []any{f["id"]}})
	b.ok("conversations.join", object{"channel": "C2"})
	b.ok("views.publish", object{"user_id": "U1", "view": object{"type": "home", "blocks": []any{object{"type": "divider"}}}})
	b.post("/control/people", object{"update": object{"id": "U2", "title": "Boss"}})
	require.NoError(t, b.w.Close())

	b = open(t, keep)
	assert.Equal(t, "reply", dig(b.get("/control/messages?as=U1&channel=C1&thread_ts="+ts), "messages", 1, "text"))
	assert.Equal(t, "1", dig(b.ok("conversations.history", object{"channel": "C1", "include_all_metadata": "1"}), "messages", 0, "metadata", "event_payload", "id"))
	assert.Equal(t, "divider", dig(b.get("/control/home?as=U1"), "view", "blocks", 0, "type"))
	assert.Equal(t, "Boss", dig(b.ok("users.info", object{"user": "U2"}), "user", "profile", "title"))
	assert.Equal(t, "a\tb\nc", dig(b.messages("U1", "C1"), 0, "blocks", 0, "text"))
	info := b.ok("files.info", object{"file": f["id"]})
	assert.EqualValues(t, 4, dig(info, "file", "size"))
	assert.Greater(t, b.ok("chat.postMessage", object{"channel": "C1", "text": "later"})["ts"], ts)
	require.NoError(t, b.w.Close())
	left, err := os.ReadDir(filepath.Dir(where))
	require.NoError(t, err)
	assert.Len(t, left, 2, "no leftovers of writing")

	require.NoError(t, os.WriteFile(where, []byte("{\"last_ts\":1}\n{broken"), 0o600))
	o := options()
	keep(&o)
	_, err = practice.New(o)
	assert.ErrorContains(t, err, "record 2")
}

func TestItIsSavedWithoutClosing(t *testing.T) {
	t.Parallel()
	where := filepath.Join(t.TempDir(), "practice.json")
	b := open(t, func(o *practice.Options) { o.DataFile = where })
	b.ok("chat.postMessage", object{"channel": "C1", "text": "kept"})
	require.Eventually(t, func() bool {
		raw, _ := os.ReadFile(where)
		return bytes.Contains(raw, []byte("kept"))
	}, ample, 10*time.Millisecond)
}

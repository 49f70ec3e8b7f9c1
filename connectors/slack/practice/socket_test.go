package practice_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// line is a raw Socket Mode connection.
type line struct {
	t    *testing.T
	conn *websocket.Conn
}

type frame struct {
	Type       string `json:"type"`
	ID         string `json:"envelope_id"`
	Reason     string `json:"reason"`
	Attempt    int    `json:"retry_attempt"`
	Because    string `json:"retry_reason"`
	Responds   bool   `json:"accepts_response_payload"`
	NumSockets int    `json:"num_connections"`
	Payload    object `json:"payload"`
}

func (b *bench) socketURL() string {
	b.t.Helper()
	res, err := http.PostForm(b.url+"/api/apps.connections.open", url.Values{"token": {"xapp-test"}})
	require.NoError(b.t, err)
	return b.body(res, 200)["url"].(string)
}

func (b *bench) dial() *line {
	b.t.Helper()
	conn, res, err := websocket.DefaultDialer.Dial(b.socketURL(), nil)
	require.NoError(b.t, err)
	require.NoError(b.t, res.Body.Close())
	b.t.Cleanup(func() { _ = conn.Close() })
	l := &line{t: b.t, conn: conn}
	require.Equal(b.t, "hello", l.next().Type)
	return l
}

func (l *line) next() frame {
	l.t.Helper()
	require.NoError(l.t, l.conn.SetReadDeadline(time.Now().Add(ample)))
	var f frame
	require.NoError(l.t, l.conn.ReadJSON(&f))
	return f
}

func (l *line) ack(f frame, payload any) {
	l.t.Helper()
	out := object{"envelope_id": f.ID}
	if payload != nil {
		out["payload"] = payload
	}
	require.NoError(l.t, l.conn.WriteJSON(out))
}

// answer acknowledges the next frame in the background and passes it on.
func (l *line) answer(payload any) chan frame {
	out := make(chan frame, 1)
	go func() {
		var f frame
		if l.conn.ReadJSON(&f) == nil {
			ack := object{"envelope_id": f.ID}
			if payload != nil {
				ack["payload"] = payload
			}
			_ = l.conn.WriteJSON(ack)
		}
		out <- f
	}()
	return out
}

func TestATicketIsGoodForOneSocket(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	address := b.socketURL()
	conn, res, err := websocket.DefaultDialer.Dial(address, nil)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	t.Cleanup(func() { _ = conn.Close() })
	_, res, err = websocket.DefaultDialer.Dial(address, nil)
	require.Error(t, err)
	assert.Equal(t, http.StatusForbidden, res.StatusCode)
}

func TestUnacknowledgedEventsComeAgain(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) {
		o.RetryAfter = 20 * time.Millisecond
		o.RetryPauses = []time.Duration{0, time.Millisecond, time.Millisecond}
	})
	l := b.dial()
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "hello"})
	first := l.next()
	assert.Equal(t, "events_api", first.Type)
	assert.Zero(t, first.Attempt)
	for attempt := 1; attempt <= 3; attempt++ {
		f := l.next()
		assert.Equal(t, attempt, f.Attempt)
		assert.Equal(t, "timeout", f.Because)
		assert.Equal(t, first.Payload["event_id"], f.Payload["event_id"])
		assert.NotEqual(t, first.ID, f.ID)
	}
	// The fourth delivery was the last one: what comes next is something else.
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "more"})
	assert.Equal(t, "more", dig(l.next().Payload, "event", "text"))
}

func TestEventsWaitForASocket(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "anybody?"})
	l := b.dial()
	assert.Equal(t, "anybody?", dig(l.next().Payload, "event", "text"))
	require.NoError(t, l.conn.Close()) // without an acknowledgement
	f := b.dial().next()
	assert.Equal(t, "anybody?", dig(f.Payload, "event", "text"))
	assert.Equal(t, 1, f.Attempt)
}

func TestEachPayloadGoesToOneSocket(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	one, two := b.dial(), b.dial()
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "a"})
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "b"})
	texts := []any{dig(one.next().Payload, "event", "text"), dig(two.next().Payload, "event", "text")}
	assert.ElementsMatch(t, []any{"a", "b"}, texts)
}

func TestAnAppThatFailsAPerson(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) { o.RetryAfter = 2 * time.Second })
	run := func() any {
		return b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense"})["error"]
	}
	assert.Equal(t, "/expense failed because the app did not respond", run(), "nobody there")
	l := b.dial()
	assert.Equal(t, "/expense failed because the app did not respond", run(), "too late")
	l.next()
	said := l.answer(object{"blocks": []any{object{"type": "poem"}}})
	assert.Contains(t, run(), "invalid_command_response")
	got := <-said
	assert.Equal(t, "slash_commands", got.Type)
	assert.True(t, got.Responds)
	assert.Equal(t, "general", got.Payload["channel_name"])

	ts := b.ok("chat.postMessage", object{"channel": "C1", "text": "x", "blocks": []any{actions("do", button("yes", "Yes", "1"))}})["ts"]
	l.ack(l.next(), nil)
	click := object{"as": "U1", "message": object{"channel": "C1", "ts": ts}, "block_id": "do", "action_id": "yes"}
	assert.Contains(t, b.post("/control/click", click)["error"], "did not respond")
}

func TestCloseSaysGoodbye(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	l := b.dial()
	require.NoError(t, b.w.Close())
	f := l.next()
	assert.Equal(t, "disconnect", f.Type)
	assert.NotEmpty(t, f.Reason)
	_, _, err := l.conn.ReadMessage()
	assert.Error(t, err)
}

func TestTriggersAndViews(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	clock := make(chan time.Time, 1)
	clock <- now
	b := open(t, func(o *practice.Options) {
		o.Now = func() time.Time { n := <-clock; clock <- n; return n }
	})
	l := b.dial()
	trigger := func() any {
		got := l.answer(nil)
		assert.Empty(t, b.post("/control/shortcut", object{"as": "U1", "callback_id": "new"}))
		f := <-got
		assert.Equal(t, "shortcut", f.Payload["type"])
		return f.Payload["trigger_id"]
	}
	view := modal("Claim", input("a", "A"))
	out := b.fails("invalid_arguments", "views.open", object{"trigger_id": "nonsense", "view": view})
	assert.Equal(t, "[ERROR] invalid `trigger_id` [json-pointer:/trigger_id]", dig(out, "response_metadata", "messages", 0))
	b.fails("expired_trigger_id", "views.open", object{"trigger_id": "1700000000000.1.abc", "view": view})
	b.fails("invalid_trigger_id", "views.open", object{"trigger_id": strconv.FormatInt(now.UnixMilli(), 10) + ".1.abc", "view": view})
	late := trigger()
	<-clock
	clock <- now.Add(4 * time.Second)
	b.fails("expired_trigger_id", "views.open", object{"trigger_id": late, "view": view})
	once := trigger()
	root := b.ok("views.open", object{"trigger_id": once, "view": view})
	b.fails("exchanged_trigger_id", "views.open", object{"trigger_id": once, "view": view})

	id, hash := dig(root, "view", "id"), dig(root, "view", "hash")
	updated := b.ok("views.update", object{"view_id": id, "hash": hash, "view": modal("Claim 2", input("a", "A"))})
	assert.Equal(t, id, dig(updated, "view", "id"))
	b.fails("hash_conflict", "views.update", object{"view_id": id, "hash": hash, "view": view})
	b.fails("not_found", "views.update", object{"view_id": "V9", "view": view})
	b.ok("views.push", object{"trigger_id": trigger(), "view": view})
	pushed := b.ok("views.push", object{"trigger_id": trigger(), "view": view})
	assert.Equal(t, id, dig(pushed, "view", "root_view_id"))
	b.fails("push_limit_reached", "views.push", object{"trigger_id": trigger(), "view": view})
	b.fails("user_not_found", "views.publish", object{"user_id": "U9", "view": home()})
	published := b.ok("views.publish", object{"user_id": "U1", "view": home()})
	b.ok("views.publish", object{"user_id": "U1", "hash": dig(published, "view", "hash"), "view": home()})
	b.fails("hash_conflict", "views.publish", object{"user_id": "U1", "hash": dig(published, "view", "hash"), "view": home()})
}

func TestClosingAView(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	l := b.dial()
	got := l.answer(nil)
	b.post("/control/shortcut", object{"as": "U1", "callback_id": "new"})
	view := modal("Claim", input("a", "A"))
	view["notify_on_close"] = true
	opened := b.ok("views.open", object{"trigger_id": (<-got).Payload["trigger_id"], "view": view})
	got = l.answer(nil)
	b.post("/control/close", object{"as": "U1", "view": dig(opened, "view", "id")})
	f := <-got
	assert.Equal(t, "view_closed", f.Payload["type"])
	assert.Equal(t, dig(opened, "view", "id"), dig(f.Payload, "view", "id"))
	assert.Empty(t, b.get("/control/views?as=U1")["stack"])
}

func TestMessageShortcutAndSuggestions(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	l := b.dial()
	ts := b.ok("chat.postMessage", object{"channel": "C1", "text": "x", "blocks": []any{
		actions("do", object{"type": "external_select", "action_id": "who", "min_query_length": 1}),
	}})["ts"]
	l.ack(l.next(), nil)
	got := l.answer(nil)
	b.post("/control/shortcut", object{"as": "U1", "callback_id": "take", "channel": "C1", "ts": ts})
	f := <-got
	assert.Equal(t, "message_action", f.Payload["type"])
	assert.Equal(t, ts, dig(f.Payload, "message", "ts"))
	offered := object{"options": []any{object{"text": object{"type": "plain_text", "text": "Cab"}, "value": "c"}}}
	got = l.answer(offered)
	out := b.get("/control/options?as=U1&channel=C1&ts=" + ts.(string) + "&block_id=do&action_id=who&value=ca")
	assert.Equal(t, "Cab", dig(out, "options", 0, "text", "text"))
	f = <-got
	assert.Equal(t, "block_suggestion", f.Payload["type"])
	assert.Equal(t, "ca", f.Payload["value"])
	ask := "/control/options?as=U1&channel=C1&ts=" + ts.(string) + "&block_id=do&action_id=who&value=ca"
	many := func(key string, n int) object {
		list := make([]any, n)
		for i := range list {
			list[i] = offered["options"].([]any)[0]
			if key == "option_groups" {
				list[i] = object{"label": object{"type": "plain_text", "text": "G"}, "options": offered["options"]}
			}
		}
		return object{key: list}
	}
	for _, key := range []string{"options", "option_groups"} {
		got = l.answer(many(key, 100))
		assert.Len(t, b.get(ask)[key], 100)
		<-got
	}
	for _, answer := range []object{
		many("options", 101), many("option_groups", 101),
		{"options": "many"},
		{"option": []any{}},
		{"options": []any{object{"text": "Cab", "value": "c"}}},
		{"options": []any{object{"text": object{"type": "plain_text", "text": strings.Repeat("x", 76)}, "value": "c"}}},
	} {
		got = l.answer(answer)
		assert.Contains(t, b.get(ask)["error"], "Slack does not take", "%v", answer)
		<-got
	}
	groups := object{"option_groups": []any{object{"label": object{"type": "plain_text", "text": "G"}, "options": offered["options"]}}}
	got = l.answer(groups)
	assert.Equal(t, "Cab", dig(b.get(ask), "option_groups", 0, "options", 0, "text", "text"))
	<-got
}

func TestResponseURL(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	l := b.dial()
	got := l.answer(object{"response_type": "in_channel", "text": "for all"})
	b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense 1"})
	where := (<-got).Payload["response_url"].(string)
	send := func(code int, body object) object {
		raw, err := json.Marshal(body)
		require.NoError(t, err)
		res, err := http.Post(where, "application/json", bytesOf(raw))
		require.NoError(t, err)
		return b.body(res, code)
	}
	assert.Equal(t, "no_text", send(400, object{})["error"])
	for range 4 {
		send(200, object{"text": "again", "response_type": "in_channel"})
	}
	send(200, object{"text": "to you"})
	assert.Equal(t, "used_url", send(404, object{"text": "once more"})["error"])
	assert.Len(t, b.messages("U2", "C1"), 5)
	assert.Len(t, b.messages("U1", "C1"), 6)
}

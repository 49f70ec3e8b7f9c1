package practice_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// try calls a method and returns the status, the seconds of Retry-After and the error.
func (b *bench) try(method string, form url.Values) (int, string, any) {
	b.t.Helper()
	form.Set("token", b.bot)
	res, err := http.PostForm(b.url+"/api/"+method, form)
	require.NoError(b.t, err)
	return res.StatusCode, res.Header.Get("Retry-After"), b.body(res, res.StatusCode)["error"]
}

func TestOneMessageASecondInAChannel(t *testing.T) {
	t.Parallel()
	now, options := stopped(func(o *practice.Options) { o.Limits = practice.Limits{PostBurst: 1} })
	b := open(t, options)
	post := func(channel string) (int, string, any) {
		return b.try("chat.postMessage", url.Values{"channel": {channel}, "text": {"x"}})
	}
	says := func(code int, wait string, wrong any, channel string) {
		t.Helper()
		gotCode, gotWait, got := post(channel)
		assert.Equal(t, []any{code, wait, wrong}, []any{gotCode, gotWait, got})
	}
	says(200, "", nil, "C1")
	says(429, "1", "ratelimited", "C1")
	says(200, "", nil, "U1")
	now.pass(900 * time.Millisecond)
	says(429, "1", "ratelimited", "C1")
	now.pass(100 * time.Millisecond)
	says(200, "", nil, "C1")
	now.pass(-time.Hour) // a clock that was set back must not close the channel for an hour
	says(200, "", nil, "C1")
	assert.Len(t, b.messages("U1", "C1"), 3, "what was refused was not posted")
}

func TestAShortBurstIsAllowed(t *testing.T) {
	t.Parallel()
	now, options := stopped(func(o *practice.Options) { o.Limits = practice.Limits{} })
	b := open(t, options)
	count := func() (n int) {
		for {
			if code, _, _ := b.try("chat.postMessage", url.Values{"channel": {"C1"}, "text": {"x"}}); code != 200 {
				return n
			}
			n++
		}
	}
	assert.Equal(t, 3, count())
	now.pass(2 * time.Second)
	assert.Equal(t, 2, count())
	now.pass(time.Hour)
	assert.Equal(t, 3, count())
}

// TestTiers tries a method of each tier at its limit and one past it.
func TestTiers(t *testing.T) {
	t.Parallel()
	now, options := stopped(func(o *practice.Options) { o.Limits = practice.Limits{} })
	b := open(t, options)
	for method, c := range map[string]struct {
		most int
		wait string
	}{
		"usergroups.list":    {20, "3"},
		"users.list":         {20, "3"},
		"conversations.list": {20, "3"},
		"conversations.join": {50, "2"},
		"chat.update":        {50, "2"},
		"users.info":         {100, "1"},
		"views.publish":      {100, "1"},
	} {
		for i := range c.most {
			code, _, _ := b.try(method, url.Values{})
			require.Equal(t, 200, code, "%s, call %d", method, i+1)
		}
		code, wait, say := b.try(method, url.Values{})
		assert.Equal(t, []any{429, c.wait, "ratelimited"}, []any{code, wait, say}, method)
	}
	now.pass(3 * time.Second)
	code, _, _ := b.try("users.list", url.Values{})
	assert.Equal(t, 200, code)
	code, _, _ = b.try("users.list", url.Values{})
	assert.Equal(t, 429, code)
}

func TestWhatTheAppDidNotSubscribeTo(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) { o.Events = []string{"message.im"} })
	l := b.dial()
	b.post("/control/send", object{"as": "U1", "channel": "C1", "text": "<@UBOT> in a channel"})
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "direct"})
	assert.Equal(t, "direct", dig(l.next().Payload, "event", "text"))

	b = open(t, func(o *practice.Options) { o.Scopes = []string{"im:history"} })
	l = b.dial()
	b.post("/control/people", object{"update": object{"id": "U2", "title": "Boss"}})
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "direct"})
	assert.Equal(t, "message", dig(l.next().Payload, "event", "type"), "user_change takes users:read")
}

func TestAResponseAddressEndsAfterHalfAnHour(t *testing.T) {
	t.Parallel()
	now, options := stopped(nil)
	b := open(t, options)
	l := b.dial()
	got := l.answer(nil)
	b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense 1"})
	where := (<-got).Payload["response_url"].(string)
	send := func(code int) any {
		res, err := http.Post(where, "application/json", bytesOf([]byte(`{"text":"x"}`)))
		require.NoError(t, err)
		return b.body(res, code)["error"]
	}
	now.pass(30 * time.Minute)
	assert.Nil(t, send(200))
	now.pass(time.Second)
	assert.Equal(t, "expired_url", send(404))
}

// TestAnAnswerOf20KBIsDropped: one byte less is taken.
func TestAnAnswerOf20KBIsDropped(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	l := b.dial()
	for size, want := range map[int]int{20<<10 - 1: 1, 20 << 10: 0} {
		before := len(b.messages("U1", "C1"))
		answer := object{"text": ""}
		fill := size - len(text(answer))
		long := make([]byte, fill)
		for i := range long {
			long[i] = 'x'
		}
		answer["text"] = string(long)
		done := l.answer(answer)
		assert.Empty(t, b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense"}))
		<-done
		assert.Len(t, b.messages("U1", "C1"), before+want, "%d bytes", size)
	}
}

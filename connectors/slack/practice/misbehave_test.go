package practice_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// fates posts n messages and returns what came of each: its status, or lost.
func (b *bench) fates(n int) (out []string) {
	b.t.Helper()
	for i := range n {
		res, err := http.PostForm(b.url+"/api/chat.postMessage", url.Values{"token": {b.bot}, "channel": {"C1"}, "text": {fmt.Sprint(i)}})
		if err != nil {
			out = append(out, "lost")
			continue
		}
		require.NoError(b.t, res.Body.Close())
		out = append(out, fmt.Sprint(res.StatusCode))
	}
	return out
}

func TestMisbehaviourIsTheSameForTheSameSeed(t *testing.T) {
	t.Parallel()
	trouble := practice.Misbehaviour{Seed: 7, Lose: 0.2, Fail: 0.2, Limit: 0.2}
	one := open(t, func(o *practice.Options) { o.Misbehaviour = trouble })
	two := open(t, nil)
	two.w.Misbehave(trouble)
	first := one.fates(40)
	assert.Equal(t, first, two.fates(40))
	for _, kind := range []string{"200", "429", "500", "lost"} {
		assert.Contains(t, first, kind)
	}
	posted := 0
	for _, f := range first {
		if f == "200" || f == "lost" {
			posted++
		}
	}
	assert.Len(t, one.messages("U1", "C1"), posted, "what was lost was posted all the same, what failed was not")
	trouble.Seed = 8
	two.w.Misbehave(trouble)
	assert.NotEqual(t, first, two.fates(40))
}

func TestMisbehaviourOfSomeMethodsOnly(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	now := b.post("/control/misbehave", object{"fail": 1, "only": []string{"users.info"}, "retry_after": 9})
	assert.EqualValues(t, 1, now["fail"])
	code, _, say := b.try("users.info", url.Values{"user": {"U1"}})
	assert.Equal(t, []any{500, "internal_error"}, []any{code, say})
	code, _, _ = b.try("auth.test", url.Values{})
	assert.Equal(t, 200, code)
	b.post("/control/misbehave", object{"fail": 0, "limit": 1})
	code, wait, say := b.try("users.info", url.Values{"user": {"U1"}})
	assert.Equal(t, []any{429, "9", "ratelimited"}, []any{code, wait, say}, "fields that are not named stay")
	b.post("/control/misbehave", object{"reset": true})
	assert.EqualValues(t, 0, b.get("/control/misbehave")["limit"])
	b.ok("users.info", object{"user": "U1"})
}

func TestSlowness(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.post("/control/misbehave", object{"slow": 1, "slow_for_ms": 60000})
	client := http.Client{Timeout: 20 * time.Millisecond, Transport: &http.Transport{DisableKeepAlives: true}}
	_, err := client.PostForm(b.url+"/api/chat.postMessage", url.Values{"token": {b.bot}, "channel": {"C1"}, "text": {"x"}})
	require.Error(t, err)
	assert.Empty(t, b.messages("U1", "C1"), "who gives up before gets nothing done")
	b.post("/control/misbehave", object{"slow_for_ms": 1})
	b.ok("chat.postMessage", object{"channel": "C1", "text": "x"})
}

// TestEventsComeUpToFourTimesInAnyOrder sends events that are all acknowledged.
func TestEventsComeUpToFourTimesInAnyOrder(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.post("/control/misbehave", object{"seed": 3, "redeliver": 0.8, "late": 0.5, "spread_ms": 50})
	l := b.dial()
	const sent = 30
	for i := range sent {
		b.post("/control/send", object{"as": "U1", "channel": "D1", "text": fmt.Sprint(i)})
	}
	b.post("/control/misbehave", object{"reset": true})
	times, order, ids := map[any]int{}, []any{}, map[any]any{}
	for ended := time.Now().Add(ample); time.Now().Before(ended); {
		require.NoError(t, l.conn.SetReadDeadline(ended))
		var f frame
		if len(times) == sent {
			require.NoError(t, l.conn.SetReadDeadline(time.Now().Add(500*time.Millisecond)))
		}
		if l.conn.ReadJSON(&f) != nil {
			break
		}
		l.ack(f, nil)
		said := dig(f.Payload, "event", "text")
		if times[said]++; times[said] == 1 {
			order = append(order, said)
			ids[said] = f.Payload["event_id"]
		}
		assert.Equal(t, ids[said], f.Payload["event_id"], "the same event has the same id")
	}
	most, sorted := 0, true
	for i, said := range order {
		most = max(most, times[said])
		sorted = sorted && said == fmt.Sprint(i)
	}
	assert.Len(t, times, sent, "none is missing")
	assert.Equal(t, 4, most)
	assert.False(t, sorted, "some overtook others")
}

func TestSocketsEnd(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	l := b.dial()
	b.post("/control/misbehave", object{"sockets": "cut"})
	_, _, err := l.conn.ReadMessage()
	require.Error(t, err, "without a word")

	l = b.dial()
	b.post("/control/misbehave", object{"sockets": "warning", "warn_for_ms": 1})
	assert.Equal(t, "warning", l.next().Reason)
	assert.Equal(t, "refresh_requested", l.next().Reason)
	_, _, err = l.conn.ReadMessage()
	require.Error(t, err)

	l = b.dial()
	b.post("/control/misbehave", object{"sockets": "link_disabled"})
	assert.Equal(t, "link_disabled", l.next().Reason)

	l = b.dial()
	b.post("/control/misbehave", object{"cut": 1})
	b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "last words"})
	assert.Equal(t, "last words", dig(l.next().Payload, "event", "text"))
	_, _, err = l.conn.ReadMessage()
	require.Error(t, err)
	b.post("/control/misbehave", object{"cut": 0, "warn": 1, "warn_for_ms": 60000})
	l = b.dial()
	assert.Equal(t, "last words", dig(l.next().Payload, "event", "text"), "nobody acknowledged it")
	assert.Equal(t, "warning", l.next().Reason)
}

func TestSlacksClockIsAhead(t *testing.T) {
	t.Parallel()
	now, options := stopped(nil)
	b := open(t, options)
	b.post("/control/misbehave", object{"skew_ms": 600000})
	ts := b.ok("chat.postMessage", object{"channel": "C1", "text": "x"})["ts"]
	assert.Equal(t, fmt.Sprintf("%d.000000", now.Now().Add(10*time.Minute).Unix()), ts)
}

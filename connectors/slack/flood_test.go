package slack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/handlers/payload"
)

func TestStrangersGetLittle(t *testing.T) {
	t.Parallel()
	w := setupHTTP(t, &recorder{command: func(context.Context, payload.Command) payload.Reply { return payload.Reply{} }})
	large := w.slashed("U1", "t1", "text", strings.Repeat("x", 512<<10))
	code, _ := w.sent(large)
	assert.Equal(t, http.StatusOK, code)
	for name, body := range map[string]io.Reader{
		"said":     strings.NewReader(strings.Repeat("x", maxBody+1)),
		"not said": io.MultiReader(strings.NewReader(strings.Repeat("x", maxBody+1))),
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.address, body)
		require.NoError(t, err)
		req.Header = sign(secret, "", time.Now().Unix())
		resp, err := w.client.http.Do(req)
		if err == nil { // or the server hung up while we were sending
			require.NoError(t, resp.Body.Close())
			assert.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode, name)
		}
	}
	resp, err := w.client.http.Get(w.address)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
	w.address = strings.TrimSuffix(w.address, "/slack/events") + "/metrics"
	code, _ = w.sent(w.slashed("U1", "t2"))
	assert.Equal(t, http.StatusNotFound, code)
	headers := sign(secret, "", time.Now().Unix())
	headers.Set("X-Long", strings.Repeat("x", 64<<10))
	code, _ = w.send(headers, "")
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, code)
}

// TestWhoSendsSlowlyHoldsNobodyUp is of S24 the slow ones.
func TestWhoSendsSlowlyHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	w := setupHTTP(t, &recorder{command: func(context.Context, payload.Command) payload.Reply { return payload.Reply{Text: "quick"} }})
	at, err := url.Parse(w.address)
	require.NoError(t, err)
	var slow []net.Conn
	for range 1000 {
		c, err := net.Dial("tcp", at.Host)
		require.NoError(t, err)
		_, err = io.WriteString(c, "POST /slack/events HTTP/1.1\r\nHost: x\r\nX-A: ")
		require.NoError(t, err)
		slow = append(slow, c)
	}
	_, said := w.sent(w.slashed("U1", "t1"))
	assert.Contains(t, said, "quick")
	for _, c := range slow {
		_, err := io.Copy(io.Discard, c) // until the server hangs up
		assert.NoError(t, errors.Join(err, c.Close()))
	}
}

// TestAFloodIsOnePersonsOwnTrouble is of S24 the flood.
func TestAFloodIsOnePersonsOwnTrouble(t *testing.T) {
	t.Parallel()
	var done atomic.Int64
	w := setupHTTP(t, &recorder{
		command: func(_ context.Context, c payload.Command) payload.Reply {
			done.Add(1)
			return payload.Reply{Text: "done for " + c.By}
		},
		submit: func(context.Context, payload.Submission) payload.Reply { return payload.Reply{} },
		click:  func(context.Context, payload.Click) payload.Reply { return payload.Reply{} },
	})
	at := time.Now()
	w.web.desk.now = func() time.Time { return at }
	slowed := 0
	for i := range 1000 {
		code, said := w.sent(w.slashed("U1", fmt.Sprint("t", i)))
		require.Equal(t, http.StatusOK, code)
		if strings.Contains(said, saysSlow) {
			slowed++
		}
	}
	assert.Equal(t, 1000-flowBurst, slowed)
	assert.Equal(t, int64(flowBurst), done.Load())
	_, said := w.sent(w.slashed("U2", "u"))
	assert.Contains(t, said, "done for U2")

	code, _ := w.sent(url.Values{"payload": {`{"type":"block_actions","trigger_id":"c","user":{"id":"U1"},"actions":[{"type":"button"}]}`}}.Encode())
	assert.Equal(t, http.StatusServiceUnavailable, code, "a click must not look done")
	code, _ = w.sent(url.Values{"payload": {`{"type":"shortcut","trigger_id":"s","user":{"id":"U1"}}`}}.Encode())
	assert.Equal(t, http.StatusServiceUnavailable, code)
	_, said = w.sent(url.Values{"payload": {`{"type":"view_submission","trigger_id":"v","user":{"id":"U1"},"view":{"state":{"values":{"b":{"v":{"type":"plain_text_input"}}}}}}`}}.Encode())
	assert.Contains(t, said, saysSlow)
}

func TestTheFloodForgetsWhoIsQuiet(t *testing.T) {
	t.Parallel()
	f, now := newFlood(), time.Unix(9, 0)
	for i := range flowKept {
		assert.True(t, f.allows(fmt.Sprint("U", i), now))
	}
	assert.True(t, f.allows("one more", now.Add(time.Hour)))
	assert.Len(t, f.people, 1)
}

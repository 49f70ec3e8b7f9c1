package slack

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/handlers/payload"
)

// script is a Slack that does with its n-th socket (from 1) what the test says.
func script(t *testing.T, play func(n int32, ws *websocket.Conn)) (c *Client, opened *atomic.Int32) {
	t.Helper()
	opened = &atomic.Int32{}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "Bearer xapp-secret", r.Header.Get("Authorization"))
		_ = json.NewEncoder(w).Encode(object{"ok": true, "url": "ws://" + r.Host + "/link/?ticket=t"})
	})
	played := make(chan struct{}, 100)
	mux.HandleFunc("/link/", func(w http.ResponseWriter, r *http.Request) {
		defer func() { played <- struct{}{} }()
		upgrader := websocket.Upgrader{}
		ws, err := upgrader.Upgrade(w, r, nil)
		if assert.NoError(t, err) {
			play(opened.Add(1), ws)
			_ = ws.Close()
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		for range opened.Load() {
			<-played
		}
		server.Close()
	})
	c, _ = newClient(t, server.URL+"/api/")
	return c, opened
}

func hello(ws *websocket.Conn) { _ = ws.WriteJSON(object{"type": "hello", "num_connections": 1}) }

func wrote(id string) object {
	return object{"envelope_id": id, "type": "events_api", "payload": object{
		"event_id": "E" + id, "event": object{"type": "message", "channel": "D1", "user": "U1", "ts": id},
	}}
}

// acked reads the next acknowledgement.
func acked(ws *websocket.Conn) string {
	var ack struct {
		ID string `json:"envelope_id"`
	}
	_ = ws.ReadJSON(&ack)
	return ack.ID
}

func idle(ws *websocket.Conn) {
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			return
		}
	}
}

func TestANewLinkOpensBeforeTheOldOneCloses(t *testing.T) {
	t.Parallel()
	second, late := make(chan struct{}), make(chan string, 1)
	c, opened := script(t, func(n int32, ws *websocket.Conn) {
		hello(ws)
		if n == abreast+1 {
			close(second)
		}
		if n != 1 {
			idle(ws)
			return
		}
		_ = ws.WriteJSON(object{"type": "disconnect", "reason": "warning"})
		<-second
		_ = ws.WriteJSON(wrote("late"))
		late <- acked(ws)
	})
	h := &recorder{}
	start(t, c, h)
	assert.Equal(t, "late", <-late, "the old link is still heard")
	until(t, func() bool { return opened.Load() == abreast+1 && c.Health().Connected })
	assert.Len(t, h.heard(), 1)
}

func TestAnAcknowledgementFindsTheNextLink(t *testing.T) {
	t.Parallel()
	gone, answered := make(chan struct{}), make(chan string, 4)
	c, opened := script(t, func(n int32, ws *websocket.Conn) {
		hello(ws)
		if n == 1 {
			_ = ws.WriteJSON(wrote("slow"))
			_ = ws.WriteControl(websocket.CloseMessage, nil, time.Now().Add(time.Second))
			idle(ws) // until the other side has closed too
			close(gone)
			return
		}
		answered <- acked(ws)
		idle(ws)
	})
	h := &recorder{event: func(context.Context, payload.Event) error {
		<-gone
		until(t, func() bool { return opened.Load() >= abreast && c.Health().Connected })
		return nil
	}}
	start(t, c, h)
	assert.Equal(t, "slow", <-answered)
}

func TestTwoLinksAreOpenAndWhatBothBringHasOneEffect(t *testing.T) {
	t.Parallel()
	both, cut := make(chan struct{}), make(chan struct{})
	acks := make(chan string, 2*abreast)
	var here atomic.Int32
	c, opened := script(t, func(n int32, ws *websocket.Conn) {
		hello(ws)
		if here.Add(1) == abreast {
			close(both)
		}
		if n > abreast {
			idle(ws)
			return
		}
		<-both
		_ = ws.WriteJSON(wrote("same"))
		acks <- acked(ws)
		if n == 1 {
			<-cut
			return
		}
		idle(ws)
	})
	h := &recorder{}
	start(t, c, h)
	for range abreast {
		assert.Equal(t, "same", <-acks, "each is acknowledged")
	}
	assert.Len(t, h.heard(), 1)
	since := c.Health().Since
	close(cut)
	until(t, func() bool { return opened.Load() > abreast })
	assert.True(t, c.Health().Connected)
	assert.Equal(t, since, c.Health().Since, "it was connected all the time")
}

func TestPingsAreAnsweredAndSilenceEndsALink(t *testing.T) {
	t.Parallel()
	pong := make(chan string, 1)
	c, _ := script(t, func(n int32, ws *websocket.Conn) {
		hello(ws)
		ws.SetPongHandler(func(data string) error { pong <- data; return nil })
		if n == 1 {
			_ = ws.WriteControl(websocket.PingMessage, []byte("Ping from applink"), time.Now().Add(time.Second))
		}
		idle(ws)
	})
	start(t, c, &recorder{})
	assert.Equal(t, "Ping from applink", <-pong)

	l, err := NewSocket(c, &recorder{}).connect(t.Context())
	require.NoError(t, err)
	l.listen(10 * time.Millisecond)
	_, err = l.read()
	var timeout net.Error
	require.ErrorAs(t, err, &timeout)
	assert.True(t, timeout.Timeout())
	l.close()
}

func TestALinkCountsAfterHelloOnly(t *testing.T) {
	t.Parallel()
	for says, first := range map[string]object{
		"Socket Mode is turned off": {"type": "disconnect", "reason": "link_disabled"},
		"Too many programs":         {"type": "disconnect", "reason": "too_many_websockets"},
		"could not be read":         {"type": "events_api", "envelope_id": "x"},
	} {
		c, _ := script(t, func(_ int32, ws *websocket.Conn) {
			_ = ws.WriteJSON(first)
			idle(ws)
		})
		_, err := NewSocket(c, &recorder{}).connect(t.Context())
		assert.Contains(t, plain(err), says)
	}
}

func TestUnreadableFramesDoNotEndTheLink(t *testing.T) {
	t.Parallel()
	acks := make(chan string, 4)
	c, opened := script(t, func(n int32, ws *websocket.Conn) {
		hello(ws)
		if n > 1 {
			idle(ws)
			return
		}
		_ = ws.WriteMessage(websocket.TextMessage, []byte("{"))
		_ = ws.WriteJSON(object{"envelope_id": "broken click", "type": "interactive", "payload": object{"type": "block_actions"}})
		_ = ws.WriteJSON(object{"envelope_id": "broken event", "type": "events_api", "payload": object{"event": 7}})
		_ = ws.WriteJSON(object{"envelope_id": "unused", "type": "interactive", "payload": object{"type": "view_closed"}})
		_ = ws.WriteJSON(object{"envelope_id": "unknown", "type": "from_the_future", "payload": object{}})
		_ = ws.WriteJSON(wrote("good"))
		for range 4 {
			acks <- acked(ws)
		}
		idle(ws)
	})
	start(t, c, &recorder{})
	for _, want := range []string{"broken event", "unused", "unknown", "good"} {
		assert.Equal(t, want, <-acks)
	}
	until(t, func() bool { return opened.Load() == abreast })
}

func TestTurnedOffSocketModeIsSaidAndNotHammered(t *testing.T) {
	t.Parallel()
	c, opened := script(t, func(_ int32, ws *websocket.Conn) {
		hello(ws)
		_ = ws.WriteJSON(object{"type": "disconnect", "reason": "link_disabled"})
	})
	s := NewSocket(c, &recorder{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	until(t, func() bool { return strings.Contains(c.Health().LastError, "Socket Mode is turned off") })
	assert.False(t, c.Health().Connected)
	assert.LessOrEqual(t, opened.Load(), int32(abreast))
	cancel()
	require.NoError(t, <-ended)
	assert.Equal(t, slowRetry, pause(1, parted("link_disabled")))
}

func TestARevokedAppTokenIsSaid(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	b.client.app = "xapp-revoked"
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- NewSocket(b.client, &recorder{}).Run(ctx) }()
	until(t, func() bool { return b.client.Health().LastError != "" })
	assert.Contains(t, b.client.Health().TokenProblem, "does not accept the app token")
	assert.Equal(t, b.client.Health().TokenProblem, b.client.Health().LastError)
	cancel()
	require.NoError(t, <-ended)
}

func TestPauses(t *testing.T) {
	t.Parallel()
	assert.Zero(t, pause(0, errRenewed))
	for failures, most := range map[int]time.Duration{1: time.Second, 3: 4 * time.Second, 50: maxPause} {
		for range 20 {
			p := pause(failures, errLost)
			assert.True(t, p >= most/2 && p <= most, "%d failures: %s", failures, p)
		}
	}
	assert.Equal(t, 7*time.Second, pause(1, delayed("apps.connections.open", 7*time.Second)))
	assert.Equal(t, slowRetry, pause(1, refusal{Token: appToken, Code: "token_revoked"}.fault()))
}

func TestASocketElsewhereIsNotOpened(t *testing.T) {
	t.Parallel()
	c := fakeAPI(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"url":"ws://evil.example/link?ticket=t"}`))
	})
	_, err := c.openSocket(t.Context())
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "ticket")
}

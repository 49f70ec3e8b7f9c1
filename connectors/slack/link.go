package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"factotum/automations/fault"
)

const (
	helloTimeout = 10 * time.Second
	writeTimeout = 5 * time.Second
	silence      = 30 * time.Second // Slack pings more often than that
	farewell     = 15 * time.Second // Slack closes about 10 s after its warning
	maxFrame     = 4 << 20          // bytes
)

// envelope is a frame of Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode).
type envelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Reason  string          `json:"reason"` // of a disconnect
	Payload json.RawMessage `json:"payload"`
	Attempt int             `json:"retry_attempt"`
	Info    struct {
		App string `json:"app_id"`
	} `json:"connection_info"` // of a hello
}

var (
	errLost     = errors.New("slack: socket: lost")
	errRenewed  = errors.New("slack: socket: to be renewed")
	errDisabled = errors.New("slack: socket: link_disabled")
)

// parted is the error for Slack's reason to end a link.
func parted(reason string) error {
	switch reason {
	case "link_disabled":
		return fault.Wrap(errDisabled, fault.Unavailable, "Socket Mode is turned off for this app. Turn it on in the app's settings.")
	case "too_many_websockets":
		return fault.New(fault.Unavailable, "Too many programs are connected to Slack for this app (10 at most). Stop those that are not needed.")
	default: // warning, refresh_requested: after some hours, as a routine
		return errRenewed
	}
}

// link is one WebSocket to Slack.
type link struct {
	ws      *websocket.Conn
	since   time.Time
	leaving chan struct{} // closed when another link is needed

	mu     sync.Mutex // writers, and what stands below
	reason string     // why it leaves; empty: it broke
	left   bool
}

func newLink(ws *websocket.Conn, now time.Time) *link {
	l := &link{ws: ws, since: now, leaving: make(chan struct{})}
	ws.SetReadLimit(maxFrame)
	ws.SetPingHandler(func(data string) error {
		l.listen(silence)
		return ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeTimeout))
	})
	return l
}

// listen lets the next frame take so long. Once the link leaves its time only
// runs out.
func (l *link) listen(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.left {
		_ = l.ws.SetReadDeadline(time.Now().Add(d)) // fails on a closed link only, as the read then does
	}
}

// read waits for the next frame.
func (l *link) read() ([]byte, error) {
	_, frame, err := l.ws.ReadMessage()
	return frame, err
}

// hello waits for the first frame, after which the link counts; it names the app.
func (l *link) hello() (app string, err error) {
	l.listen(helloTimeout)
	frame, err := l.read()
	if err != nil {
		return "", unreachable("socket", err)
	}
	var e envelope
	if err := json.Unmarshal(frame, &e); err != nil {
		return "", unreadable("socket", err)
	}
	if e.Type == "disconnect" {
		return "", parted(e.Reason)
	}
	if e.Type != "hello" {
		return "", unreadable("socket", fmt.Errorf("%q instead of hello", e.Type))
	}
	return e.Info.App, nil
}

// ack answers an envelope; answer is JSON or nil.
func (l *link) ack(envelopeID string, answer []byte) error {
	frame, err := json.Marshal(struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{envelopeID, answer})
	if err != nil {
		return fmt.Errorf("slack: acknowledgement: %w", err)
	}
	return l.write(frame)
}

func (l *link) write(frame []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.ws.SetWriteDeadline(time.Now().Add(writeTimeout)) // always nil
	if err := l.ws.WriteMessage(websocket.TextMessage, frame); err != nil {
		return fmt.Errorf("slack: socket: %w", err)
	}
	return nil
}

// leave asks for another link, once; this one is read on for so long.
func (l *link) leave(reason string, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left {
		return
	}
	l.left, l.reason = true, reason
	_ = l.ws.SetReadDeadline(time.Now().Add(d))
	close(l.leaving)
}

// leaves tells whether the link is on its way out.
func (l *link) leaves() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.left
}

// gone tells why another link is needed.
func (l *link) gone() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.reason == "" {
		return errLost
	}
	return parted(l.reason)
}

func (l *link) close() { _ = l.ws.Close() }

package practice

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// pingEvery keeps clients awake: slack-go drops a socket that saw no ping for 30 s.
const pingEvery = 10 * time.Second

// maxSockets of one app: docs.slack.dev/apis/events-api/using-socket-mode.
const maxSockets = 10

// socket is one Socket Mode connection. Frames go through out, since a connection takes
// one writer only; a client that does not read loses the socket rather than stopping us.
type socket struct {
	conn *websocket.Conn
	out  chan any
	stop chan struct{}
	once sync.Once
}

func (s *socket) send(frame any) {
	select {
	case s.out <- frame:
	default:
		s.close()
	}
}

func (s *socket) close() { s.once.Do(func() { close(s.stop) }) }

// cut ends the connection without a word, once what was sent before has been written.
func (s *socket) cut() { s.send(nil) }

// bye tells the client why, then closes once that has been written.
func (s *socket) bye(reason string) {
	s.send(goodbye(reason))
	s.send(nil)
}

func goodbye(reason string) map[string]any {
	return map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "practice"}}
}

// serveSocket turns a ticket into a socket and reads acknowledgements until it ends.
func (w *Workspace) serveSocket(rw http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	w.mu.Lock()
	valid := w.tickets[ticket] && !w.closed
	delete(w.tickets, ticket)
	if valid {
		w.running.Add(1)
	}
	w.mu.Unlock()
	if !valid {
		http.Error(rw, "invalid ticket", http.StatusForbidden)
		return
	}
	defer w.running.Done()
	// The ticket is the secret here; slack-go, for one, claims to come from api.slack.com.
	upgrader := websocket.Upgrader{
		HandshakeTimeout: 5 * time.Second,
		CheckOrigin:      func(*http.Request) bool { return true },
	}
	conn, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return
	}
	s := &socket{conn: conn, out: make(chan any, 4096), stop: make(chan struct{})}
	written := make(chan struct{})
	go func() {
		defer close(written)
		s.write()
	}()
	if w.attach(s) {
		w.listen(s)
		w.detach(s)
	}
	s.close()
	<-written
}

// write sends frames and pings; it owns closing the connection, which ends listen too.
func (s *socket) write() {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	defer func() { _ = s.conn.Close() }()
	for {
		select {
		case frame := <-s.out:
			_ = s.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
			if frame == nil || s.conn.WriteJSON(frame) != nil {
				return
			}
		case <-tick.C:
			if s.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(5*time.Second)) != nil {
				return
			}
		case <-s.stop:
			return
		}
	}
}

func (w *Workspace) attach(s *socket) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || len(w.sockets) >= maxSockets {
		s.bye("too_many_websockets")
		return false
	}
	w.sockets = append(w.sockets, s)
	s.send(map[string]any{
		"type": "hello", "num_connections": len(w.sockets),
		"connection_info": map[string]any{"app_id": w.opts.App.ID},
		"debug_info":      map[string]any{"host": "practice", "approximate_connection_time": 18060},
	})
	if len(w.sockets) == 1 {
		w.showAll(map[string]any{"type": "app", "connected": true})
	}
	waiting := w.waiting
	w.waiting = nil
	for _, e := range waiting {
		w.launch(e)
	}
	return true
}

func (w *Workspace) detach(s *socket) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.retire(s)
	if len(w.sockets) == 0 {
		w.showAll(map[string]any{"type": "app", "connected": false})
	}
	if w.closed {
		return
	}
	for id, e := range w.flying {
		if e.socket == s && e.answer == nil {
			e.stop()
			delete(w.flying, id)
			e.reason = "timeout"
			w.again(e)
		}
	}
}

func (w *Workspace) listen(s *socket) {
	s.conn.SetReadLimit(1 << 20)
	for {
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if s.conn.ReadJSON(&ack) != nil {
			return
		}
		w.acknowledged(ack.EnvelopeID, ack.Payload)
	}
}

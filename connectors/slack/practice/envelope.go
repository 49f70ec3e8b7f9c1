package practice

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// errNoAnswer is the app failing a person: nobody connected, or too late.
var errNoAnswer = errors.New("practice: the app did not respond")

// maxWaiting bounds the events kept while no socket is connected.
const maxWaiting = 1000

// maxAck: an acknowledgement of 20 KB or more is silently ignored by Slack.
const maxAck = 20 << 10

// envelope is one delivery to the app. Events come back until acknowledged; what a person
// waits for does not, and has a channel for the answer.
type envelope struct {
	id, kind, what string
	payload        json.RawMessage
	attempt        int
	reason         string
	socket         *socket
	timer          *time.Timer
	sent           time.Time
	answer         chan json.RawMessage
	copy           bool // one more delivery of an event that has its own retries
}

// launch sends an envelope to the next socket, or keeps an event until there is one.
func (w *Workspace) launch(e *envelope) {
	if w.closed {
		return
	}
	if !w.reachable(e) {
		if e.answer == nil && len(w.waiting) < maxWaiting {
			w.waiting = append(w.waiting, e)
		}
		return
	}
	if w.opts.HTTP {
		w.launchHTTP(e)
		return
	}
	w.next++
	e.socket, e.id, e.sent = w.sockets[w.next%len(w.sockets)], envelopeID(), time.Now()
	frame := map[string]any{
		"envelope_id": e.id, "type": e.kind, "payload": e.payload,
		"accepts_response_payload": e.answer != nil,
	}
	if e.answer == nil {
		frame["retry_attempt"], frame["retry_reason"] = e.attempt, e.reason
	}
	w.flying[e.id] = e
	id := e.id
	e.timer = time.AfterFunc(w.opts.RetryAfter, func() { w.overdue(id) })
	e.socket.send(frame)
	w.upset(e.socket)
}

// reachable tells whether there is somewhere to send an envelope. Events go to an address
// only after it has answered its challenge.
func (w *Workspace) reachable(e *envelope) bool {
	if w.opts.HTTP {
		return w.urls.of(e) != "" && (e.answer != nil || w.verified)
	}
	return len(w.sockets) > 0
}

func (e *envelope) stop() {
	if e.timer != nil {
		e.timer.Stop()
	}
}

// overdue is the end of the time an acknowledgement may take.
func (w *Workspace) overdue(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.flying[id]
	if e == nil || w.closed {
		return
	}
	w.lost(e, id, "timeout")
}

// failed is a delivery over HTTP that came to nothing.
func (w *Workspace) failed(id string, why *undelivered) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e := w.flying[id]; e != nil && !w.closed {
		if why.final {
			e.attempt = len(w.opts.RetryPauses)
		}
		w.lost(e, id, why.reason)
	}
}

// lost gives up on one delivery: an event is tried again, a person is told.
func (w *Workspace) lost(e *envelope, id, reason string) {
	delete(w.flying, id)
	w.journal.add(w.now(), entry{Direction: "ack", What: e.what, Status: reason, MS: time.Since(e.sent).Milliseconds()})
	if e.answer != nil {
		close(e.answer)
		return
	}
	e.reason = reason
	w.again(e)
}

// again redelivers an event after the pause that its attempt asks for, until the pauses
// are used up.
func (w *Workspace) again(e *envelope) {
	if e.copy || e.attempt >= len(w.opts.RetryPauses) {
		return
	}
	pause := w.opts.RetryPauses[e.attempt]
	e.attempt++
	if pause == 0 || !w.reachable(e) {
		w.launch(e)
		return
	}
	w.later(e, pause)
}

// later launches an envelope after a pause.
func (w *Workspace) later(e *envelope, pause time.Duration) {
	id := "pause-" + envelopeID()
	w.flying[id] = e
	e.socket = nil
	e.timer = time.AfterFunc(pause, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.flying, id)
		w.launch(e)
	})
}

// acknowledged takes the app's answer, on whichever socket it comes.
func (w *Workspace) acknowledged(id string, payload json.RawMessage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.flying[id]
	if e == nil {
		return
	}
	if len(payload) >= maxAck && !w.opts.HTTP {
		w.journal.add(w.now(), entry{Direction: "ack", What: e.what, Status: "too large"})
		payload = nil
	}
	e.stop()
	delete(w.flying, id)
	w.journal.add(w.now(), entry{
		Direction: "ack", What: e.what, Status: "ok",
		MS: time.Since(e.sent).Milliseconds(), Body: w.redact(string(payload)),
	})
	if e.answer != nil {
		e.answer <- payload
	}
}

// subscribed tells whether the app hears of an event: it has to have subscribed to it, and
// to have the scope that goes with it. docs.slack.dev/reference/events.
func (w *Workspace) subscribed(event map[string]any) bool {
	name, _ := event["type"].(string)
	if in, _ := event["channel_type"].(string); name == "message" {
		name += "." + map[string]string{"im": "im", "group": "groups", "channel": "channels"}[in]
	}
	scope := map[string]string{
		"message.im": "im:history", "message.groups": "groups:history", "message.channels": "channels:history",
		"app_mention": "app_mentions:read", "reaction_added": "reactions:read", "reaction_removed": "reactions:read",
		"file_shared": "files:read", "team_join": "users:read", "user_change": "users:read",
	}[name]
	return (scope == "" || w.granted(scope)) && (w.opts.Events == nil || slices.Contains(w.opts.Events, name))
}

// emit delivers an event of the Events API. Called under the lock.
func (w *Workspace) emit(event map[string]any) {
	kind, _ := event["type"].(string)
	if !w.subscribed(event) {
		return
	}
	payload, _ := json.Marshal(map[string]any{
		"token": "practice", "team_id": w.opts.Team.ID, "context_team_id": w.opts.Team.ID, "api_app_id": w.opts.App.ID,
		"event": event, "type": "event_callback", "event_id": newID("Ev"), "event_time": w.now().Unix(),
		"is_ext_shared_channel": false, "event_context": "4-" + newID("E"),
		"authorizations": []any{map[string]any{
			"enterprise_id": nil, "team_id": w.opts.Team.ID, "user_id": w.opts.App.BotUserID, "is_bot": true,
			"is_enterprise_install": false,
		}},
	})
	w.journal.add(w.now(), entry{Direction: "event", What: kind, Body: w.redact(string(payload))})
	w.scatter(&envelope{kind: "events_api", what: kind, payload: payload})
}

// ask delivers what a person waits for and returns the payload of the acknowledgement.
// Called without the lock. Returns errNoAnswer if the app is not there or too late.
func (w *Workspace) ask(kind, what string, body map[string]any) (json.RawMessage, error) {
	payload, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	e := &envelope{kind: kind, what: what, payload: payload, answer: make(chan json.RawMessage, 1)}
	w.mu.Lock()
	w.journal.add(w.now(), entry{Direction: "event", What: what, Body: w.redact(string(payload))})
	absent := !w.reachable(e) || w.closed
	w.launch(e)
	w.mu.Unlock()
	if absent {
		return nil, errNoAnswer
	}
	select {
	case out, ok := <-e.answer:
		if !ok {
			return nil, errNoAnswer
		}
		return out, nil
	case <-w.done:
		return nil, errNoAnswer
	}
}

func envelopeID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

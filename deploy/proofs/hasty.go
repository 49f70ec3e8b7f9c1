package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// acknowledgeFirst puts a proxy between workspace and program that acknowledges
// every click as soon as the program's socket has it, and swallows the
// acknowledgement that the program sends once it has committed.
func (o *office) acknowledgeFirst(ctx context.Context) error {
	target, err := url.Parse(o.url)
	if err != nil {
		return err
	}
	calls := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target); r.Out.Host = r.In.Host }}
	socket := "ws" + strings.TrimPrefix(o.url, "http")
	proxy, address, err := serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !websocket.IsWebSocketUpgrade(r) {
			calls.ServeHTTP(w, r)
			return
		}
		hasten(w, r, socket+r.URL.RequestURI())
	}), nil)
	o.proxy, o.api = proxy, address+"/api/"
	return err
}

// hasten carries one socket until either side ends it.
func hasten(w http.ResponseWriter, r *http.Request, address string) {
	workspace, resp, err := websocket.DefaultDialer.DialContext(r.Context(), address, nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer func() { _, _ = resp.Body.Close(), workspace.Close() }()
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	program, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = program.Close() }()
	pong := workspace.PingHandler()
	workspace.SetPingHandler(func(data string) error {
		_ = program.WriteControl(websocket.PingMessage, []byte(data), time.Now().Add(time.Second)) // its end is noticed by reading
		return pong(data)
	})
	h := &hasty{workspace: workspace, clicks: map[string]bool{}}
	go func() {
		defer func() { _ = workspace.Close() }()
		for {
			_, frame, err := program.ReadMessage()
			if err != nil || h.answer(frame) != nil {
				return
			}
		}
	}()
	for {
		_, frame, err := workspace.ReadMessage()
		if err != nil || h.acknowledge(frame) != nil || program.WriteMessage(websocket.TextMessage, frame) != nil {
			return
		}
	}
}

// hasty acknowledges clicks before they are carried on.
type hasty struct {
	mu        sync.Mutex // a socket takes one writer
	workspace *websocket.Conn
	clicks    map[string]bool // envelopes that were acknowledged here
}

// envelope is the frame around whatever the workspace sends.
type envelope struct {
	ID      string `json:"envelope_id"`
	Payload struct {
		Type string `json:"type"`
	} `json:"payload"`
}

func (h *hasty) acknowledge(frame []byte) error {
	var e envelope
	if json.Unmarshal(frame, &e) != nil || e.Payload.Type != "block_actions" {
		return nil
	}
	ack, err := json.Marshal(map[string]string{"envelope_id": e.ID})
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clicks[e.ID] = true
	return h.workspace.WriteMessage(websocket.TextMessage, ack)
}

// answer carries what the program says, but for what was said here already.
func (h *hasty) answer(frame []byte) error {
	var e envelope
	_ = json.Unmarshal(frame, &e) // what is no JSON has no id
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.clicks[e.ID] {
		return nil
	}
	return h.workspace.WriteMessage(websocket.TextMessage, frame)
}

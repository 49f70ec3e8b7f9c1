package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// workspace stands in for Slack where only its answers count: it takes every
// message unread but for the buttons, and costs little, since it shares the
// machine with what is measured.
type workspace struct {
	server *http.Server
	api    string
	people []byte // the answer of users.list
	calls  atomic.Int64
	strict atomic.Bool // calls beyond Slack's allowance are refused

	mu      sync.Mutex
	posted  int64
	cards   []card
	taken   int
	allowed map[string]*allowance
}

// card is a message with an Approve button.
type card struct {
	account, channel, ts, text, value string
	blocks                            json.RawMessage
}

// allowance is how many calls of a method Slack takes in a minute.
type allowance struct {
	calls, left int
	until       time.Time
}

func openSlack(ctx context.Context, people int) (*workspace, error) {
	list, err := members(people)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &workspace{
		people: list, api: "http://" + listener.Addr().String() + "/api/",
		// "Several hundred messages a minute", and tier 3 (docs.slack.dev/apis/web-api/rate-limits).
		allowed: map[string]*allowance{"chat.postMessage": {calls: 300}, "chat.update": {calls: 50}},
	}
	w.server = &http.Server{Handler: w, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := w.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(os.Stderr, "bench: Slack is not there:", err)
		}
	}()
	return w, nil
}

// ServeHTTP answers a call of the Web API.
func (w *workspace) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.calls.Add(1)
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	if seconds := w.wait(method); seconds > 0 {
		rw.Header().Set("Retry-After", strconv.Itoa(seconds))
		rw.WriteHeader(http.StatusTooManyRequests)
		return
	}
	var answer string
	switch method {
	case "auth.test":
		answer = `{"ok":true,"team":"Sample","team_id":"` + workspaceID + `","user":"factotum","user_id":"U0BOT","bot_id":"B0BOT"}`
	case "bots.info":
		answer = `{"ok":true,"bot":{"id":"B0BOT","app_id":"A0APP"}}`
	case "users.list":
		_, _ = rw.Write(w.people)
		return
	case "usergroups.list":
		answer = `{"ok":true,"usergroups":[]}`
	case "conversations.open":
		answer = `{"ok":true,"channel":{"id":"D` + r.FormValue("users")[1:] + `"}}`
	case "chat.postMessage":
		answer = fmt.Sprintf(`{"ok":true,"channel":%q,"ts":%q}`, r.FormValue("channel"), w.post(r))
	default:
		answer = `{"ok":true}`
	}
	_, _ = rw.Write([]byte(answer))
}

// begin forgets the cards of another company and lets everything be posted.
func (w *workspace) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cards, w.taken = nil, 0
	w.strict.Store(false)
}

// wait is how many seconds a call has to wait, while Slack is strict.
func (w *workspace) wait(method string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.allowed[method]
	if a == nil || !w.strict.Load() {
		return 0
	}
	if now := time.Now(); now.After(a.until) {
		a.left, a.until = a.calls, now.Add(time.Minute)
	}
	if a.left == 0 {
		return int(time.Until(a.until).Seconds()) + 1
	}
	a.left--
	return 0
}

func (w *workspace) post(r *http.Request) (ts string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.posted++
	ts = fmt.Sprintf("1790000000.%06d", w.posted)
	blocks := r.FormValue("blocks")
	if value := approval(blocks); value != "" {
		channel := r.FormValue("channel")
		w.cards = append(w.cards, card{"U" + channel[1:], channel, ts, r.FormValue("text"), value, json.RawMessage(blocks)})
	}
	return ts
}

// approval is the value of the Approve button, if there is one.
func approval(text string) string {
	if !strings.Contains(text, `"approve"`) {
		return ""
	}
	var blocks []struct {
		Elements []struct {
			Action string `json:"action_id"`
			Value  string `json:"value"`
		} `json:"elements"`
	}
	if json.Unmarshal([]byte(text), &blocks) != nil {
		return ""
	}
	for _, b := range blocks {
		for _, e := range b.Elements {
			if e.Action == "approve" {
				return e.Value
			}
		}
	}
	return ""
}

// take gives n cards that nobody has clicked on yet.
func (w *workspace) take(n int) ([]card, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.cards) < n {
		return nil, fmt.Errorf("%d cards are left of %d", len(w.cards), n)
	}
	taken := w.cards[:n]
	w.cards, w.taken = w.cards[n:], w.taken+n
	return taken, nil
}

// quiet waits until cards stand for n requests and nothing more is posted.
func (w *workspace) quiet(ctx context.Context, n int) error {
	last, since := int64(-1), time.Now()
	for time.Since(since) < 90*time.Second { // a minute of it may be what Slack told to wait
		if err := pause(ctx, 500*time.Millisecond); err != nil {
			return err
		}
		w.mu.Lock()
		cards := len(w.cards)
		w.mu.Unlock()
		calls := w.calls.Load()
		if calls != last {
			last, since = calls, time.Now()
		} else if cards >= n && time.Since(since) > 3*time.Second {
			return nil
		}
	}
	return errors.New("not every card was posted")
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

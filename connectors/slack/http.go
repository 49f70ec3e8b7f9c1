package slack

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"factotum/automations/fault"
)

// The limits of the listener. Slack's requests come whole and at once; whoever
// sends slowly only wants to hold a connection.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 10 * time.Second // of the whole request
	idleTimeout   = 2 * time.Minute
	maxHeader     = 16 << 10 // bytes
	lookEvery     = time.Minute
)

// HTTPOptions are what HTTP needs beside a Client.
type HTTPOptions struct {
	Path    string // of all requests: /slack/events
	Secrets []SigningSecret
}

// HTTP hears Slack through signed requests and answers with a Handler. Events,
// interactions and commands come to one path.
//
// The raw body is verified before anything of it is read, and nothing but it
// decides what a request is: headers are not signed.
type HTTP struct {
	client  *Client
	desk    *desk
	options HTTPOptions
	bodies  *bodies
	known   chan struct{} // closed once Slack has said who the bot is
}

// NewHTTP makes one; Run begins to answer. Returns invalid without a secret.
func NewHTTP(c *Client, h Handler, o HTTPOptions) (*HTTP, error) {
	if len(o.Secrets) == 0 || o.Secrets[0].Value == "" {
		return nil, fault.New(fault.Invalid, "There is no signing secret, so nobody could tell Slack's requests from forged ones.")
	}
	return &HTTP{client: c, desk: newDesk(c, h), options: o, bodies: newBodies(), known: make(chan struct{})}, nil
}

// Run answers what serve hears until the context ends, and looks whether Slack can
// be reached; Client.Health tells. It returns after everything that had arrived is
// answered.
func (h *HTTP) Run(ctx context.Context, serve func(context.Context, *http.Server) error) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var looking sync.WaitGroup
	looking.Go(func() { h.look(ctx) })
	err := serve(ctx, &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: bodyTimeout + slackWaits,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	})
	end()
	h.desk.wait()
	looking.Wait()
	h.client.health.down("Factotum is stopping.")
	return err
}

// look asks Slack who the bot is, once a minute: answers to what people do
// need that way too.
func (h *HTTP) look(ctx context.Context) {
	failures, known := 0, sync.OnceFunc(func() { close(h.known) })
	for ctx.Err() == nil {
		wait := lookEvery
		if err := h.client.reach(ctx); err != nil && ctx.Err() == nil {
			failures++
			wait = pause(failures, err)
			h.client.health.down(plain(err))
			h.client.log.WarnContext(ctx, "slack: not reached", "why", plain(err), "error", err)
		} else if ctx.Err() == nil {
			failures = 0
			h.client.health.up()
			known()
		}
		_ = sleep(ctx, wait)
	}
}

// reach asks who the bot is and remembers it.
func (c *Client) reach(ctx context.Context) error {
	var me identity
	if err := c.call(ctx, "auth.test", nil, &me); err != nil {
		return err
	}
	if !c.learned() {
		if err := c.askApp(ctx, me.BotID); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.self = &me
	return nil
}

// ServeHTTP answers one request. A forged one learns nothing but 401.
func (h *HTTP) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := h.client.now()
	if r.URL.Path != h.options.Path || r.Method != http.MethodPost {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	sign, ok := signed(r.Header, now)
	if !ok {
		h.refuse(w)
		return
	}
	read, err := h.bodies.read(r)
	defer h.bodies.spared(read) // what is decoded of it is a copy
	body := read.Bytes()
	switch {
	case errors.Is(err, errTooLarge):
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	case errors.Is(err, errCrowded):
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case err != nil:
		w.WriteHeader(http.StatusBadRequest)
		return
	case !sign.matches(h.options.Secrets, body, now):
		h.refuse(w)
		return
	}
	h.client.health.heard()
	attempt, _ := strconv.Atoi(r.Header.Get("X-Slack-Retry-Num")) // 0 when it is not there
	h.serve(r.Context(), w, body, arrival{id: sign.of, at: now, attempt: attempt})
}

func (h *HTTP) refuse(w http.ResponseWriter) {
	h.client.health.refuse()
	w.WriteHeader(http.StatusUnauthorized)
}

// serve answers a request that is Slack's own; a has its id and time.
func (h *HTTP) serve(ctx context.Context, w http.ResponseWriter, body []byte, a arrival) {
	content, err := unpack(body)
	if err == nil && content.kind == "url_verification" {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, content.challenge) // if this fails, who asked has gone
		return
	}
	if !h.ready(ctx) {
		w.WriteHeader(http.StatusServiceUnavailable) // Slack sends an event again
		return
	}
	t := newTurn()
	a.kind, a.raw, a.ack, a.fail, a.here = content.kind, content.raw, t.ack, t.fail, true
	if err == nil {
		err = h.desk.arrived(context.WithoutCancel(ctx), a)
	}
	if err != nil {
		h.client.log.ErrorContext(ctx, "slack: not taken", "error", err)
		t.fail()
	}
	o := t.wait(ctx)
	if !o.answered {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if len(o.body) > 0 {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(o.body) // if this fails, Slack asks again or says that it failed
	}
}

// ready waits a moment at the start: before Slack has said who the bot is,
// nothing can be told from what is foreign.
func (h *HTTP) ready(ctx context.Context) bool {
	select {
	case <-h.known: // as always later
		return true
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	select {
	case <-h.known:
		return true
	case <-ctx.Done():
		return false
	}
}

package practice

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// RequestURLs are where an app that is reached over HTTP takes its payloads. An empty
// Suggestions is Interactivity, which is Commands and Events where they are empty too: an
// app with one address for all names it once, as Events.
type RequestURLs struct {
	Events        string `json:"events"`
	Interactivity string `json:"interactivity"`
	Commands      string `json:"commands"`
	Suggestions   string `json:"suggestions"`
}

func (u *RequestURLs) of(e *envelope) string {
	first := func(urls ...string) string {
		for _, s := range urls {
			if s != "" {
				return s
			}
		}
		return ""
	}
	switch {
	case e.kind == "events_api":
		return u.Events
	case e.kind == "slash_commands":
		return first(u.Commands, u.Interactivity, u.Events)
	case strings.HasPrefix(e.what, "block_suggestion"):
		return first(u.Suggestions, u.Interactivity, u.Commands, u.Events)
	}
	return first(u.Interactivity, u.Commands, u.Events)
}

// SetRequestURLs changes where the app is reached, and verifies the address for events
// until the app answers the challenge. Events wait for that.
func (w *Workspace) SetRequestURLs(u RequestURLs) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.verified {
		w.showAll(map[string]any{"type": "app", "connected": false})
	}
	w.urls, w.verified = u, false
	if w.closed || !w.opts.HTTP || u.Events == "" {
		return
	}
	w.running.Go(func() { w.verify(u.Events) })
}

// verify sends the challenge again and again, at first quickly: an app that has just been
// started may not listen yet. docs.slack.dev/reference/events/url_verification.
func (w *Workspace) verify(address string) {
	challenge := rand.Text()
	body, _ := json.Marshal(map[string]string{"token": "practice", "challenge": challenge, "type": "url_verification"})
	for pause := 20 * time.Millisecond; ; pause = min(pause*2, time.Second) {
		answer, _, err := w.request(address, "application/json", body, nil)
		said := strings.TrimSpace(string(answer))
		var told struct{ Challenge string }
		_ = json.Unmarshal(answer, &told)
		ok := err == nil && (said == challenge || told.Challenge == challenge || said == "challenge="+challenge)
		w.mu.Lock()
		if w.closed || w.urls.Events != address || ok {
			w.welcome(address, ok)
			w.mu.Unlock()
			return
		}
		w.mu.Unlock()
		select {
		case <-w.done:
			return
		case <-time.After(pause):
		}
	}
}

// welcome lets events flow to an address that answered its challenge.
func (w *Workspace) welcome(address string, ok bool) {
	if !ok || w.closed || w.urls.Events != address {
		return
	}
	w.journal.add(w.now(), entry{Direction: "ack", What: "url_verification", Status: "ok"})
	w.verified = true
	w.showAll(map[string]any{"type": "app", "connected": true})
	waiting := w.waiting
	w.waiting = nil
	for _, e := range waiting {
		w.launch(e)
	}
}

// undelivered is a delivery that failed: why, in Slack's word for it, and whether the app
// asked not to be tried again.
type undelivered struct {
	reason string
	final  bool
}

func (u *undelivered) Error() string { return "practice: " + u.reason }

// launchHTTP delivers an envelope to the app's address in the background.
func (w *Workspace) launchHTTP(e *envelope) {
	e.id, e.sent = envelopeID(), time.Now()
	w.flying[e.id] = e
	id, address, again := e.id, w.urls.of(e), http.Header{}
	if e.answer == nil && e.attempt > 0 {
		again.Set("X-Slack-Retry-Num", strconv.Itoa(e.attempt))
		again.Set("X-Slack-Retry-Reason", e.reason)
	}
	kind, body := formOf(e)
	w.running.Go(func() {
		answer, header, err := w.deliver(address, kind, body, again)
		var failed *undelivered
		if errors.As(err, &failed) {
			w.failed(id, failed)
			return
		}
		isJSON := strings.HasPrefix(header.Get("Content-Type"), "application/json")
		if e.kind == "slash_commands" && !isJSON && len(bytes.TrimSpace(answer)) > 0 {
			answer, _ = json.Marshal(map[string]string{"text": string(answer)})
		}
		w.acknowledged(id, answer)
	})
}

// formOf is the body of a delivery: events are JSON, all else is a form.
func formOf(e *envelope) (kind string, body []byte) {
	form := url.Values{}
	switch e.kind {
	case "events_api":
		return "application/json", e.payload
	case "slash_commands":
		var fields map[string]string
		_ = json.Unmarshal(e.payload, &fields)
		for k, v := range fields {
			form.Set(k, v)
		}
	default:
		form.Set("payload", string(e.payload))
	}
	return "application/x-www-form-urlencoded", []byte(form.Encode())
}

// delivery posts a body to the app. It outlives the click that caused it, so it is no
// callee of the request that came with the click.
type delivery func(address, kind string, body []byte, more http.Header) ([]byte, http.Header, error)

// request posts a signed body and returns what the app answered within the time it has.
// docs.slack.dev/authentication/verifying-requests-from-slack.
func (w *Workspace) request(address, kind string, body []byte, more http.Header) ([]byte, http.Header, error) {
	ctx, cancel := context.WithTimeout(w.life, w.opts.RetryAfter)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, nil, &undelivered{reason: "unknown_error"}
	}
	for k, v := range more {
		req.Header[k] = v
	}
	stamp := strconv.FormatInt(w.now().Unix(), 10)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", Sign(w.opts.SigningSecret, stamp, body))
	res, err := w.client.Do(req)
	if err != nil {
		return nil, nil, whyNot(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	switch {
	case err != nil:
		return nil, nil, whyNot(err)
	case res.StatusCode/100 != 2:
		return nil, nil, &undelivered{reason: "http_error", final: res.Header.Get("X-Slack-No-Retry") == "1"}
	}
	return answer, res.Header, nil
}

// Sign is the value of X-Slack-Signature for a body sent at a unix time.
func Sign(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// whyNot words a failure as X-Slack-Retry-Reason does.
func whyNot(err error) *undelivered {
	var failed *undelivered
	var plain tls.RecordHeaderError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &failed):
		return failed
	case errors.Is(err, context.DeadlineExceeded):
		return &undelivered{reason: "http_timeout"}
	case errors.As(err, &plain), errors.As(err, &cert):
		return &undelivered{reason: "ssl_error"}
	}
	return &undelivered{reason: "connection_failed"}
}

// newClient follows two redirects, as Slack does.
func newClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 16},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > 2 {
				return &undelivered{reason: "too_many_redirects"}
			}
			return nil
		},
	}
}

// Package webhook sends signed messages to the outside systems that a company
// names, and tells whether what they send is theirs, by the rules of Standard
// Webhooks (github.com/standard-webhooks/standard-webhooks, specification 1.0).
// It must not know what a message is about, nor when it is sent again.
package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"factotum/automations/fault"
)

const (
	// patience is how long a receiver may take: 15 to 30 s are recommended, and it
	// is shorter than the lease of a delivery.
	patience = 20 * time.Second
	// maxAnswer is how much of an answer is read, so that its connection can be
	// used again.
	maxAnswer = 64 << 10
)

// The headers of a message.
const (
	headerID   = "Webhook-Id"
	headerTime = "Webhook-Timestamp"
	headerSign = "Webhook-Signature"
)

// Endpoint is where messages go.
type Endpoint struct {
	URL     string
	Secret  Secret
	Private bool // it may stand in a private network or on this machine
}

// Client sends. It follows no redirects and uses no proxy: what is asked for is
// where it goes.
type Client struct {
	public, private *http.Client
}

// New makes a client.
func New() *Client {
	to := func(control control) *http.Client {
		dialer := &net.Dialer{Timeout: 5 * time.Second, ControlContext: control}
		return &http.Client{
			Timeout:       patience,
			Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	return &Client{public: to(publicOnly), private: to(nil)}
}

// Close ends connections that nobody uses.
func (c *Client) Close() {
	c.public.CloseIdleConnections()
	c.private.CloseIdleConnections()
}

// Send brings a message with an id that stays the same when it is sent again.
// Returns invalid where sending again cannot help: a forbidden address, or a
// receiver that does not take the message or wants no more; else unavailable.
func (c *Client) Send(ctx context.Context, to Endpoint, id string, at time.Time, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(body))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "The address of the webhook cannot be read. Correct it in the configuration.")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Factotum")
	req.Header[headerID] = []string{id}
	req.Header[headerTime] = []string{strconv.FormatInt(at.Unix(), 10)}
	req.Header[headerSign] = []string{to.Secret.sign(id, at, body)}
	client := c.public
	if to.Private {
		client = c.private
	}
	res, err := client.Do(req)
	var forbidden *privateError
	switch {
	case errors.As(err, &forbidden):
		return fault.Wrap(err, fault.Invalid, "The webhook goes to %s, which is a private address. Write private: true beside it in the configuration if that is meant.", forbidden.address)
	case err != nil:
		return fault.Wrap(fmt.Errorf("webhook: send %s: %w", id, err), fault.Unavailable, "The receiver of the webhook does not answer. Look whether it runs, and whether its address in the configuration is right; then try again.")
	}
	defer func() { _ = res.Body.Close() }()                         // nothing is lost with it
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswer)) // what counts is the status
	return judge(res.StatusCode)
}

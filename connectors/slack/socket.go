package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"factotum/automations/fault"
	"factotum/automations/outbox"
)

const (
	slowRetry   = time.Minute      // when an administrator must act first
	maxPause    = 30 * time.Second //
	steadyAfter = 30 * time.Second // a link that lived longer was a good one
)

// abreast is how many links are open at once: when one breaks, Slack has the
// other (docs.slack.dev/apis/events-api/using-socket-mode: up to 10).
const abreast = 2

// Socket hears Slack through Socket Mode and answers with a Handler.
//
// It speaks the protocol itself: slack-go's socketmode never acknowledges what
// it cannot decode, closes the old socket before it opens the new one,
// reconnects for ever when Socket Mode was turned off, and starts every handler
// at once, so that a person's clicks overtake each other.
type Socket struct {
	client *Client
	desk   *desk

	mu   sync.Mutex
	open []*link
}

// NewSocket makes a Socket; Run starts it.
func NewSocket(c *Client, h Handler) *Socket {
	return &Socket{client: c, desk: newDesk(c, h)}
}

// Run keeps sockets open until the context ends, however often and for
// whatever reason they are lost; Client.Health tells the reason. It returns nil
// after everything that had arrived is answered.
func (s *Socket) Run(ctx context.Context) error {
	var lines sync.WaitGroup
	for range abreast {
		lines.Go(func() { s.keep(ctx) })
	}
	lines.Wait()
	s.desk.wait()
	for _, l := range s.links() {
		l.close()
	}
	s.client.health.down("Factotum is stopping.")
	return nil
}

// keep holds one of the sockets open.
func (s *Socket) keep(ctx context.Context) {
	var readers sync.WaitGroup
	failures := 0
	for ctx.Err() == nil {
		l, err := s.connect(ctx)
		if err != nil {
			failures++
			s.down(ctx, err)
			_ = sleep(ctx, pause(failures, err))
			continue
		}
		s.enter(l)
		readers.Go(func() { s.listen(ctx, l) })
		<-l.leaving
		err = l.gone()
		if !errors.Is(err, errRenewed) {
			s.down(ctx, err)
		}
		failures++
		if s.client.now().Sub(l.since) >= steadyAfter {
			failures = 0
		}
		_ = sleep(ctx, pause(failures, err))
	}
	readers.Wait()
}

// links are those that are open, in the order in which they were opened.
func (s *Socket) links() []*link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.open)
}

func (s *Socket) enter(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = append(s.open, l)
	s.client.health.up()
}

func (s *Socket) exit(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = slices.DeleteFunc(s.open, func(other *link) bool { return other == l })
	l.close()
}

// down makes a lost connection known to whoever looks at the log and, when
// there is no other, at the health.
func (s *Socket) down(ctx context.Context, err error) {
	others := slices.ContainsFunc(s.links(), func(l *link) bool { return !l.leaves() })
	if !others {
		s.client.health.down(plain(err))
	}
	s.client.log.WarnContext(ctx, "slack: a connection is lost", "why", plain(err), "others", others, "error", err)
}

// plain is the sentence for Health.
func plain(err error) string {
	var f *fault.Error
	switch {
	case problemOf(err) != "":
		return problemOf(err)
	case errors.As(err, &f):
		return f.Say
	default:
		return "The connection to Slack was lost; Factotum connects again."
	}
}

// pause is how long to wait before connecting again: not at all after a good
// link, doubling with chance so that replicas do not return together, a minute
// where only an administrator can help.
func pause(failures int, err error) time.Duration {
	var delay outbox.DelayError
	switch {
	case errors.Is(err, errDisabled), problemOf(err) != "", code(err) != "" && fault.CodeOf(err) == fault.Internal:
		return slowRetry
	case errors.As(err, &delay):
		return delay.For
	case failures == 0:
		return 0
	}
	longest := min(500*time.Millisecond<<min(failures, 10), maxPause)
	return longest/2 + rand.N(longest/2)
}

// openSocket asks Slack for the address of a new link, good for one use.
func (c *Client) openSocket(ctx context.Context) (string, error) {
	var opened struct {
		URL string `json:"url"`
	}
	if _, err := c.callWith(ctx, appToken, "apps.connections.open", nil, &opened); err != nil {
		return "", err
	}
	u, err := url.Parse(opened.URL)
	if err != nil || (u.Scheme != "wss" && (u.Scheme != "ws" || u.Host != c.api.Host)) {
		return "", unreadable("apps.connections.open", errors.New("the address is no wss address"))
	}
	return opened.URL, nil
}

// connect opens a link and waits until Slack says hello.
func (s *Socket) connect(ctx context.Context) (*link, error) {
	address, err := s.client.openSocket(ctx)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{HandshakeTimeout: helloTimeout, Proxy: http.ProxyFromEnvironment}
	ws, resp, err := dialer.DialContext(ctx, address, nil)
	if err != nil {
		return nil, unreachable("socket", bare(err))
	}
	_ = resp.Body.Close()
	l := newLink(ws, s.client.now())
	l.listen(helloTimeout)
	app, err := l.hello()
	if err != nil {
		l.close()
		return nil, err
	}
	s.client.learn(app)
	return l, nil
}

// listen reads a link until it ends, and asks for another as soon as Slack
// announces the end: both are then open for a while and nothing falls between.
func (s *Socket) listen(ctx context.Context, l *link) {
	stop := context.AfterFunc(ctx, func() { l.leave("stopping", 0) })
	defer stop()
	defer l.leave("", 0)
	for {
		l.listen(silence)
		frame, err := l.read()
		if err != nil {
			break
		}
		s.client.health.heard()
		if err := s.receive(ctx, l, frame); err != nil {
			s.client.log.ErrorContext(ctx, "slack: not taken", "error", err)
		}
	}
	// What is still being handled is answered over another link, or, when the
	// program stops, over this one: then Run closes it.
	if ctx.Err() == nil {
		s.exit(l)
	}
}

// receive puts what a frame brings on the desk.
func (s *Socket) receive(ctx context.Context, l *link, frame []byte) error {
	var e envelope
	if err := json.Unmarshal(frame, &e); err != nil {
		return fmt.Errorf("slack: envelope: %w", err)
	}
	if e.Type == "disconnect" {
		l.leave(e.Reason, farewell)
		return nil
	}
	return s.desk.arrived(context.WithoutCancel(ctx), arrival{
		kind: e.Type, id: e.ID, raw: e.Payload, at: s.client.now(), attempt: e.Attempt,
		ack:  func(answer []byte) error { return s.ack(l, e.ID, answer) },
		fail: func() {},
	})
}

// ack answers over the link that brought the envelope, or over another: Slack
// takes the answer over any.
func (s *Socket) ack(l *link, envelopeID string, answer []byte) error {
	err := l.ack(envelopeID, answer)
	for _, other := range s.links() {
		if err == nil {
			break
		}
		if other != l {
			err = other.ack(envelopeID, answer)
		}
	}
	return err
}

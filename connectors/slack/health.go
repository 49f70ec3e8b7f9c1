package slack

import (
	"sync"
	"time"
)

// Health is how the connection to Slack stands. Its sentences are for the
// administrator and hold no secrets.
type Health struct {
	Connected    bool      // a socket is open, or with HTTP Slack answers
	Since        time.Time // of being connected or not
	LastEvent    time.Time // anything that Slack sent
	LastError    string    // why it is not connected; empty while it is
	TokenProblem string    // a token must be replaced
	Refused      int64     // requests that did not come from Slack, since the start
}

// health is the live Health.
type health struct {
	now func() time.Time

	mu     sync.Mutex
	state  Health
	tokens [2]string // problem by token
}

func newHealth(now func() time.Time) *health {
	return &health{now: now, state: Health{Since: now()}}
}

// Health tells how the connection stands now. It is safe for concurrent use.
func (c *Client) Health() Health {
	h := c.health
	h.mu.Lock()
	defer h.mu.Unlock()
	state := h.state
	for _, problem := range h.tokens {
		if problem != "" {
			state.TokenProblem = problem
		}
	}
	return state
}

// token records what is wrong with a token; empty: nothing any more.
func (h *health) token(t token, problem string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tokens[t] = problem
}

// up and down record the socket.
func (h *health) up() { h.turn(true, "") }

func (h *health) down(why string) { h.turn(false, why) }

func (h *health) turn(connected bool, why string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.state.Connected != connected {
		h.state.Since = h.now()
	}
	h.state.Connected, h.state.LastError = connected, why
}

// heard records a sign of life.
func (h *health) heard() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state.LastEvent = h.now()
}

// refuse counts a request that did not come from Slack.
func (h *health) refuse() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state.Refused++
}

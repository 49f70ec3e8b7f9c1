package slack

import (
	"context"
	"errors"
	"sync"
)

var errHungUp = errors.New("slack: request: nobody waits for the answer any more")

// turn is a request that waits for its answer; it gets one or none.
type turn struct {
	mu    sync.Mutex
	over  bool
	given chan outcome // holds one
}

// outcome is how a request is answered; without an answer it counts as failed.
type outcome struct {
	answered bool
	body     []byte
}

func newTurn() *turn { return &turn{given: make(chan outcome, 1)} }

// ack answers with JSON or nil. Fails when nobody waits any more.
func (t *turn) ack(body []byte) error {
	if !t.give(outcome{answered: true, body: body}) {
		return errHungUp
	}
	return nil
}

// fail lets the request fail, unless it was answered.
func (t *turn) fail() { t.give(outcome{}) }

// wait gives the outcome, at the latest when Slack has no more patience.
func (t *turn) wait(ctx context.Context) outcome {
	select {
	case o := <-t.given: // as most are by now
		return o
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, slackWaits)
	defer cancel()
	select {
	case o := <-t.given:
		return o
	case <-ctx.Done():
		t.fail() // or it was answered at the last moment
		return <-t.given
	}
}

func (t *turn) give(o outcome) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return false
	}
	t.over = true
	t.given <- o
	return true
}

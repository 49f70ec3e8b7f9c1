package redis

import (
	"context"
	"slices"
	"sync"
	"time"
)

// bored is how long a call waits for those before it: behind what does not come
// to an end it would not have an answer in time.
const bored = 50 * time.Millisecond

// convoy is where calls wait while another is on its way to the server. Those
// that fit together go together then: ten at once cost the server half of ten,
// and its disk one write. Nothing waits when nothing is on its way.
type convoy[T, R any] struct {
	alone    func(context.Context, T) (R, error)     // until the caller has no more patience
	together func(context.Context, []T) ([]R, error) // once; after an error nobody knows what was done
	fit      func([]T) []bool                        // which of those that wait go together; the first always does

	mu      sync.Mutex
	busy    bool
	waiting []*waiter[T, R]
}

// waiter is a call that waits for its answer.
type waiter[T, R any] struct {
	call T
	over chan ending[R] // holds one
}

// ending is what became of a call; again means that nobody knows, and that it is
// to be made by itself.
type ending[R any] struct {
	answer R
	again  bool
}

// do makes a call, with others where some wait, and gives its answer.
func (c *convoy[T, R]) do(ctx context.Context, call T) (none R, err error) {
	w := c.enter(call)
	if w == nil {
		defer c.leave(context.WithoutCancel(ctx))
		return c.alone(ctx, call)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	timer := time.NewTimer(bored)
	defer timer.Stop()
	for {
		select {
		case e := <-w.over:
			if e.again {
				return c.alone(ctx, call)
			}
			return e.answer, nil
		case <-timer.C:
			if c.gone(w) {
				return c.alone(ctx, call)
			}
		case <-ctx.Done():
			c.gone(w)
			return none, ctx.Err()
		}
	}
}

// enter gives nil when the call may go at once.
func (c *convoy[T, R]) enter(call T) *waiter[T, R] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.busy {
		c.busy = true
		return nil
	}
	w := &waiter[T, R]{call, make(chan ending[R], 1)}
	c.waiting = append(c.waiting, w)
	return w
}

// gone takes one out that waits; false means that it is under way.
func (c *convoy[T, R]) gone(w *waiter[T, R]) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := slices.Index(c.waiting, w)
	if at >= 0 {
		c.waiting = slices.Delete(c.waiting, at, at+1)
	}
	return at >= 0
}

// leave lets those go that have come meanwhile.
func (c *convoy[T, R]) leave(ctx context.Context) {
	if taken, calls := c.next(); len(taken) > 0 {
		go c.work(ctx, taken, calls)
	}
}

// next takes those that go together.
func (c *convoy[T, R]) next() (taken []*waiter[T, R], calls []T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy = len(c.waiting) > 0; !c.busy {
		return nil, nil
	}
	all := make([]T, len(c.waiting))
	for i, w := range c.waiting {
		all[i] = w.call
	}
	var left []*waiter[T, R]
	for i, fits := range c.fit(all) {
		if w := c.waiting[i]; fits {
			taken, calls = append(taken, w), append(calls, w.call)
		} else {
			left = append(left, w)
		}
	}
	c.waiting = left
	return taken, calls
}

func (c *convoy[T, R]) work(ctx context.Context, taken []*waiter[T, R], calls []T) {
	for ; len(taken) > 0; taken, calls = c.next() {
		ctx, cancel := context.WithTimeout(ctx, patience)
		answers, err := c.together(ctx, calls)
		cancel()
		for i, w := range taken {
			if err != nil {
				w.over <- ending[R]{again: true}
				continue
			}
			w.over <- ending[R]{answer: answers[i]}
		}
	}
}

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

const (
	// abreast is how many calls may be on their way at once: while the server writes
	// one, those before it are answered and those after it prepared.
	abreast = 2
	// worthwhile is how many must wait for a second call: smaller ones cost the
	// server more than they save.
	worthwhile = 14
)

// convoy is where changes wait while a call is on its way to the server. Those that
// fit together go with the next one: ten at once cost the server half of ten, and
// its disk one write. Nothing waits when nothing is on its way.
type convoy struct {
	store *Store

	mu      sync.Mutex
	sent    int // calls that are on their way
	waiting []*waiter
}

// waiter is a call that waits for its answer.
type waiter struct {
	change *parcel
	over   chan ending // holds one
}

// ending is what became of a call; again means that nobody knows, and that it is
// to be made by itself.
type ending struct {
	answer reply
	again  bool
}

// do makes a call, with others where some wait, and gives its answer.
func (c *convoy) do(ctx context.Context, change *parcel) (reply, error) {
	w, more := c.enter(change)
	if more {
		c.leave(context.WithoutCancel(ctx))
	}
	if w == nil {
		defer c.leave(context.WithoutCancel(ctx))
		return c.store.commitAlone(ctx, change)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	timer := time.NewTimer(bored)
	defer timer.Stop()
	for {
		select {
		case e := <-w.over:
			if e.again {
				return c.store.commitAlone(ctx, change)
			}
			return e.answer, nil
		case <-timer.C:
			if c.gone(w) {
				return c.store.commitAlone(ctx, change)
			}
		case <-ctx.Done():
			c.gone(w)
			return nil, ctx.Err()
		}
	}
}

// enter gives no waiter when the call may go at once; more means that a second
// one is worth its while, and is to leave.
func (c *convoy) enter(change *parcel) (w *waiter, more bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sent == 0 {
		c.sent = 1
		return nil, false
	}
	w = &waiter{change, make(chan ending, 1)}
	c.waiting = append(c.waiting, w)
	if more = c.sent < abreast && len(c.waiting) >= worthwhile; more {
		c.sent++
	}
	return w, more
}

// gone takes one out that waits; false means that it is under way.
func (c *convoy) gone(w *waiter) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := slices.Index(c.waiting, w)
	if at >= 0 {
		c.waiting = slices.Delete(c.waiting, at, at+1)
	}
	return at >= 0
}

// leave lets those go that have come meanwhile.
func (c *convoy) leave(ctx context.Context) {
	if taken, calls := c.next(); len(taken) > 0 {
		go c.work(ctx, taken, calls)
	}
}

// next takes those that go together.
func (c *convoy) next() (taken []*waiter, calls []*parcel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.waiting); n == 0 || c.sent > 1 && n < worthwhile {
		c.sent--
		return nil, nil
	}
	all := make([]*parcel, len(c.waiting))
	for i, w := range c.waiting {
		all[i] = w.change
	}
	var left []*waiter
	for i, fits := range strangers(all) {
		if w := c.waiting[i]; fits {
			taken, calls = append(taken, w), append(calls, w.change)
		} else {
			left = append(left, w)
		}
	}
	c.waiting = left
	return taken, calls
}

func (c *convoy) work(ctx context.Context, taken []*waiter, calls []*parcel) {
	for ; len(taken) > 0; taken, calls = c.next() {
		ctx, cancel := context.WithTimeout(ctx, patience)
		answers, err := c.store.commitTogether(ctx, calls)
		cancel()
		for i, w := range taken {
			if err != nil {
				w.over <- ending{again: true}
				continue
			}
			w.over <- ending{answer: answers[i]}
		}
	}
}

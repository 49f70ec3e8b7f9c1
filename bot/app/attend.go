package app

import (
	"context"
	"sync"
	"time"

	"factotum/handlers"
	"factotum/handlers/payload"
)

// aside is for how long the books stand aside in all each time they follow, so
// that they are less than a second behind.
const aside = 300 * time.Millisecond

// queue knows how many people wait for an answer just now.
type queue struct {
	mu      sync.Mutex
	waiting int
	empty   chan struct{} // closed when nobody waits any more; nil: nobody asks
}

// enter is for somebody who waits from now on until leave is called.
func (q *queue) enter() (leave func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting++
	return q.leave
}

func (q *queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.waiting--; q.waiting == 0 && q.empty != nil {
		close(q.empty)
		q.empty = nil
	}
}

// pass returns when nobody waits, at the latest when ctx ends.
func (q *queue) pass(ctx context.Context) {
	q.mu.Lock()
	if q.waiting == 0 {
		q.mu.Unlock()
		return
	}
	if q.empty == nil {
		q.empty = make(chan struct{})
	}
	empty := q.empty
	q.mu.Unlock()
	select {
	case <-empty:
	case <-ctx.Done():
	}
}

// attended is a bot that counts who waits for its answers.
type attended struct {
	*handlers.Bot
	queue *queue
}

// Click answers one.
func (a attended) Click(ctx context.Context, c payload.Click) payload.Reply {
	defer a.queue.enter()()
	return a.Bot.Click(ctx, c)
}

// Command answers one.
func (a attended) Command(ctx context.Context, c payload.Command) payload.Reply {
	defer a.queue.enter()()
	return a.Bot.Command(ctx, c)
}

// Submit answers one.
func (a attended) Submit(ctx context.Context, s payload.Submission) payload.Reply {
	defer a.queue.enter()()
	return a.Bot.Submit(ctx, s)
}

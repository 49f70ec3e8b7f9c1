package redis

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	most  = 32  // changes that go together
	large = 200 // what a change touches at most that goes together with others
	// bored is how long a change waits for those before it: behind what does not
	// come to an end it would not have an answer in time.
	bored = 50 * time.Millisecond
)

// queue is where changes wait while others are on their way to the server.
// Those that have nothing in common go together: a script for ten costs the
// server half of ten scripts, and its disk one write.
type queue struct {
	store *Store

	mu      sync.Mutex
	busy    bool
	waiting []*waiter
}

// waiter is a change that waits for its answer.
type waiter struct {
	parcel *parcel
	over   chan ending // holds one
}

// ending is what became of a change; again means that nobody knows, and that it
// is to be sent by itself.
type ending struct {
	reply reply
	again bool
}

// commit sends a change, with others where some wait, and gives its answer.
func (q *queue) commit(ctx context.Context, p *parcel) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	w := q.enter(p)
	if w == nil {
		defer q.leave(context.WithoutCancel(ctx))
		return q.alone(ctx, p)
	}
	timer := time.NewTimer(bored)
	defer timer.Stop()
	for {
		select {
		case e := <-w.over:
			if e.again {
				return q.alone(ctx, p)
			}
			return e.reply, nil
		case <-timer.C:
			if q.gone(w) {
				return q.alone(ctx, p)
			}
		case <-ctx.Done():
			q.gone(w)
			return nil, ctx.Err()
		}
	}
}

// enter gives nil when the change may go at once.
func (q *queue) enter(p *parcel) *waiter {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.busy {
		q.busy = true
		return nil
	}
	w := &waiter{p, make(chan ending, 1)}
	q.waiting = append(q.waiting, w)
	return w
}

// gone takes one out that waits; false means that it is under way.
func (q *queue) gone(w *waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := len(q.waiting)
	q.waiting = slices.DeleteFunc(q.waiting, func(other *waiter) bool { return other == w })
	return len(q.waiting) < n
}

// leave lets those go that have come meanwhile.
func (q *queue) leave(ctx context.Context) {
	if next := q.next(); len(next) > 0 {
		go q.work(ctx, next)
	}
}

func (q *queue) next() (taken []*waiter) {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken, q.waiting = apart(q.waiting)
	q.busy = len(taken) > 0
	return taken
}

func (q *queue) work(ctx context.Context, taken []*waiter) {
	for ; len(taken) > 0; taken = q.next() {
		ends, err := q.store.together(ctx, taken)
		for i, w := range taken {
			if err != nil {
				w.over <- ending{again: true}
				continue
			}
			w.over <- ending{reply: ends[i]}
		}
	}
}

// together sends changes once. After an error nobody knows what became of them.
func (s *Store) together(ctx context.Context, changes []*waiter) ([]reply, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	parcels := make([]*parcel, len(changes))
	for i, w := range changes {
		parcels[i] = w.parcel
	}
	node, err := s.node(ctx)
	if err != nil {
		return nil, err
	}
	keys, args := s.encode(parcels)
	value, err := s.change(ctx, node, s.scripts.commit, keys, args)
	if err != nil {
		return nil, err
	}
	return replies(value, len(parcels))
}

// alone sends a change by itself, until the caller has no more patience.
func (q *queue) alone(ctx context.Context, p *parcel) (r reply, err error) {
	s := q.store
	keys, args := s.encode([]*parcel{p})
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		value, err := s.change(ctx, node, s.scripts.commit, keys, args)
		if err != nil {
			return err
		}
		each, err := replies(value, 1)
		if err == nil {
			r = each[0]
		}
		return err
	})
	return r, err
}

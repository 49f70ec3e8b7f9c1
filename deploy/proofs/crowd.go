package main

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// acts are what people were told is done, and how often they tried.
type acts struct {
	mu        sync.Mutex
	sent      map[string]bool // ids of requests
	decided   map[string]act  // by the id of the request
	attempts  int
	unheard   int // of them, without an acknowledgement
	doubles   int // clicked twice
	rejecting int
}

// act is a decision that was acknowledged.
type act struct {
	by         person
	begun, end time.Time
	form       bool // sent with a form, whose answer says whether it was taken
}

// crowd is everybody at work.
type crowd struct {
	control
	acts
	end  context.CancelFunc
	busy sync.WaitGroup
}

func begin(ctx context.Context, o *office, p plan) *crowd {
	ctx, end := context.WithCancel(ctx)
	c := &crowd{control: control{o.url, make(chan struct{})}, end: end, acts: acts{sent: map[string]bool{}, decided: map[string]act{}}}
	for i := range managers + p.workers {
		random := rand.New(rand.NewPCG(p.seed, uint64(i)+1))
		c.busy.Go(func() {
			for ctx.Err() == nil {
				if i < managers {
					c.manage(ctx, someone(i), random)
					pause(ctx, 200*time.Millisecond)
					continue
				}
				id, ok := c.ask(ctx, someone(i))
				c.note(ok, func() { c.sent[id] = true })
				pause(ctx, time.Duration(random.Int64N(int64(8*time.Second))))
			}
		})
	}
	return c
}

// caught waits until somebody has just begun to act, and a moment of what
// follows: something is under way then. Nobody acts while nothing answers.
func (c *crowd) caught(ctx context.Context, random *rand.Rand) {
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-c.doing:
		pause(ctx, time.Duration(random.Int64N(int64(lasts))))
	}
}

// stop sends everybody home and gives what they were told.
func (c *crowd) stop() *acts {
	c.end()
	c.busy.Wait()
	return &c.acts
}

// note counts an attempt, and keeps what is done once it was acknowledged.
func (c *crowd) note(acknowledged bool, keep func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.attempts++
	if !acknowledged {
		c.unheard++
		return
	}
	keep()
}

// manage decides what waits for a manager. What was not acknowledged is tried
// again the next time.
func (c *crowd) manage(ctx context.Context, p person, random *rand.Rand) {
	for _, at := range c.waiting(ctx, p) {
		c.mu.Lock()
		_, done := c.decided[at.request]
		c.mu.Unlock()
		if done || ctx.Err() != nil {
			continue
		}
		c.decide(ctx, p, at, random.IntN(5))
	}
}

// decide rejects one of five, and double-clicks on one of five.
func (c *crowd) decide(ctx context.Context, p person, at card, mood int) {
	begun := time.Now()
	keep := func() {
		if _, done := c.decided[at.request]; !done { // of two clicks the first is meant
			c.decided[at.request] = act{p, begun, time.Now(), mood == 0}
		}
	}
	if mood == 0 {
		c.note(c.reject(ctx, p, at) == nil, func() { keep(); c.rejecting++ })
		return
	}
	var clicks sync.WaitGroup
	if mood == 1 {
		clicks.Go(func() { c.note(c.approve(ctx, p, at), func() { keep(); c.doubles++ }) })
	}
	c.note(c.approve(ctx, p, at), keep)
	clicks.Wait()
}

func (c *crowd) approve(ctx context.Context, p person, at card) bool {
	c.acting()
	return c.click(ctx, p, at, "approve") == nil
}

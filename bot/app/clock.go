package app

import (
	"sync"
	"time"
)

// clock tells the time, or the time at which the history of the sample company
// is just now.
type clock struct {
	real func() time.Time

	mu sync.Mutex
	at time.Time // zero: the real time
}

// Now is the time that counts.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return c.real()
	}
	return c.at
}

// release lets the clock tell the real time again.
func (c *clock) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Time{}
}

// reach stops the clock at a moment. One that stands at a later moment stays there:
// a clock never goes backwards.
func (c *clock) reach(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() || c.at.Before(at) {
		c.at = at
	}
}

// pass moves a stopped clock on.
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.at.IsZero() {
		c.at = c.at.Add(d)
	}
}

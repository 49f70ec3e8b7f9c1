package practice_test

import (
	"sync"
	"time"

	"factotum/connectors/slack/practice"
)

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// stopped puts a clock that stands still into options.
func stopped(more func(*practice.Options)) (*clock, func(*practice.Options)) {
	c := &clock{now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	return c, func(o *practice.Options) {
		o.Now = c.Now
		if more != nil {
			more(o)
		}
	}
}

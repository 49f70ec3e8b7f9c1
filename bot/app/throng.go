package app

import (
	"sync/atomic"
	"time"
)

const (
	// rushing is how many changes a second are a rush, five times those that the
	// books have to follow within a second.
	rushing = 1000
	// behindMost is for how long the books stand back behind a rush.
	behindMost = 5 * time.Second
)

// throng tells whether so much is done just now that what can wait should. The
// place of a change in the books costs half as much as the change, and people wait
// for the change alone.
type throng struct {
	changes atomic.Int64
	seen    int64
	looked  time.Time
	free    time.Time // when there was no rush, or it was not heeded
}

// on tells whether there is a rush that is to be heeded. One caller at a time.
func (t *throng) on(now time.Time) bool {
	changes, passed := t.changes.Load(), now.Sub(t.looked)
	fast := float64(changes-t.seen) > rushing*passed.Seconds()
	t.seen, t.looked = changes, now
	if fast && now.Sub(t.free) < behindMost {
		return true
	}
	t.free = now
	return false
}

package slack

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// What one person may do: faster than anybody clicks, slower than a program.
const (
	flowBurst = 60
	flowRate  = 5    // a second
	flowKept  = 4096 // people remembered; who was quiet long enough is forgotten
)

// flood holds back who does too much at once, so that others are not slowed.
type flood struct {
	mu     sync.Mutex
	people map[string]*rate.Limiter
}

func newFlood() *flood { return &flood{people: map[string]*rate.Limiter{}} }

// allows tells whether the person may do one more thing now.
func (f *flood) allows(who string, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	limiter := f.people[who]
	if limiter == nil {
		if len(f.people) >= flowKept {
			f.forget(now)
		}
		limiter = rate.NewLimiter(flowRate, flowBurst)
		f.people[who] = limiter
	}
	return limiter.AllowN(now, 1)
}

// forget drops those who may do everything again.
func (f *flood) forget(now time.Time) {
	for who, limiter := range f.people {
		if limiter.TokensAt(now) >= flowBurst {
			delete(f.people, who)
		}
	}
}

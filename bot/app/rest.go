package app

import (
	"context"
	"time"
)

// A program is at rest once nothing was done for five looks. Garbage is given back
// as often; it comes slowly then. The code that jobs run through once a minute is
// given back at each look: it would be a fifth of the memory.
const (
	look    = 5 * time.Second
	restful = 5 // looks
)

// rest gives back what is not needed just now whenever nothing was done for a
// while, also by the start.
func rest(ctx context.Context, changes func() int64, garbage, code func()) {
	clock := time.NewTicker(look)
	defer clock.Stop()
	for last, still := changes(), 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-clock.C:
		}
		now := changes()
		still++
		if now != last {
			last, still = now, 0
		}
		if still > 0 && still%restful == 0 {
			garbage()
		}
		if still >= restful {
			code()
		}
	}
}

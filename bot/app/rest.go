package app

import (
	"context"
	"time"
)

// restful is how long nothing may have been done until what is not needed just
// now is given back.
const restful = 25 * time.Second

// rest settles whenever nothing was done for a while, also by the start.
func rest(ctx context.Context, changes func() int64, settle func()) {
	clock := time.NewTicker(restful)
	defer clock.Stop()
	for last := changes(); ; {
		select {
		case <-ctx.Done():
			return
		case <-clock.C:
		}
		now := changes()
		if now == last {
			settle()
		}
		last = now
	}
}

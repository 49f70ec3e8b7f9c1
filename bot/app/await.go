package app

import (
	"context"
	"log/slog"
	"time"

	"factotum/automations/fault"
	"factotum/connectors/store/redis"
)

const (
	// coming is how long the start waits for a store that does not answer yet: a Redis
	// that was started beside this program first reads all its data.
	coming = 5 * time.Minute
	// knock is how long it waits before it asks again.
	knock = time.Second
)

// awaited opens a store, again and again for a while as long as it does not answer.
// What waiting does not mend is returned at once.
func awaited(ctx context.Context, log *slog.Logger, open func() (store, error)) (store, error) {
	said := ""
	for end := time.Now().Add(coming); ; {
		opened, err := open()
		if fault.CodeOf(err) != fault.Unavailable || redis.Refuses(err) || time.Now().After(end) {
			return opened, err
		}
		if reason := err.Error(); reason != said {
			log.WarnContext(ctx, "not at work yet: it is tried again", "until", end.UTC().Truncate(time.Second), "reason", reason)
			said = reason
		}
		select {
		case <-ctx.Done():
			return opened, err
		case <-time.After(knock):
		}
	}
}

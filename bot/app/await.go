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

// awaited asks a store, to open or for something, again and again for a while as long
// as it does not answer. What waiting does not mend is returned at once.
func awaited[T any](ctx context.Context, log *slog.Logger, ask func() (T, error)) (T, error) {
	said := ""
	for end := time.Now().Add(coming); ; {
		answer, err := ask()
		if fault.CodeOf(err) != fault.Unavailable || redis.Refuses(err) || time.Now().After(end) {
			return answer, err
		}
		if reason := err.Error(); reason != said {
			log.WarnContext(ctx, "not at work yet: it is tried again", "until", end.UTC().Truncate(time.Second), "reason", reason)
			said = reason
		}
		select {
		case <-ctx.Done():
			return answer, err
		case <-time.After(knock):
		}
	}
}

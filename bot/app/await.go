package app

import (
	"context"
	"log/slog"
	"time"

	"factotum/automations/fault"
)

const (
	// coming is how long the start waits for what does not answer yet: a Redis that
	// was started beside this program first reads all its data.
	coming = 5 * time.Minute
	// knock is how long it waits before it asks again.
	knock = time.Second
)

// awaited opens, again and again for a while as long as something that is needed
// does not answer. What is wrong by itself is returned at once.
func awaited[T any](ctx context.Context, log *slog.Logger, open func() (T, error)) (T, error) {
	said := ""
	for end := time.Now().Add(coming); ; {
		opened, err := open()
		if fault.CodeOf(err) != fault.Unavailable || time.Now().After(end) {
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

package slack

import (
	"context"
	"sync"
	"time"

	"factotum/handlers/payload"
)

// How many foreign workspaces and apps are told of in a day, so that a flood of
// them fills no log.
const (
	strangersADay = 100
	day           = 24 * time.Hour
)

// strangers remembers who was told of today.
type strangers struct {
	mu   sync.Mutex
	day  time.Time // UTC
	told map[payload.Foreign]bool
}

// first tells whether somebody has not been told of today and may be.
func (s *strangers) first(f payload.Foreign, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if today := now.UTC().Truncate(day); !today.Equal(s.day) {
		s.day, s.told = today, map[payload.Foreign]bool{}
	}
	if s.told[f] || len(s.told) >= strangersADay {
		return false
	}
	s.told[f] = true
	return true
}

func (s *strangers) forget(f payload.Foreign) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.told, f)
}

// stranger tells of a workspace or app that sends us what is not ours, once a
// day. What could not be told is told when the next thing comes from there.
func (d *desk) stranger(ctx context.Context, f payload.Foreign) {
	if !d.strangers.first(f, d.now()) {
		return
	}
	d.log.WarnContext(ctx, "slack: meant for another workspace or app, ignored", "team", f.Team, "app", f.App, "organisation", f.Org)
	queued := d.lanes.add("", func() {
		ctx, cancel := context.WithTimeout(ctx, deadline)
		defer cancel()
		if err := safely(func() error { return d.handler.Foreign(ctx, f) }); err != nil {
			d.strangers.forget(f)
			d.log.ErrorContext(ctx, "slack: not told of a foreign workspace or app", "error", err)
		}
	})
	if !queued {
		d.strangers.forget(f)
	}
}

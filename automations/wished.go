package automations

import (
	"context"
	"sync"
	"time"
)

// remembered is how long what people want with their morning message is not read
// again while bells are rung: it matters little which of two messages tells
// something in the minute in which they change it.
const remembered = time.Minute

// wished caches what everybody wants, where it is asked for very often.
type wished struct {
	mu  sync.Mutex
	all map[string]MorningWish
	at  time.Time // when it was read; zero: never
}

func (w *wished) read(ctx context.Context, d *Desk) (map[string]MorningWish, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := d.Now(); w.at.IsZero() || now.Sub(w.at) > remembered {
		all, _, err := d.wishes(ctx)
		if err != nil {
			return nil, err
		}
		w.all, w.at = all, now
	}
	return w.all, nil
}

func (w *wished) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = time.Time{}
}

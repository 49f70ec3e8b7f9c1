package handlers

import (
	"maps"
	"sync"
	"time"

	"factotum/handlers/payload"
)

// waits remembers when somebody was last told that what they wrote waits, so
// that several messages in a row need the telling once: Slack takes one message
// a second in a channel, and the last would be told of too late.
type waits struct {
	mu sync.Mutex
	at map[string]time.Time
}

// told tells whether its writer was told since an event arrived.
func (w *waits) told(e payload.Event) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at[e.By].After(e.At)
}

// tell notes that somebody is told, and forgets what is too old for any event.
func (w *waits) tell(account string, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.DeleteFunc(w.at, func(_ string, at time.Time) bool { return now.Sub(at) > time.Minute })
	if w.at == nil {
		w.at = map[string]time.Time{}
	}
	w.at[account] = now
}

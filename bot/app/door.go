package app

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// door stands before the practice workspace and lets its page in from the first
// moment on: the workspace is opened, and on the first run filled, behind it.
type door struct {
	page http.Handler // the page and its assets, of a workspace with nothing in it

	opened  chan struct{} // the bot may speak to the workspace
	settled chan struct{} // people may act in it
	once    sync.Once
	inside  http.Handler
}

func newDoor(page http.Handler) *door {
	return &door{page: page, opened: make(chan struct{}), settled: make(chan struct{})}
}

// open lets the bot in.
func (d *door) open(inside http.Handler) {
	d.inside = inside
	close(d.opened)
}

// settle lets people in.
func (d *door) settle() { d.once.Do(func() { close(d.settled) }) }

// starting is how long a start may take: a history is relived in seconds, and in
// minutes where the machine is busy. Browsers wait about as long.
const starting = 5 * time.Minute

// ServeHTTP waits until whatever is asked for is there.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	await := d.opened
	switch {
	case path == "/" || strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/archives/"):
		d.page.ServeHTTP(w, r)
		return
	case strings.HasPrefix(path, "/control/"):
		await = d.settled
	}
	select {
	case <-await:
		d.inside.ServeHTTP(w, r)
	case <-r.Context().Done():
	case <-time.After(starting):
		http.Error(w, "The demonstration does not start. Look at the terminal.", http.StatusServiceUnavailable)
	}
}

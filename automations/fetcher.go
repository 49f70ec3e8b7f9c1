package automations

import (
	"context"
	"sync"
	"time"

	"factotum/automations/state"
)

const (
	// fetching is how many reports are run side by side.
	fetching = 4
	// swiftly is how long a run may take before whoever waits is told that it goes on.
	swiftly = 2 * time.Second
	// watching is how often a run looks whether it was stopped.
	watching = 500 * time.Millisecond
	// spare is the time beside the query that making files takes at most.
	spareTime = time.Minute
	// tries is how often a run is tried that may work later.
	tries = 4
)

// Fetcher runs the reports that are asked for. Its fields are set once.
type Fetcher struct {
	Desk *Desk

	mu   sync.Mutex
	busy map[string]bool // keys of timers
	work sync.WaitGroup
}

// Run begins what is due and does not wait for it: a long report must not hold
// up a short one. What goes on ends with the context.
func (f *Fetcher) Run(ctx context.Context) error {
	if f.Desk.Reporting.Figures == nil {
		return nil
	}
	due, err := f.Desk.Store.Due(ctx, f.Desk.Now(), batch)
	if err != nil {
		return err
	}
	for _, t := range due {
		if t.Name == fetchTimer && f.begin(t.Key) {
			f.work.Go(func() {
				defer f.end(t.Key)
				f.Desk.fetch(ctx, t)
			})
		}
	}
	return nil
}

// Wait returns when nothing runs any more.
func (f *Fetcher) Wait() { f.work.Wait() }

func (f *Fetcher) begin(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy == nil {
		f.busy = map[string]bool{}
	}
	if f.busy[key] || len(f.busy) >= fetching {
		return false
	}
	f.busy[key] = true
	return true
}

func (f *Fetcher) end(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.busy, key)
	if f.Desk.Ring != nil {
		f.Desk.Ring() // others may have waited for the place
	}
}

// fetch runs one report. Whatever becomes of it is written to the run: an error
// of the store leaves the timer, so that it is tried again.
func (d *Desk) fetch(ctx context.Context, t state.Timer) {
	run, err := d.claimRun(ctx, t)
	if err != nil {
		return
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { d.watchRun(ctx, run, done, stop) })
	answered, err := d.answer(ctx, run)
	close(done)
	watch.Wait()
	if ctx.Err() != nil {
		return // stopped, which is written already, or the program ends
	}
	d.settleRun(ctx, answered, err)
}

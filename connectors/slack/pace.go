package slack

import (
	"context"
	"sync"
	"time"
)

const (
	// perPost is the pace of one channel: 1 message a second
	// (docs.slack.dev/apis/web-api/rate-limits).
	perPost = time.Second
	// patience is how long a call waits for its turn; whoever would wait longer
	// is told to come back, so that no worker sleeps on a lease.
	patience = 2 * time.Second
	// spread bounds for how long those who are put off are told to come one
	// after the other: Slack's pace may change meanwhile.
	spread = 30 * time.Second
	// manyChannels bounds the memory for channels; a channel is of interest for
	// a second only.
	manyChannels = 1024
)

// pace knows when the next call is welcome: for a channel by the clock, for a
// method by what Slack said in Retry-After, since it publishes no burst sizes.
type pace struct {
	now func() time.Time

	mu       sync.Mutex
	channels map[string]door
	methods  map[string]time.Time // closed until
}

// door is one channel's.
type door struct {
	busy   bool      // a post is on its way
	queued bool      // somebody waits for the turn
	next   time.Time // when another post is welcome
	later  time.Time // when the last of those who were put off comes back
}

func newPace(now func() time.Time) *pace {
	return &pace{now: now, channels: map[string]door{}, methods: map[string]time.Time{}}
}

// method is how long to wait before calling a method.
func (p *pace) method(name string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	until, closed := p.methods[name]
	wait := until.Sub(p.now())
	if closed && wait <= 0 {
		delete(p.methods, name)
	}
	return max(wait, 0)
}

// close lets nobody call a method for so long.
func (p *pace) close(method string, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.now().Add(wait); until.After(p.methods[method]) {
		p.methods[method] = until
	}
}

// queue lets one wait for the turn in a channel and puts all others off, each to
// a moment of its own, so that neither workers wait in crowds nor everybody
// comes back at once. Zero means that the caller waits: post or leave ends that.
func (p *pace) queue(channel string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.channels) >= manyChannels {
		now := p.now()
		for name, d := range p.channels {
			if !d.busy && !d.queued && !d.next.After(now) && !d.later.After(now) {
				delete(p.channels, name)
			}
		}
	}
	d := p.channels[channel]
	if d.queued {
		return p.putOff(channel, d)
	}
	d.queued = true
	p.channels[channel] = d
	return 0
}

// putOff gives for how long.
func (p *pace) putOff(channel string, d door) time.Duration {
	now := p.now()
	for _, from := range []time.Time{now, d.next} {
		if d.later.Before(from) {
			d.later = from
		}
	}
	d.later = d.later.Add(perPost)
	wait := d.later.Sub(now)
	if wait > spread {
		d.later = time.Time{}
	}
	p.channels[channel] = d
	return wait
}

// post takes the turn for whoever waits for it; posted gives it back. While it
// is not free the answer is how long to wait before asking again.
func (p *pace) post(channel string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d, now := p.channels[channel], p.now()
	switch {
	case d.busy:
		return perPost
	case d.next.After(now):
		return d.next.Sub(now)
	}
	d.busy, d.queued = true, false
	p.channels[channel] = d
	return 0
}

// leave ends the wait without a turn and gives for how long to stay away.
func (p *pace) leave(channel string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.channels[channel]
	d.queued = false
	return p.putOff(channel, d)
}

// posted gives a turn back once the post was answered, or nobody waits for its
// answer any more. The pause begins only now: Slack took the message earlier, so
// that no two arrive faster than they may, however long they are on their way.
func (p *pace) posted(channel string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.channels[channel]
	d.busy, d.next = false, p.now().Add(perPost)
	p.channels[channel] = d
}

// hold waits, or refuses to when that would take longer than patience.
func (c *Client) hold(ctx context.Context, what string, wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	if wait > patience {
		return delayed(what, wait)
	}
	return sleep(ctx, wait)
}

// sleep ends early with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

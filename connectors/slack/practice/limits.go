package practice

import (
	"math"
	"time"
)

// Limits say how often the app may call. Slack publishes a number of calls a minute for
// each tier of methods and one message a second for each channel
// (docs.slack.dev/apis/web-api/rate-limits). What is zero here is as in Slack.
type Limits struct {
	// Off lets everything through, for load that is not about limits.
	Off bool
	// PostEvery is the time between two messages in a channel: 1 s.
	PostEvery time.Duration
	// PostBurst is how many messages a channel takes at once after a pause. Slack allows
	// short bursts without a figure; here 3.
	PostBurst int
	// Tiers are calls a minute for each method of tiers 1 to 4: 1, 20, 50 and 100.
	Tiers [4]int
}

func (l *Limits) fill() {
	if l.PostEvery == 0 {
		l.PostEvery = time.Second
	}
	if l.PostBurst == 0 {
		l.PostBurst = 3
	}
	for i, perMinute := range [4]int{1, 20, 50, 100} {
		if l.Tiers[i] == 0 {
			l.Tiers[i] = perMinute
		}
	}
}

// bucket is what is left of an allowance.
type bucket struct {
	left float64
	at   time.Time
}

// draw takes one call out of a bucket that holds most and gains one each gap. It returns
// the seconds to wait if there is none, as Retry-After says them: whole, and at least 1.
func (b *bucket) draw(now time.Time, most int, gap time.Duration) int {
	passed := now.Sub(b.at)
	switch {
	case b.at.IsZero() || passed < 0: // the first, or the clock was set back
		b.left = float64(most)
	default:
		b.left = min(float64(most), b.left+passed.Seconds()/gap.Seconds())
	}
	b.at = now
	if b.left < 1 {
		return int(max(1, math.Ceil((1-b.left)*gap.Seconds())))
	}
	b.left--
	return 0
}

func (w *Workspace) bucket(name string) *bucket {
	if w.buckets[name] == nil {
		w.buckets[name] = &bucket{}
	}
	return w.buckets[name]
}

// paced refuses a call beyond the allowance of its method.
func (w *Workspace) paced(c *call, tier int) reply {
	if w.opts.Limits.Off || tier == 0 {
		return nil
	}
	perMinute := w.opts.Limits.Tiers[tier-1]
	return c.slow(w.bucket(c.name).draw(w.now(), perMinute, time.Minute/time.Duration(perMinute)))
}

// pacedPost refuses a message that comes too soon after others in its channel.
func (w *Workspace) pacedPost(c *call, channel string) reply {
	if w.opts.Limits.Off {
		return nil
	}
	return c.slow(w.bucket("post "+channel).draw(w.now(), w.opts.Limits.PostBurst, w.opts.Limits.PostEvery))
}

// slow makes the refusal of a call that has to wait; it becomes status 429.
func (c *call) slow(seconds int) reply {
	if c.wait = seconds; seconds == 0 {
		return nil
	}
	return fail("ratelimited")
}

package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// delivery proves that what is due is delivered: people ask and decide while the
// program is killed and Slack answers 429 and 500 and loses replies at random.
// Nothing may be missing, at most one message a kill may stand there twice,
// those of one request must stand in their order, and no channel may get more
// than one message a second.
//
// Sabotaged, the program does not find what it has posted, so that it posts
// again what may have been posted.
func delivery(ctx context.Context, args []string) (v verdict, err error) {
	p := plan{store: "redis", workers: 60, unruly: true}
	err = p.flags("delivery", args, func(set *flag.FlagSet) {
		set.StringVar(&p.store, "store", p.store, "sqlite or redis")
		set.IntVar(&p.due, "deliveries", 10_000, "how many cards and lines there are to be at least")
		set.IntVar(&p.kills, "kills", 200, "how often the program is killed")
	})
	if err != nil {
		return v, err
	}
	return p.prove(ctx)
}

// watched notes what the program posts, and sabotaged hides from it what stands
// in the workspace.
func (o *office) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := strings.TrimPrefix(r.URL.Path, "/api/")
		if o.blind.Load() && (method == "conversations.history" || method == "conversations.replies") {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"ok":true,"messages":[],"has_more":false}`) // if this fails, the program has gone
			return
		}
		if method == "chat.postMessage" {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return // the program was killed
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			life, _ := r.Context().Value(lifeKey{}).(int64)
			o.attempted(string(body), life)
		}
		next.ServeHTTP(w, r)
	})
}

// lifeKey is what a connection keeps of the life that it began in.
type lifeKey struct{}

// heard keeps which life of the program a connection is of: what a killed one sent
// last may be read when the next one lives.
func (o *office) heard(ctx context.Context, _ net.Conn) context.Context {
	return context.WithValue(ctx, lifeKey{}, o.lives.Load())
}

func (o *office) attempted(body string, life int64) {
	form, err := url.ParseQuery(body)
	if err != nil {
		return
	}
	a := attempt{channel: "D" + form.Get("channel")[1:], at: time.Now(), life: life}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.posts = append(o.posts, a)
}

// paced looks for messages that came too fast: those that a process sent to a
// channel, and those that stand there.
func (f *findings) paced(o *office) {
	type line struct {
		channel string
		life    int64
	}
	lines := map[line][]time.Time{}
	for _, a := range o.posts {
		lines[line{a.channel, a.life}] = append(lines[line{a.channel, a.life}], a.at)
	}
	f.attempts = len(o.posts)
	for l, sent := range lines {
		f.tooFast("sent", l.channel, sent)
	}
	for channel, stood := range f.stood {
		slices.SortFunc(stood, time.Time.Compare)
		f.tooFast("taken", channel, stood)
	}
}

// tooFast looks at one channel. The workspace counts in microseconds.
func (f *findings) tooFast(what, channel string, at []time.Time) {
	for i := 1; i < len(at); i++ {
		if gap := at[i].Sub(at[i-1]); gap < time.Second-time.Microsecond {
			f.breaks("TOO FAST: two messages were %s to %s within %s", what, channel, gap)
		}
	}
}

// ordered looks whether the cards of a request stood before the lines about it.
func (f *findings) ordered(stories map[string]*story) {
	for _, s := range stories {
		cards, lines := s.owed()
		for _, line := range lines {
			for _, card := range cards {
				if first, then := f.first[card.Key], f.first[line]; first != "" && then != "" && first > then {
					f.breaks("OUT OF ORDER: %s stood before %s", line, card.Key)
				}
			}
		}
	}
}

// repeated tells how many messages stand there twice, and breaks the promise
// where they are more than were kills.
func (f *findings) repeated(kills int) {
	n := 0
	for key, times := range f.seen {
		n += times - 1
		if !strings.HasPrefix(key, "card/") && !strings.HasPrefix(key, "line/") && !strings.HasPrefix(key, "letter/") {
			f.breaks("%s stands there and is no notice", key)
		}
	}
	f.twice = n
	if n > kills {
		f.breaks("DOUBLED: %d messages stand there twice after %d kills", n, kills)
	}
}

// enough waits until there is as much to deliver as was asked for.
func (c *crowd) enough(ctx context.Context, due int) error {
	for end := time.Now().Add(15 * time.Minute); time.Now().Before(end) && ctx.Err() == nil; pause(ctx, shortest) {
		c.mu.Lock()
		n := 2*len(c.sent) + len(c.decided) // two cards a request, a line a decision
		c.mu.Unlock()
		if n >= due {
			return nil
		}
	}
	return errors.Join(fmt.Errorf("there were never %d deliveries", due), ctx.Err())
}

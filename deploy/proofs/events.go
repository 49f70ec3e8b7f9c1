package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/slack/practice"
)

// How often each event is delivered, and how many are under way at once.
const (
	deliveries = 4
	abreast    = 32
)

// happening is one event: somebody asks for leave in direct messages.
type happening struct {
	by person
	ts string
}

func (h happening) draft() string { return "draft-" + home(h.by) + "-" + h.ts }

// events proves that an event has one effect, however often and wherever it
// arrives: each is delivered four times, all of them in random order, over two
// processes on one Redis, by signed requests. Each must have made one draft, one
// place in an index and one card.
//
// Sabotaged, each process has data of its own, as bots have that remember in
// memory what they have seen.
func events(ctx context.Context, args []string) (v verdict, err error) {
	p, n := plan{store: "redis", workers: 380}, 0
	err = p.flags("events", args, func(set *flag.FlagSet) { set.IntVar(&n, "events", 10_000, "how many events") })
	if err != nil {
		return v, err
	}
	o, err := open(ctx, p)
	if err != nil {
		return v, err
	}
	defer o.close()
	pair, err := o.pair(ctx, p)
	if err != nil {
		return v, err
	}
	sent := &postman{doors: pair.doors, secret: pair.secret}
	if err := o.acquainted(ctx, sent, p); err != nil {
		return v, err
	}
	all := make([]happening, n)
	for i := range all {
		all[i] = happening{by: someone(i % (managers + p.workers)), ts: fmt.Sprintf("%d.%06d", 1_700_000_000+i/1000, i%1000)}
	}
	begun := time.Now()
	sent.scatter(ctx, all, rand.New(rand.NewPCG(p.seed, 0)))
	took := time.Since(begun)
	o.awaitSilence(ctx, p.settle)
	for _, program := range pair.programs {
		if err := program.stop(); err != nil {
			return v, err
		}
	}
	f := &findings{}
	if err := f.effects(ctx, o, all); err != nil {
		return v, err
	}
	return verdict{broken: f.broken, counts: fmt.Sprintf(
		"%d events × %d deliveries (seed %d) over 2 processes in %s: %d drafts, %d places in indexes, %d cards in the workspace, %d requests sent again because they were not taken",
		n, deliveries, p.seed, took.Round(time.Second), f.requests, f.places, f.messages, sent.again.Load())}, nil
}

// pair is two processes of the program on one store.
type pair struct {
	programs []*program
	doors    []string // where their requests arrive
	secret   string
}

func (o *office) pair(ctx context.Context, p plan) (*pair, error) {
	base, err := os.ReadFile(filepath.Join(o.folder, "factotum.yaml"))
	if err != nil {
		return nil, err
	}
	first, err := build(ctx, o)
	if err != nil {
		return nil, err
	}
	both := &pair{secret: "made-up secret"}
	for i := range 2 {
		port, err := freePort(ctx)
		if err != nil {
			return nil, err
		}
		program, name := *first, fmt.Sprint("program", i)
		program.config, program.log = filepath.Join(o.folder, name+".yaml"), filepath.Join(o.folder, name+".log")
		program.env = append(program.env[:len(program.env):len(program.env)], "FACTOTUM_SLACK_APP_TOKEN=", "FACTOTUM_SLACK_SIGNING_SECRET="+both.secret)
		door := fmt.Sprintf("http://127.0.0.1:%d/slack/events", port)
		text := strings.Replace(string(base), "data: data", "data: "+name, 1) + fmt.Sprintf("http: {listen: \"127.0.0.1:%d\", url: %q}\n", port, door)
		if p.sabotage {
			text = strings.Replace(text, "workspace:", fmt.Sprintf("database: %d, workspace:", i), 1)
		}
		if err := os.WriteFile(program.config, []byte(text), 0o600); err != nil {
			return nil, err
		}
		if err := program.start(ctx); err != nil {
			return nil, err
		}
		both.programs, both.doors = append(both.programs, &program), append(both.doors, door)
	}
	return both, nil
}

// acquainted waits until both processes know the people.
func (o *office) acquainted(ctx context.Context, sent *postman, p plan) error {
	for i := range sent.doors {
		n := 0
		err := until(ctx, "the program knows its people", func() bool {
			h := happening{by: someone(0), ts: fmt.Sprintf("%d.%06d", 1_600_000_000+i, n)}
			n++
			sent.deliver(ctx, h, 0, i)
			docs, err := o.drafts(ctx, p, i, h.draft())
			return err == nil && docs[0].Version > 0
		})
		if err != nil {
			return err
		}
	}
	sent.again.Store(0)
	return nil
}

func (o *office) drafts(ctx context.Context, p plan, door int, ids ...string) ([]state.Document, error) {
	if !p.sabotage {
		door = 0
	}
	store, err := o.database(ctx, door)
	if err != nil {
		return nil, err
	}
	defer func() { _ = store.Close() }() // it was only read
	return store.Load(ctx, ids...)
}

// postman delivers events as Slack does.
type postman struct {
	doors  []string
	secret string
	again  atomic.Int64
}

// scatter delivers everything four times in any order, and again what was not
// taken.
func (s *postman) scatter(ctx context.Context, all []happening, random *rand.Rand) {
	order := random.Perm(len(all) * deliveries)
	doors := make([]int, len(order))
	for i := range doors {
		doors[i] = random.IntN(len(s.doors))
	}
	var next atomic.Int64
	var busy sync.WaitGroup
	for range abreast {
		busy.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(order) {
					return
				}
				for !s.deliver(ctx, all[order[i]/deliveries], order[i]%deliveries, doors[i]) && ctx.Err() == nil {
					s.again.Add(1)
					pause(ctx, shortest)
				}
			}
		})
	}
	busy.Wait()
}

// deliver tells whether the event was taken.
func (s *postman) deliver(ctx context.Context, h happening, attempt, door int) bool {
	body, err := json.Marshal(map[string]any{
		"token": "practice", "team_id": workspaceID, "api_app_id": "A0PRACTICE", "type": "event_callback",
		"event_id": "Ev" + h.by.account + h.ts, "event_time": time.Now().Unix(),
		"event": map[string]string{
			"type": "message", "channel": home(h.by), "channel_type": "im", "user": h.by.account, "text": "holiday", "ts": h.ts, "event_ts": h.ts,
		},
	})
	if err != nil {
		return false
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.doors[door], bytes.NewReader(body))
	if err != nil {
		return false
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", practice.Sign(s.secret, stamp, body))
	if attempt > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(attempt))
		req.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, resp.Body) // so that the connection is used again
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// effects counts what the events have done. What made the processes acquainted
// does not count.
func (f *findings) effects(ctx context.Context, o *office, all []happening) error {
	drafts, places, cards := map[string]int{}, map[string]int{}, map[string]int{}
	for database := range 2 {
		store, err := o.database(ctx, database)
		if err != nil {
			return err
		}
		err = store.Dump(ctx, func(row state.Row) error {
			switch {
			case row.Kind == state.DocumentRow && strings.HasPrefix(row.Cells[0], "draft-"):
				version, err := strconv.Atoi(row.Cells[1])
				drafts[row.Cells[0]] += version
				return err
			case row.Kind == state.EntryRow && strings.HasPrefix(row.Cells[0], "mine/"):
				places[row.Cells[2]]++
			}
			return nil
		})
		_ = store.Close() // it was only read
		if err != nil {
			return err
		}
	}
	if err := o.cards(ctx, all, cards); err != nil {
		return err
	}
	for _, h := range all {
		card := cards[outbox.CardKey(h.draft(), h.by.email)]
		f.requests, f.places, f.messages = f.requests+drafts[h.draft()], f.places+places[h.draft()], f.messages+card
		if drafts[h.draft()] != 1 || places[h.draft()] != 1 || card != 1 {
			f.breaks("%s was made %d times, stands in %d places and has %d cards", h.draft(), drafts[h.draft()], places[h.draft()], card)
		}
	}
	return nil
}

// cards counts the messages of the workspace by their keys.
func (o *office) cards(ctx context.Context, all []happening, count map[string]int) error {
	seen := map[string]bool{}
	for _, h := range all {
		channel := home(h.by)
		if seen[channel] {
			continue
		}
		seen[channel] = true
		found, err := o.messages(ctx, "conversations.history", map[string][]string{"channel": {channel}})
		if err != nil {
			return err
		}
		for _, m := range found {
			count[m.Metadata.Payload.Key]++
		}
	}
	return nil
}

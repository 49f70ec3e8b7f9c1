package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

// mass proves that nothing is lost when very many are to be reminded in the same
// minute: the program is killed with SIGKILL while its wake finds them and while
// they are delivered, and Redis too. In the end everybody must have been told of
// every request once, and the log must say so once.
//
// Sabotaged, the reminders of some are taken away while the program is dead.
func mass(ctx context.Context, args []string) (v verdict, err error) {
	p, reminders := plan{store: "redis"}, 0
	err = p.flags("mass", args, func(set *flag.FlagSet) {
		set.StringVar(&p.store, "store", p.store, "sqlite or redis")
		set.IntVar(&reminders, "reminders", 100_000, "how many are due at once")
		set.IntVar(&p.workers, "people", 1000, "how many people they are for")
		set.IntVar(&p.kills, "kills", 20, "how often the program is killed")
		set.IntVar(&p.servers, "servers", 5, "how often redis-server is killed")
	})
	if err != nil {
		return v, err
	}
	if p.store == "sqlite" {
		p.servers = 0
	}
	people := p.workers
	p.workers++
	o, err := open(ctx, p)
	if err != nil {
		return v, err
	}
	defer o.close()
	program, err := build(ctx, o)
	if err != nil {
		return v, err
	}
	due, err := o.pile(ctx, program, reminders, people)
	if err != nil {
		return v, err
	}
	found, err := p.trouble(ctx, o, program, due)
	if err != nil {
		return v, errors.Join(err, program.kill())
	}
	begun := time.Now()
	o.awaitSilence(ctx, p.settle)
	fmt.Println("silent after", time.Since(begun).Round(time.Second))
	if err := program.stop(); err != nil {
		return v, err
	}
	counts, broken, err := o.tally(ctx, due, people)
	return verdict{counts: p.String() + fmt.Sprintf("%d reminders due in one minute for %d people, all of them found %s after the first start, ", reminders, people, found.Round(100*time.Millisecond)) + counts, broken: broken}, err
}

// reader is one of those who are reminded; who asked first has a hand in all
// copies.
func reader(i int) person { return someone(managers + 1 + i) }

// pile makes the requests, as copies of one that somebody has made, and gives
// whom each waits for by the request's id.
func (o *office) pile(ctx context.Context, program *program, n, people int) (map[string]string, error) {
	if err := program.start(ctx); err != nil {
		return nil, err
	}
	if !program.answers(ctx, o) {
		return nil, fmt.Errorf("the program does not answer; its last words:\n%s", program.words())
	}
	o.awaitSilence(ctx, time.Minute)
	if err := program.stop(); err != nil {
		return nil, err
	}
	store, err := o.vault(ctx)
	if err != nil {
		return nil, err
	}
	first, body, err := template(ctx, store)
	due := map[string]string{}
	for from := 0; err == nil && from < n; from += 500 {
		c := state.Change{Once: state.Once{Key: fmt.Sprint("pile/", from)}}
		for i := from; i < min(from+500, n); i++ {
			id, to := fmt.Sprintf("%s-%06d", first.ID, i), reader(i%people).email
			due[id] = to
			text := bytes.ReplaceAll(bytes.ReplaceAll(body, []byte(first.ID), []byte(id)), []byte("of-whom"), []byte(to))
			c.Documents = append(c.Documents, state.Document{ID: id, Prefix: "LVE", Body: text})
			c.Timers = append(c.Timers, state.Timer{Key: "remind/" + id, Name: "remind", Subject: id, At: time.Now().Add(-time.Minute).Truncate(time.Minute)})
		}
		_, err = store.Commit(ctx, c)
	}
	return due, errors.Join(err, store.Close())
}

// template is a request as it waits for somebody, who is called of-whom.
func template(ctx context.Context, store vault) (request.Request, []byte, error) {
	var r request.Request
	page, err := store.Page(ctx, []string{"waiting/all"}, "", 1)
	if err != nil {
		return r, nil, err
	}
	if len(page.Documents) == 0 {
		return r, nil, errors.New("nobody's request is there to be copied")
	}
	if err := json.Unmarshal(page.Documents[0].Body, &r); err != nil {
		return r, nil, err
	}
	r.Since = r.Since.AddDate(0, 0, -14) // long enough for a reminder to be due
	r.Requester, r.Shown = someone(0).email, []string{someone(0).email, "of-whom"}
	r.Steps = r.Steps[:1]
	r.Steps[0].Rules = []request.Rule{{Kind: request.ByPerson, Of: "of-whom"}}
	body, err := json.Marshal(r)
	return r, body, err
}

// trouble kills the program and Redis again and again, first while the wake finds
// what is due and then while it is delivered, and gives how long it took, from
// the first start, until all was found.
func (p plan) trouble(ctx context.Context, o *office, program *program, due map[string]string) (found time.Duration, err error) {
	random, begun := rand.New(rand.NewPCG(p.seed, 1)), time.Now()
	if err := program.start(ctx); err != nil {
		return 0, err
	}
	for kills, servers := p.kills, p.servers; kills+servers > 0; {
		pause(ctx, shortest+time.Duration(random.Int64N(int64(2*longest))))
		if found == 0 && o.found(ctx) {
			found = time.Since(begun)
		}
		if servers > 0 && random.IntN(kills+servers) < servers {
			servers--
			if err := o.redis.die(ctx, false, time.Duration(random.Int64N(int64(shortest)))); err != nil {
				return found, err
			}
			continue
		}
		kills--
		if err := program.kill(); err != nil {
			return found, err
		}
		o.lives.Add(1)
		if p.sabotage {
			if err := o.robbed(ctx, due); err != nil {
				return found, err
			}
		}
		if err := program.start(ctx); err != nil {
			return found, err
		}
	}
	for found == 0 && ctx.Err() == nil {
		if pause(ctx, shortest); o.found(ctx) {
			found = time.Since(begun)
		}
	}
	return found, ctx.Err()
}

// found tells whether no reminder is due any more.
func (o *office) found(ctx context.Context) bool {
	n := 0
	err := o.dump(ctx, func(row state.Row) error {
		if row.Kind == state.TimerRow && row.Cells[3] == "remind" && row.Cells[1] < fmt.Sprint(time.Now().UnixMilli()) {
			n++
		}
		return nil
	})
	return err == nil && n == 0
}

// robbed ends the waiting of some notices as if they had been delivered.
func (o *office) robbed(ctx context.Context, due map[string]string) error {
	store, err := o.vault(ctx)
	if err != nil {
		return err
	}
	now := time.Now().Add(time.Minute)
	leased, err := store.Lease(ctx, now, now.Add(time.Second), min(10, len(due)))
	c := state.Change{Once: state.Once{Key: fmt.Sprint("robbed/", now.UnixNano())}}
	for _, l := range leased {
		c.Receipts = append(c.Receipts, outbox.Receipt{Key: l.Key, Token: l.Token})
	}
	if err == nil {
		_, err = store.Commit(ctx, c)
	}
	return errors.Join(err, store.Close())
}

// tally counts what stands in the workspace and in the log against what was due.
func (o *office) tally(ctx context.Context, due map[string]string, people int) (counts string, broken []string, err error) {
	told, logged := map[string]int{}, map[string]int{}
	for i := range people {
		messages, err := o.messages(ctx, "conversations.history", url.Values{"channel": {home(reader(i))}})
		if err != nil {
			return "", nil, err
		}
		for _, m := range messages {
			if rest, is := strings.CutPrefix(m.Metadata.Payload.Key, "line/"); is {
				id, to, _ := strings.Cut(rest, "/")
				to, cause, _ := strings.Cut(to, "/")
				if to == due[id] && strings.HasPrefix(cause, "remind-") {
					told[id]++
				}
			}
		}
	}
	store, err := o.vault(ctx)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	for after := int64(0); ; {
		records, err := store.Log(ctx, after, 1000)
		if err != nil {
			return "", nil, err
		}
		for _, r := range records {
			if after = r.Position; r.Move == string(request.Remind) {
				logged[r.Subject]++
			}
		}
		if len(records) == 0 {
			break
		}
	}
	lost, twice := 0, 0
	for id, to := range due {
		switch n, m := told[id], logged[id]; {
		case n == 1 && m == 1:
			continue
		case n == 0 || m == 0:
			lost++
		default:
			twice++
		}
		broken = append(broken, fmt.Sprintf("%s was told of %s %d times, and the log says so %d times", to, id, told[id], logged[id]))
	}
	return fmt.Sprintf("%d told, %d lost, %d twice", len(told), lost, twice), broken, nil
}

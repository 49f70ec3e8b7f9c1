package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// site is where everything runs.
type site struct {
	plan
	folder string
	redis  *redisServer
	slack  *workspace
}

// lap is what one server needed for some clicks.
type lap struct {
	cpu   time.Duration // of the server, for one click
	redis time.Duration // of redis-server, for one click
	after time.Duration // of the server, for one click, once all were answered
	times
}

// measure runs everything and gives what was found.
func measure(ctx context.Context, p plan) (f *figures, err error) {
	s := &site{plan: p}
	if s.folder, err = os.MkdirTemp("", "factotum-bench-"); err != nil {
		return nil, err
	}
	if !p.keep {
		defer func() { err = errors.Join(err, os.RemoveAll(s.folder)) }()
	} else {
		fmt.Println("data:", s.folder)
	}
	for _, name := range []string{"bot", "deploy/bench/baseline"} {
		build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(s.folder, filepath.Base(name)), "factotum/"+name)
		if out, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build: %w\n%s", err, out)
		}
	}
	if s.slack, err = openSlack(ctx, p.people); err != nil {
		return nil, err
	}
	if s.redis, err = startRedis(ctx, s.folder); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.redis.stop()) }()
	f = &figures{}
	if err := s.onRedis(ctx, f); err != nil {
		return nil, err
	}
	if p.sqlite {
		f.sqlite = &figures{}
		return f, s.onSQLite(ctx, f.sqlite)
	}
	return f, nil
}

// prepare founds a company, lets the program learn its people and its memory be
// looked at, sends so many claims before it runs again and has their cards posted.
// It gives the program as it runs then.
func (s *site) prepare(ctx context.Context, store string, before int, f *figures) (p *process, c *company, err error) {
	listen, err := freePort(ctx)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp(s.folder, "company")
	if err != nil {
		return nil, nil, err
	}
	if c, err = found(folder, store, listen, s.people); err != nil {
		return nil, nil, err
	}
	s.slack.begin()
	serve := func() (*process, error) {
		return start(ctx, "factotum", listen, filepath.Join(folder, "log"),
			[]string{"FACTOTUM_SLACK_API_URL=" + s.slack.api, "FACTOTUM_SLACK_SIGNING_SECRET=" + secret, "FACTOTUM_SLACK_BOT_TOKEN=xoxb-bench"},
			filepath.Join(s.folder, "bot"), "serve", "--config", c.config)
	}
	if p, err = serve(); err != nil {
		return nil, nil, err
	}
	if err := pause(ctx, s.idle); err != nil {
		return nil, nil, err
	}
	if f.memory, err = p.memory(); err != nil {
		return nil, nil, err
	}
	if err := p.stop(); err != nil {
		return nil, nil, err
	}
	if err := s.seed(ctx, c, before); err != nil {
		return nil, nil, fmt.Errorf("seed: %w", err)
	}
	if p, err = serve(); err != nil {
		return nil, nil, err
	}
	if err := s.posted(ctx, before); err != nil {
		return nil, nil, errors.Join(err, p.stop())
	}
	return p, c, nil
}

// posted waits until the cards of n claims stand and everything else is delivered.
func (s *site) posted(ctx context.Context, n int) error {
	begun := time.Now()
	s.slack.strict.Store(false)
	if err := s.slack.quiet(ctx, n); err != nil {
		return err
	}
	s.slack.strict.Store(true)
	fmt.Printf("the cards of %d claims posted in %s\n", n, time.Since(begun).Round(time.Second))
	return nil
}

// stock sends n claims while the program runs, which posts their cards: people
// click on what came lately. What that takes is over when it ends.
func (s *site) stock(ctx context.Context, c *company, p *process, n int) error {
	if err := s.seed(ctx, c, n); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	if err := s.posted(ctx, n); err != nil {
		return err
	}
	_, err := s.rest(ctx, p)
	return err
}

// end stops the program and looks whether every click was a decision.
func (s *site) end(ctx context.Context, p *process, c *company) error {
	if err := p.stop(); err != nil {
		return err
	}
	n, err := c.approvals(ctx)
	if err == nil && n != s.slack.taken {
		err = fmt.Errorf("%d clicks were %d decisions", s.slack.taken, n)
	}
	return err
}

// seed sends the claims without waiting for the disk each time.
func (s *site) seed(ctx context.Context, c *company, n int) error {
	if err := s.redis.ask(ctx, "CONFIG SET appendfsync no"); err != nil {
		return err
	}
	return errors.Join(c.seed(ctx, n), s.redis.ask(ctx, "CONFIG SET appendfsync always"))
}

// onRedis measures the program and those it is compared with in turn.
func (s *site) onRedis(ctx context.Context, f *figures) (err error) {
	program, c, err := s.prepare(ctx, fmt.Sprintf("store:\n  redis: {addresses: %q, workspace: %s}\n", s.redis.address, workspaceID), tries, f)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.end(ctx, program, c)) }()
	baseline, err := s.baseline(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, baseline.stop()) }()
	servers := []rival{{program, c.listen}, baseline}
	if s.modules != "" {
		bolt, err := s.bolt(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = bolt.stop() }() // it has answered everything
		servers = append(servers, bolt)
	}
	if f.trips, err = s.countTrips(ctx, c.listen); err != nil {
		return err
	}
	return s.race(ctx, servers, f, func(n int) error { return s.stock(ctx, c, program, n) })
}

// onSQLite measures the program alone. Nobody writes beside it, so that all claims
// are sent before.
func (s *site) onSQLite(ctx context.Context, f *figures) error {
	program, c, err := s.prepare(ctx, "", s.pairs*(s.warm+s.clicks)+s.warm+s.open(), f)
	if err != nil {
		return err
	}
	err = s.race(ctx, []rival{{program, c.listen}}, f, func(int) error { return nil })
	return errors.Join(err, s.end(ctx, program, c))
}

// open is how many clicks the open loop takes.
func (s *site) open() int { return s.rate * int(s.length/time.Second) }

// rival is a server that answers clicks.
type rival struct {
	*process
	host string
}

func (s *site) baseline(ctx context.Context) (rival, error) {
	listen, err := freePort(ctx)
	if err != nil {
		return rival{}, err
	}
	p, err := start(ctx, "baseline", listen, filepath.Join(s.folder, "baseline.log"), nil, filepath.Join(s.folder, "baseline"), listen, s.redis.address, secret)
	return rival{p, listen}, err
}

func (s *site) bolt(ctx context.Context) (rival, error) {
	listen, err := freePort(ctx)
	if err != nil {
		return rival{}, err
	}
	_, port, _ := strings.Cut(listen, ":")
	_, redis, _ := strings.Cut(s.redis.address, ":")
	p, err := start(ctx, "bolt", listen, filepath.Join(s.folder, "bolt.log"), []string{"NODE_PATH=" + s.modules}, "node", "deploy/bench/bolt/app.js", port, redis, secret)
	return rival{p, listen}, err
}

// tries is how often trips are counted: what the program does besides comes
// between some of them.
const tries = 21

// countTrips gives how many commands reach Redis for a click up to its commit.
func (s *site) countTrips(ctx context.Context, host string) (int, error) {
	cards, err := s.slack.take(tries)
	if err != nil {
		return 0, err
	}
	var counts []int
	for i, c := range cards {
		if err := pause(ctx, time.Second/2); err != nil { // what follows the last one is over
			return 0, err
		}
		trigger, now := int64(-i-1), time.Now()
		request, err := c.click(host, now, trigger)
		if err != nil {
			return 0, err
		}
		n, err := s.redis.trips(ctx, fmt.Sprintf("%d.%d.", trigger, now.UnixNano()), func() error {
			_, err := drive(ctx, host, [][]byte{request}, 1, 0)
			return err
		})
		if err != nil {
			return 0, err
		}
		counts = append(counts, n)
	}
	slices.Sort(counts)
	return counts[tries/2], nil
}

// race lets all servers answer the same clicks in turn, each after some that are
// not counted: what stood still for a while has to be warm again. stock sends as
// many claims as are clicked on next.
func (s *site) race(ctx context.Context, servers []rival, f *figures, stock func(n int) error) error {
	round := func(n, rate int) ([]lap, error) {
		if err := stock(s.warm + n); err != nil {
			return nil, err
		}
		cards, err := s.slack.take(s.warm + n)
		if err != nil {
			return nil, err
		}
		laps := make([]lap, len(servers))
		for i, server := range servers {
			if _, err = s.lap(ctx, server, cards[:s.warm], 0); err == nil {
				laps[i], err = s.lap(ctx, server, cards[s.warm:], rate)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", server.name, err)
			}
			if laps[i].after, err = s.rest(ctx, server.process); err != nil {
				return nil, err
			}
			laps[i].after /= time.Duration(s.warm + n)
			fmt.Printf("%-9s %s\n", server.name, laps[i])
		}
		return laps, nil
	}
	for range s.pairs {
		laps, err := round(s.clicks, 0)
		if err != nil {
			return err
		}
		f.closed = append(f.closed, laps)
	}
	if s.open() == 0 {
		return nil
	}
	servers = servers[:min(2, len(servers))]
	laps, err := round(s.open(), s.rate)
	f.open = laps
	return err
}

// lap clicks on every card and tells what that took.
func (s *site) lap(ctx context.Context, r rival, cards []card, rate int) (l lap, err error) {
	requests, err := clicks(cards, r.host)
	if err != nil {
		return l, err
	}
	before, err := r.cpu()
	redis, bad := s.redis.cpu()
	if err = errors.Join(err, bad); err != nil {
		return l, err
	}
	if l.times, err = drive(ctx, r.host, requests, s.clients, rate); err != nil {
		return l, err
	}
	after, err := r.cpu()
	redisAfter, bad := s.redis.cpu()
	n := time.Duration(len(cards))
	l.cpu, l.redis = (after-before)/n, (redisAfter-redis)/n
	return l, errors.Join(err, bad)
}

// rest waits until a server has done what it put off, so that this is not
// charged to the next one, and gives what it took.
func (s *site) rest(ctx context.Context, p *process) (took time.Duration, err error) {
	const look, little = time.Second, 4 * tick
	begun, err := p.cpu()
	for last, still := begun, 0; err == nil && still < 2; still++ {
		if err = pause(ctx, look); err != nil {
			break
		}
		if took, err = p.cpu(); took-last > little {
			still = -1
		}
		last = took
	}
	return took - begun, err
}

// whole is what a click costs the server, what it put off included.
func (l lap) whole() time.Duration { return l.cpu + l.after }

func (l lap) String() string {
	return fmt.Sprintf("%6d clicks in %5.1fs: %4.0f µs (%.0f more afterwards) and %3.0f µs of Redis a click, %5.0f a second, p50 %.1f p99 %.1f max %.1f ms",
		len(l.each), l.all.Seconds(), micro(l.cpu), micro(l.after), micro(l.redis), l.rate(), milli(l.at(.5)), milli(l.at(.99)), milli(l.at(1)))
}

func micro(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
func milli(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

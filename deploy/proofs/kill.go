package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"factotum/connectors/slack/practice"
)

// The shortest and the longest time that something lives before it is killed,
// and about how long an act is under way.
const (
	shortest = 200 * time.Millisecond
	longest  = 1500 * time.Millisecond
	lasts    = 10 * time.Millisecond
)

// plan is what the command line asks for.
type plan struct {
	store      string
	kills      int           // of the program
	servers    int           // kills of redis-server
	promotions int           // of a replica, after a kill of its master
	workers    int           // employees
	due        int           // cards and lines at least
	unruly     bool          // Slack misbehaves
	settle     time.Duration // that it gets in the end to deliver what is due
	seed       uint64
	sabotage   bool
	keep       bool
}

// flags reads the command line of a proof.
func (p *plan) flags(name string, args []string, more func(*flag.FlagSet)) error {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.DurationVar(&p.settle, "settle", 5*time.Minute, "longest time that the program gets in the end to deliver what is due")
	set.Uint64Var(&p.seed, "seed", rand.Uint64(), "of the moments and of what people do")
	set.BoolVar(&p.sabotage, "sabotage", false, "take away what the promise rests on: what is broken then must be found")
	set.BoolVar(&p.keep, "keep", false, "keep the folder of data")
	more(set)
	return set.Parse(args)
}

// kill proves that nothing is lost when the program dies, or Redis: people ask
// and decide without pause while either is killed with SIGKILL at random
// moments, but while somebody's act is under way. In the end everything that was acknowledged to anybody must be in the
// requests, in the log, in the indexes and in what was delivered, nothing of it
// twice, and the moves in the log must lead to what is stored.
//
// Sabotaged, something between workspace and program acknowledges each click
// before the program has seen it; with kills of Redis, Redis stops writing its
// log; with promotions, the only copy that was waited for dies with its master.
func kill(ctx context.Context, args []string) (v verdict, err error) {
	p := plan{workers: 60}
	err = p.flags("kill", args, func(set *flag.FlagSet) {
		set.StringVar(&p.store, "store", "sqlite", "sqlite, redis, or mix: half of the kills on each")
		set.IntVar(&p.kills, "kills", 100, "how often the program is killed")
		set.IntVar(&p.servers, "servers", 0, "how often redis-server is killed")
		set.IntVar(&p.promotions, "promotions", 0, "how often the master is killed and a replica promoted")
	})
	if err != nil {
		return v, err
	}
	if p.store == "sqlite" && p.servers+p.promotions > 0 || p.servers > 0 && p.promotions > 0 {
		return v, errors.New("kill: kills of Redis need -store redis or mix, and are no promotions")
	}
	if p.store != "mix" {
		return p.prove(ctx)
	}
	half := p
	half.store, half.kills, half.servers, half.promotions = "sqlite", p.kills/2, 0, 0
	if v, err = half.prove(ctx); err != nil {
		return v, err
	}
	p.store, p.kills = "redis", p.kills-p.kills/2
	w, err := p.prove(ctx)
	return verdict{counts: v.counts + "; " + w.counts, broken: append(v.broken, w.broken...)}, err
}

// prove runs the whole proof on one store.
func (p plan) prove(ctx context.Context) (v verdict, err error) {
	o, err := open(ctx, p)
	if err != nil {
		return v, err
	}
	defer o.close()
	if p.sabotage && p.servers+p.promotions == 0 && !p.unruly {
		if err := o.acknowledgeFirst(ctx); err != nil {
			return v, err
		}
	}
	acts, err := live(ctx, p, o)
	if err != nil {
		return v, err
	}
	begun := time.Now()
	f, err := check(ctx, o, p, acts)
	if err != nil {
		return v, err
	}
	fmt.Println("checked within", time.Since(begun).Round(time.Second))
	return verdict{counts: p.String() + f.String(), broken: f.broken}, nil
}

// String says what was killed.
func (p plan) String() string {
	var said []string
	for _, what := range []struct {
		n    int
		name string
	}{{p.kills, "kills of the program"}, {p.servers, "of redis-server"}, {p.promotions, "promotions of a replica"}} {
		if what.n > 0 {
			said = append(said, fmt.Sprint(what.n, " ", what.name))
		}
	}
	if p.unruly {
		said = append(said, "5 % answered 429, 5 % answered 500, 5 % of replies lost")
	}
	return fmt.Sprintf("%s: %s (seed %d): ", p.store, strings.Join(said, ", "), p.seed)
}

// live lets people act while program and store are killed and started again,
// then gives the program time to deliver what is due.
func live(ctx context.Context, p plan, o *office) (*acts, error) {
	program, err := build(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := program.start(ctx); err != nil {
		return nil, err
	}
	if !program.answers(ctx, o) {
		return nil, fmt.Errorf("the program does not answer; its last words:\n%s", program.words())
	}
	crowd := begin(ctx, o, p)
	defer crowd.stop()
	begun := time.Now()
	if err := disasters(ctx, p, o, program, crowd); err != nil {
		return nil, errors.Join(err, program.kill())
	}
	pause(ctx, longest)
	if err := crowd.enough(ctx, p.due); err != nil {
		return nil, errors.Join(err, program.kill())
	}
	acts := crowd.stop()
	fmt.Println("lived for", time.Since(begun).Round(time.Second))
	begun = time.Now()
	o.awaitSilence(ctx, p.settle)
	fmt.Println("silent after", time.Since(begun).Round(time.Second))
	o.workspace.Misbehave(practice.Misbehaviour{})
	o.blind.Store(false)
	return acts, program.stop()
}

// disasters are first those of the store, which the program survives, then its
// own.
func disasters(ctx context.Context, p plan, o *office, program *program, crowd *crowd) error {
	random := rand.New(rand.NewPCG(p.seed, 0))
	wait := func() {
		pause(ctx, shortest+time.Duration(random.Int64N(int64(longest-shortest))))
		crowd.caught(ctx, random)
	}
	for range p.servers {
		wait()
		if err := o.redis.die(ctx, p.sabotage, time.Duration(random.Int64N(int64(shortest)))); err != nil {
			return err
		}
	}
	for range p.promotions {
		wait()
		if err := o.redis.promote(ctx, p.sabotage, time.Duration(random.Int64N(int64(shortest)))); err != nil {
			return err
		}
	}
	for n := range p.kills {
		wait()
		if err := program.kill(); err != nil {
			return err
		}
		o.lives.Add(1)
		if err := program.start(ctx); err != nil {
			return err
		}
		if n%25 == 24 {
			fmt.Println(n+1, "kills")
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// pause ends early with the context.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

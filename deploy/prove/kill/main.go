// Command kill proves that the program loses nothing when it dies. It starts
// the real program in a practice workspace, lets people ask and decide without
// pause, kills the program with SIGKILL at random moments and starts it again.
// In the end everything that was acknowledged to anybody must be in the
// requests, in the log and in what was delivered, nothing of it twice, and the
// moves in the log must lead to what is stored.
//
// With -sabotage something between workspace and program acknowledges each
// click before the program has seen it, as bots do that acknowledge first and
// work later: the proof must find what is lost then.
//
// It owns load, kills and checks, and must not know how the program does it.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

// plan is what the command line asks for.
type plan struct {
	kills    int
	longest  time.Duration // that the program lives before it is killed
	settle   time.Duration // that it gets in the end to deliver what is due
	seed     uint64
	sabotage bool
	keep     bool
}

func main() { os.Exit(run()) }

// run gives the exit code: 0 when every promise was kept, 1 when one was
// broken, 2 when the proof could not be made.
func run() int {
	var p plan
	flag.IntVar(&p.kills, "kills", 100, "how often the program is killed")
	flag.DurationVar(&p.longest, "longest", 1500*time.Millisecond, "longest time that it lives before it is killed")
	flag.DurationVar(&p.settle, "settle", 5*time.Minute, "longest time that it gets in the end to deliver what is due")
	flag.Uint64Var(&p.seed, "seed", rand.Uint64(), "of the moments and of what people do")
	flag.BoolVar(&p.sabotage, "sabotage", false, "acknowledge clicks before the program has seen them: losses must be found")
	flag.BoolVar(&p.keep, "keep", false, "keep the folder of data")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	found, err := prove(ctx, p)
	if err != nil {
		fmt.Fprintln(os.Stderr, "kill:", err)
		return 2
	}
	if found > 0 {
		return 1
	}
	return 0
}

// prove runs the whole proof and prints its figures. It gives how many promises
// were found broken.
func prove(ctx context.Context, p plan) (broken int, err error) {
	folder, err := os.MkdirTemp("", "factotum-kill-")
	if err != nil {
		return 0, err
	}
	if p.keep {
		fmt.Println("data:", folder)
	} else {
		defer func() { _ = os.RemoveAll(folder) }()
	}
	o, err := open(ctx, folder)
	if err != nil {
		return 0, err
	}
	defer o.close()
	if p.sabotage {
		if err := o.acknowledgeFirst(ctx); err != nil {
			return 0, err
		}
	}
	begun := time.Now()
	acts, err := live(ctx, p, o)
	if err != nil {
		return 0, err
	}
	f, err := check(ctx, o, acts)
	if err != nil {
		return 0, err
	}
	slices.Sort(f.broken) // what was lost or doubled stands first
	for i, say := range f.broken {
		if i == 20 {
			fmt.Printf("… and %d more\n", len(f.broken)-i)
			break
		}
		fmt.Println("BROKEN:", say)
	}
	fmt.Printf("%d kills, seed %d: %s, %s\n", p.kills, p.seed, f, time.Since(begun).Round(time.Second))
	return len(f.broken), nil
}

// live lets people act while the program is killed and started again, then
// gives it time to deliver what is due.
func live(ctx context.Context, p plan, o *office) (*acts, error) {
	program, err := build(ctx, o)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(p.seed, 0))
	crowd := begin(ctx, o, p.seed)
	defer crowd.stop()
	for n := range p.kills {
		if err := program.start(ctx); err != nil {
			return nil, err
		}
		if n == 0 && !program.answers(ctx, o) {
			return nil, fmt.Errorf("the program does not answer; see %s", program.log)
		}
		pause(ctx, rand.N(p.longest)+time.Duration(random.Int64N(int64(p.longest)))/2)
		if err := program.kill(); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if err := program.start(ctx); err != nil {
		return nil, err
	}
	pause(ctx, 2*time.Second)
	acts := crowd.stop()
	o.awaitSilence(ctx, p.settle)
	return acts, program.stop()
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

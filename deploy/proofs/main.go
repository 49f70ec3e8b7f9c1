// Command proofs makes the long proofs: that nothing which anybody was told is
// done gets lost or happens twice, whatever dies at whatever moment. It runs the
// real program in a practice workspace under load and reads afterwards what
// store, log and workspace hold.
//
// Each proof can fail: with -sabotage it takes away what the promise rests on,
// and must find what is broken then.
//
// It owns load, disasters and checks, and must not know how the program does it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

// verdict is what a proof found.
type verdict struct {
	counts string
	broken []string
}

func main() { os.Exit(run(os.Args[1:])) }

// run gives the exit code: 0 when every promise was kept, 1 when one was
// broken, 2 when the proof could not be made.
func run(args []string) int {
	proofs := map[string]func(context.Context, []string) (verdict, error){
		"kill": kill, "events": events, "delivery": delivery, "mass": mass,
	}
	if len(args) == 0 || proofs[args[0]] == nil {
		fmt.Fprintln(os.Stderr, "usage: proofs kill|events|delivery|mass [flags]")
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	begun := time.Now()
	v, err := proofs[args[0]](ctx, args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "proofs:", err)
		return 2
	}
	slices.Sort(v.broken) // what was lost or doubled stands first
	for i, say := range v.broken {
		if i == 20 {
			fmt.Printf("… and %d more\n", len(v.broken)-i)
			break
		}
		fmt.Println("BROKEN:", say)
	}
	fmt.Printf("ROW\t%s, %s\t%d broken promises\n", v.counts, time.Since(begun).Round(time.Second), len(v.broken))
	if len(v.broken) > 0 {
		return 1
	}
	return 0
}

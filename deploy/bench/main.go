// Command bench measures how fast Factotum answers a click, beside what the
// least possible server in Go and Slack's own Bolt need for the same click. It
// runs the real program over signed HTTP on a real Redis that writes everything
// through, has it post the cards to a stand-in for Slack, and then clicks
// Approve on them, each a decision of its own. Only ratios within one run say
// something: they carry over to other machines.
//
// It owns the company, the clicks and the clock, and must not know how the
// program does it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// plan is what is measured.
type plan struct {
	pairs   int           // rounds of all servers in turn
	clicks  int           // of a server in a round
	clients int           // at once
	rate    int           // clicks a second, open loop
	length  time.Duration // of the open loop
	idle    time.Duration // before the memory is looked at
	modules string        // where Bolt is installed; empty: it is left out
	sqlite  bool          // the program on SQLite is measured as well
	keep    bool
	people  int // half of them decide
	warm    int // clicks of a server in a round before those that are counted
}

func main() { os.Exit(run(os.Args[1:])) }

// run gives the exit code: 0 when every limit was kept, 1 when one was not, 2
// when nothing could be measured.
func run(args []string) int {
	p := plan{people: 1000, warm: 1000}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&p.pairs, "pairs", 5, "rounds of all servers in turn")
	flags.IntVar(&p.clicks, "clicks", 5000, "clicks of a server in a round")
	flags.IntVar(&p.clients, "clients", 32, "clients that click at once")
	flags.IntVar(&p.rate, "rate", 500, "clicks a second in the open loop")
	flags.DurationVar(&p.length, "length", 30*time.Second, "how long the open loop takes; 0: none")
	flags.DurationVar(&p.idle, "idle", time.Minute, "how long the program idles before its memory is looked at")
	flags.StringVar(&p.modules, "modules", "", "folder node_modules with Bolt; empty: without Bolt")
	flags.BoolVar(&p.sqlite, "sqlite", true, "measure the program on SQLite too")
	flags.BoolVar(&p.keep, "keep", false, "leave the data behind")
	if flags.Parse(args) != nil {
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	begun := time.Now()
	figures, err := measure(ctx, p)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 2
	}
	counts, broken := figures.judge()
	for _, say := range broken {
		fmt.Println("BROKEN:", say)
	}
	fmt.Printf("ROW\t%s, %s\t%d limits broken\n", counts, time.Since(begun).Round(time.Second), len(broken))
	if len(broken) > 0 {
		return 1
	}
	return 0
}

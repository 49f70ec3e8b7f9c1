package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The limits, of the program beside the baseline in Go (the second of a round)
// and Bolt (the third).
const (
	maxCPU        = 2.0 // times the baseline's
	maxBolt       = 1.0 // times Bolt's
	minThroughput = 1.2 // times Bolt's
	maxTail       = 2.0 // times the baseline's p99 in the open loop
	maxAnswer     = 3 * time.Second
	maxMemory     = 40 << 20 // bytes
	maxTrips      = 2
)

// figures are what was found.
type figures struct {
	memory int // bytes, while idle
	trips  int
	closed [][]lap  // by round, by server
	open   []lap    // by server
	sqlite *figures // of the program alone; nothing is asked of them
}

// median of what a round says, over all rounds.
func (f *figures) median(of func([]lap) float64) float64 {
	var all []float64
	for _, round := range f.closed {
		all = append(all, of(round))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// judge gives the figures in words and every limit that was broken.
func (f *figures) judge() (counts string, broken []string) {
	check := func(ok bool, say string, args ...any) {
		said := fmt.Sprintf(say, args...)
		counts += said + ", "
		if !ok {
			broken = append(broken, said)
		}
	}
	cpu := func(i int) float64 { return f.median(func(l []lap) float64 { return micro(l[i].whole()) }) }
	redis := func(i int) float64 { return f.median(func(l []lap) float64 { return micro(l[i].redis) }) }
	ratio := f.median(func(l []lap) float64 { return float64(l[0].whole()) / float64(l[1].whole()) })
	after := f.median(func(l []lap) float64 { return micro(l[0].after) })
	check(ratio <= maxCPU, "CPU %.2f times the baseline's (%.0f and %.0f µs a click; %.0f of them once the rush is over; of Redis %.0f and %.0f)", ratio, cpu(0), cpu(1), after, redis(0), redis(1))
	if len(f.closed[0]) > 2 {
		ratio = f.median(func(l []lap) float64 { return float64(l[0].whole()) / float64(l[2].whole()) })
		check(ratio < maxBolt, "%.2f times Bolt's (%.0f µs)", ratio, cpu(2))
		ratio = f.median(func(l []lap) float64 { return l[0].rate() / l[2].rate() })
		check(ratio >= minThroughput, "%.2f times Bolt's throughput (%.0f and %.0f a second; baseline %.0f)", ratio,
			f.median(func(l []lap) float64 { return l[0].rate() }), f.median(func(l []lap) float64 { return l[2].rate() }), f.median(func(l []lap) float64 { return l[1].rate() }))
	}
	if len(f.open) > 0 {
		a, b := f.open[0], f.open[1]
		ratio = float64(a.at(.99)) / float64(b.at(.99))
		check(ratio <= maxTail && a.at(1) <= maxAnswer, "open loop p99 %.2f times the baseline's (p50 %.1f and %.1f ms, p99 %.1f and %.1f ms, longest %.0f and %.0f ms, CPU %.0f and %.0f µs)",
			ratio, milli(a.at(.5)), milli(b.at(.5)), milli(a.at(.99)), milli(b.at(.99)), milli(a.at(1)), milli(b.at(1)), micro(a.cpu), micro(b.cpu))
	}
	check(f.memory < maxMemory, "%.1f MiB idle", float64(f.memory)/(1<<20))
	check(f.trips <= maxTrips, "%d round trips to Redis before the acknowledgement", f.trips)
	return strings.TrimSuffix(counts, ", ") + f.sqlite.beside(), broken
}

// beside is the program on SQLite, in words.
func (f *figures) beside() string {
	if f == nil {
		return ""
	}
	said := fmt.Sprintf("; on SQLite %.0f µs and %.0f a second, %.1f MiB idle", f.median(func(l []lap) float64 { return micro(l[0].cpu) }),
		f.median(func(l []lap) float64 { return l[0].rate() }), float64(f.memory)/(1<<20))
	if len(f.open) > 0 {
		said += fmt.Sprintf(", open loop p50 %.1f, p99 %.1f, longest %.0f ms", milli(f.open[0].at(.5)), milli(f.open[0].at(.99)), milli(f.open[0].at(1)))
	}
	return said
}

package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"factotum/automations"
	"factotum/automations/audit"
)

const (
	page   = 1000 // entries of the log that are read at once
	ahead  = 4    // pages that are read while one is checked
	rounds = 10   // of comparing what moves meanwhile
)

// Verified is what a check of the log counted.
type Verified struct {
	Entries  int64 // read in order, with their payloads
	Sealed   int64 // of them, as far as the log is sealed
	Heads    int   // published ones that the log came to
	Erased   int64 // entries whose payload was erased on record
	Refusals int64 // entries of what was refused
	Replayed int   // requests whose moves give the stored document
	Skipped  int   // requests that cannot be replayed, since payloads were erased
}

// VerifyAudit reads the log of a store beside whoever writes to it: every
// entry follows the one before it and is as it was sealed, payloads match their
// hashes, the log comes to every head in the published file and in heads, and
// the moves of every request, made again, give the document that is stored. The
// error names the first entry or request that is wrong.
func VerifyAudit(ctx context.Context, from Place, heads ...audit.Head) (v Verified, err error) {
	store, err := from.read(ctx)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	published, err := from.heads().Since()
	if err != nil {
		return v, err
	}
	heads = append(heads, published...)
	head, seal, err := automations.Sealed(ctx, store)
	if err != nil {
		return v, err
	}
	v.Sealed, v.Heads = head.Position, len(heads)
	log := reading{store: store, seal: seal, replays: newReplays()}
	log.check.Expect(append(heads, head)...)
	if err := log.all(ctx); err != nil {
		return v, err
	}
	v.Entries, v.Erased, v.Refusals = log.check.Head().Position, log.check.Erased(), log.refusals
	for _, r := range log.replays {
		v.Replayed, v.Skipped = v.Replayed+r.replayed, v.Skipped+r.skipped
	}
	return v, nil
}

// reading checks the entries of a log in order and has the moves among them
// made again, beside.
type reading struct {
	store    records
	seal     func(position int64) (*audit.Seal, error)
	check    audit.Verifier
	replays  []*replayer
	refusals int64
}

// all checks the log and what it leads to. A request that moves after its
// entries were read is compared again, once what the log gained is read too.
func (l *reading) all(ctx context.Context) error {
	for round := range rounds {
		if err := l.read(ctx); err != nil {
			return err
		}
		if err := l.check.End(); err != nil {
			return err
		}
		if more, err := l.compare(ctx, round == rounds-1); err != nil || !more {
			return err
		}
	}
	return nil
}

// read takes what the log holds beyond what was read before. Those who replay
// get only what is in order, so what they find is before what it fails by.
func (l *reading) read(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	queues := make([]chan []audit.Record, len(l.replays))
	var replaying sync.WaitGroup
	for i, r := range l.replays {
		queues[i] = make(chan []audit.Record, ahead)
		replaying.Go(func() {
			for records := range queues[i] {
				if !r.take(records) {
					stop()
				}
			}
		})
	}
	err := eachPage(ctx, l.store, l.check.Head().Position, func(records []audit.Record) error {
		good, err := l.inOrder(records)
		for _, q := range queues {
			q <- records[:good]
		}
		return err
	})
	for _, q := range queues {
		close(q)
	}
	replaying.Wait()
	if wrong := first(l.replays); wrong != nil {
		return wrong
	}
	return err
}

// inOrder checks records and gives how many of them are as they were.
func (l *reading) inOrder(records []audit.Record) (good int, err error) {
	for i, r := range records {
		kept, err := l.seal(r.Position)
		if err != nil {
			return i, err
		}
		if err := l.check.Check(r, kept); err != nil {
			return i, err
		}
		if strings.HasPrefix(r.Move, "refused ") {
			l.refusals++
		}
	}
	return len(records), nil
}

// compare has all replayers compare; more when something has moved meanwhile.
func (l *reading) compare(ctx context.Context, last bool) (more bool, err error) {
	var all sync.WaitGroup
	for _, r := range l.replays {
		all.Go(func() { r.compare(ctx, l.store, last) })
	}
	all.Wait()
	return slices.ContainsFunc(l.replays, func(r *replayer) bool { return len(r.left) > 0 }), first(l.replays)
}

// eachPage reads the log from the entry after a position, some pages ahead.
func eachPage(ctx context.Context, store records, after int64, do func([]audit.Record) error) error {
	group, ctx := errgroup.WithContext(ctx)
	pages := make(chan []audit.Record, ahead)
	group.Go(func() error {
		defer close(pages)
		for {
			records, err := store.Log(ctx, after, page)
			if err != nil || len(records) == 0 {
				return err
			}
			select {
			case pages <- records:
			case <-ctx.Done():
				return ctx.Err()
			}
			after = records[len(records)-1].Position
		}
	})
	group.Go(func() error {
		for records := range pages {
			if err := do(records); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// String is the result in a line.
func (v Verified) String() string {
	var more strings.Builder
	if fresh := v.Entries - v.Sealed; fresh > 0 {
		fmt.Fprintf(&more, " The newest %d are not sealed yet.", fresh)
	}
	if v.Erased > 0 {
		fmt.Fprintf(&more, " %d payloads were erased, so %d requests cannot be replayed.", v.Erased, v.Skipped)
	}
	return fmt.Sprintf("%d entries in order, each as it was sealed and published (%d heads), every payload as recorded; %d of them are refusals. %d requests replayed, each as stored.%s",
		v.Entries, v.Heads, v.Refusals, v.Replayed, &more)
}

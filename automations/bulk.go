package automations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"factotum/automations/audit"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

const (
	// bundle is how many timers are fired by one commit: more would hold up those
	// who click meanwhile, and fill the memory.
	bundle = 80
	// bundlers is how many are at work: while one bundle is committed, and waits for
	// the disk, the next are made ready.
	bundlers = 3
)

// ring decides what a timer does to its request.
type ring func(File, state.Timer) (act, error)

// errApart is for a timer that does not go together with others.
var errApart = errors.New("it is fired by itself")

// rings are the timers that many requests may have at the same moment, with what
// they do.
func (d *Desk) rings(ctx context.Context, wishes map[string]MorningWish) map[string]ring {
	return map[string]ring{
		remindTimer: func(f File, t state.Timer) (act, error) { return d.reminder(f, t, wishes), nil },
		dutyTimer: func(f File, t state.Timer) (act, error) {
			now := d.Now().UTC()
			calls, to, _ := d.look(f.Request, f.Dir, now)
			if len(calls) == 0 {
				return act{}, errApart
			}
			folded, err := d.folded(ctx, f, to[obligation.Owner], wishes, now)
			return called(calls, to, folded, now, t), err
		},
		climbTimer: func(f File, t state.Timer) (act, error) {
			now := d.Now().UTC()
			if due := d.nextClimb(f.Request, f.Dir); due.IsZero() || due.After(now) {
				return act{}, errApart
			}
			return d.rung(f, t, now), nil
		},
	}
}

// bulk fires timers of requests together, so many by one commit, and gives those
// that are to be fired by themselves: that are of another kind, that have nothing
// to do any more, or whose request somebody changed meanwhile.
func (d *Desk) bulk(ctx context.Context, due []state.Timer) (rest []state.Timer, err error) {
	wishes, _, err := d.wishes(ctx)
	if err != nil {
		return nil, err
	}
	rings := d.rings(ctx, wishes)
	many, rest := neighbours(due, rings)
	bundles := slices.Collect(slices.Chunk(many, bundle))
	left := make([][]state.Timer, len(bundles))
	var group errgroup.Group
	group.SetLimit(bundlers)
	for i, timers := range bundles {
		group.Go(func() (err error) {
			left[i], err = d.bundle(ctx, timers, rings)
			return err
		})
	}
	err = group.Wait()
	return append(rest, slices.Concat(left...)...), err
}

// neighbours are the timers that go together, in the order of their requests: so
// a commit touches few places of the store. What is urgent is said by ranks.
func neighbours(due []state.Timer, rings map[string]ring) (many, rest []state.Timer) {
	many = make([]state.Timer, 0, len(due))
	for _, t := range due {
		if rings[t.Name] == nil {
			rest = append(rest, t)
			continue
		}
		many = append(many, t)
	}
	slices.SortStableFunc(many, func(a, b state.Timer) int { return strings.Compare(a.Subject, b.Subject) })
	last := ""
	many = slices.DeleteFunc(many, func(t state.Timer) bool {
		twice := t.Subject == last
		if last = t.Subject; twice { // of one request one at a time
			rest = append(rest, t)
		}
		return twice
	})
	return many, rest
}

// bundle fires timers by one commit.
func (d *Desk) bundle(ctx context.Context, timers []state.Timer, rings map[string]ring) (rest []state.Timer, err error) {
	files, err := d.openAll(ctx, timers)
	if err != nil {
		return nil, err
	}
	n := len(timers)
	all := state.Change{
		Documents: make([]state.Document, 0, n), Audit: make([]audit.Record, 0, n), Notices: make([]outbox.Notice, 0, n),
		Fired: make([]state.Timer, 0, n), Timers: make([]state.Timer, 0, n),
	}
	for i, t := range timers {
		c, err := d.rang(ctx, files(i), t, rings[t.Name])
		if err != nil || len(c.Documents) != 1 { // what one is refused must not keep the others
			rest = append(rest, t)
			continue
		}
		if len(all.Guards) > 0 {
			c.Guards = nil // they are the same for all
		}
		all = with(all, c)
	}
	if len(all.Documents) == 0 {
		return rest, ctx.Err()
	}
	all.Once = state.Once{Key: fmt.Sprintf("%s/%d", slot(all.Fired[0]).Key, len(all.Fired))}
	_, err = d.write(ctx, all)
	var stale state.StaleError
	if errors.As(err, &stale) {
		d.roster.forget()
		return timers, nil
	}
	return rest, err
}

// rang is what one timer changes.
func (d *Desk) rang(ctx context.Context, f File, t state.Timer, ring ring) (state.Change, error) {
	if f.Version == 0 {
		return state.Change{}, errApart
	}
	a, err := ring(f, t)
	if err == nil {
		err = f.thawed(a.move.Action)
	}
	if err != nil {
		return state.Change{}, err
	}
	_, c, err := d.moved(ctx, f, state.Once{}, a)
	return c, err
}

// openAll loads the requests of timers with the directory, all at once, and reads
// each when it is asked for; the zero file for what is none, or cannot be read.
func (d *Desk) openAll(ctx context.Context, timers []state.Timer) (func(i int) File, error) {
	dir, guard, err := d.roster.read(ctx, d.Store, d.Now())
	if err != nil {
		return nil, err
	}
	ids := []string{freezeID}
	for _, t := range timers {
		ids = append(ids, t.Subject)
	}
	docs, err := d.Store.Load(ctx, ids...)
	return func(i int) File {
		f, err := decode(docs[i+1])
		docs[i+1] = state.Document{} // each is asked for once
		if err != nil {
			return File{} // whoever fires it by itself says why
		}
		f.Dir, f.guard, f.freeze = dir, guard, docs[0]
		return f
	}, err
}

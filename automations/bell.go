package automations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

// bundlers is how many commits of bells are under way: while one waits for the
// disk, the next is made ready.
const bundlers = 2

// bells hangs a bell into the outbox for each timer that is to remind somebody,
// many by one commit, and gives the timers that are to be fired by themselves:
// those of another kind, and those of which somebody else has fired one.
func (d *Desk) bells(ctx context.Context, due []state.Timer) (rest []state.Timer, err error) {
	var many []state.Timer
	for _, t := range due {
		if _, _, is := bellOf(t.Name); is {
			many = append(many, t)
		} else {
			rest = append(rest, t)
		}
	}
	// Neighbours of the store go together. What is urgent is said by ranks.
	slices.SortFunc(many, func(a, b state.Timer) int { return cmp.Compare(a.Key, b.Key) })
	bundles := slices.Collect(slices.Chunk(many, batch))
	left := make([][]state.Timer, len(bundles))
	var group errgroup.Group
	group.SetLimit(bundlers)
	for i, timers := range bundles {
		group.Go(func() error {
			err := d.hang(ctx, timers)
			var stale state.StaleError
			if errors.As(err, &stale) {
				left[i], err = timers, nil
			}
			return err
		})
	}
	err = group.Wait()
	return append(rest, slices.Concat(left...)...), err
}

// hang turns timers into bells, without a look at their requests: so very many
// take little time, and whom they call is decided when they are rung.
func (d *Desk) hang(ctx context.Context, timers []state.Timer) error {
	c := state.Change{
		Once: state.Once{Key: "bells/" + d.NewID(), Keep: keepSlack}, Fired: timers, Notices: make([]outbox.Notice, 0, len(timers)),
	}
	now := d.Now().UTC()
	for _, t := range timers {
		name, rank, _ := bellOf(t.Name)
		key := outbox.BellKey(t.Key)
		c.Notices = append(c.Notices, outbox.Notice{
			Key: key, Lane: key, Shape: outbox.Bell, Request: t.Subject, Says: outbox.Says{Name: name}, At: now, Rank: rank,
		})
	}
	_, err := d.write(ctx, c)
	return err
}

// belling is the name of a timer that hangs a bell of a rank.
func belling(name string, rank outbox.Rank) string {
	if rank == outbox.Ahead {
		return name
	}
	return fmt.Sprintf("%s/%d", name, rank)
}

// Reminds tells whether a timer is to remind somebody.
func Reminds(t state.Timer) bool {
	_, _, is := bellOf(t.Name)
	return is
}

// bellOf is what a timer of a name reminds of, and how urgent that is; is tells
// whether it hangs a bell at all.
func bellOf(name string) (of string, rank outbox.Rank, is bool) {
	of, mark, _ := strings.Cut(name, "/")
	switch of {
	case remindTimer, dutyTimer, climbTimer:
	default:
		return name, outbox.Prompt, false
	}
	n, err := strconv.Atoi(mark)
	if err != nil {
		return of, outbox.Ahead, true
	}
	return of, outbox.Rank(n), true
}

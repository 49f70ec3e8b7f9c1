package automations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

const (
	// slice is how long one import works before others have their turn.
	slice = 3 * time.Second
	// showing is how often the card of an import shows how far it has come: Slack
	// takes about one change of a message a second.
	showing = 2 * time.Second
)

// tabled takes an import one step on: it is read, checked, or some of its rows are
// taken. Broken off anywhere it goes on from what was committed last.
func (d *Desk) tabled(ctx context.Context, t state.Timer) error {
	f, im, err := d.importing(ctx, t.Subject)
	if fault.CodeOf(err) == fault.NotFound {
		return d.drop(ctx, t)
	}
	if err != nil {
		return err
	}
	by, known := f.Dir.Person(im.By)
	if !known || !im.moving() || f.Request.State.Final() {
		return d.drop(ctx, t)
	}
	switch im.Phase { //nolint:exhaustive // the others do not move by themselves
	case ReadingTable:
		im, err = d.readTable(ctx, f, im, by)
	case CheckingTable:
		im, err = d.checkTable(ctx, f, im, by)
	case TakingTable:
		return d.takeTable(ctx, f, im, by)
	}
	if code := fault.CodeOf(err); code == fault.NotFound || code == fault.Denied {
		im, err = refusedTable(im, err), nil // the dataset was taken out of the configuration
	}
	if err != nil {
		return err
	}
	return unmoved(d.saveImport(ctx, f, im))
}

// unmoved leaves out that somebody else has taken an import on meanwhile.
func unmoved(err error) error {
	var stale state.StaleError
	if errors.As(err, &stale) && strings.HasPrefix(stale.ID, importTimer+"/") {
		return nil
	}
	return err
}

// takeTable takes rows until its time is up or all are taken.
func (d *Desk) takeTable(ctx context.Context, f File, im Import, by people.Person) error {
	p, err := d.planner(ctx, im, by, f.Dir, im.Next)
	if err != nil {
		return err
	}
	p.blind = im.Counts.Changed+im.Counts.Same == 0 // where one is there by now, its claim says so
	began := d.Now()
	for im.Phase == TakingTable {
		im, err = p.take(ctx, f, im)
		var stale state.StaleError
		if errors.As(err, &stale) && stale.ID == stopID(f.Request.ID) {
			im.Phase = TableStopped
			return unmoved(d.saveImport(ctx, f, im))
		}
		if err != nil {
			return unmoved(err)
		}
		if d.Now().Sub(began) > slice && im.Phase == TakingTable {
			if d.Ring != nil {
				d.Ring()
			}
			return nil
		}
	}
	return nil
}

// take plans and commits the next rows, together with how far the import has come.
func (p *planner) take(ctx context.Context, f File, im Import) (Import, error) {
	some, err := p.next(ctx, rowsAtOnce)
	if err != nil {
		return im, err
	}
	refused := map[string]bool{} // claims that somebody else has, so that their rows cannot be taken
	busy := fault.New(fault.Unavailable, "The records are being changed all the time; the import goes on in a moment.")
	err = retry(busy, func() (bool, error) {
		next, c, err := p.batch(f, im, some, refused)
		if err != nil {
			return false, err
		}
		if _, err = p.write(ctx, c); err != nil {
			return false, p.overtaken(ctx, some, refused, err)
		}
		next.version++
		im = next
		return true, nil
	})
	return im, err
}

// overtaken makes rows ready for another try where somebody else has changed a
// record, or taken a claim, just now.
func (p *planner) overtaken(ctx context.Context, some []planned, refused map[string]bool, err error) error {
	var taken state.TakenError
	var stale state.StaleError
	switch {
	case errors.As(err, &taken) && p.blind:
		p.blind = false
	case errors.As(err, &taken):
		refused[strings.TrimPrefix(taken.Key, claimed)] = true
		return nil
	case !errors.As(err, &stale) || !dataset.Is(stale.ID):
		return err
	}
	return p.again(ctx, some)
}

// again plans rows anew.
func (p *planner) again(ctx context.Context, some []planned) error {
	for i := range some {
		if len(some[i].mistakes) == 0 {
			some[i].move, some[i].before = dataset.Move{}, dataset.Record{}
		}
	}
	return p.plan(ctx, some)
}

// records is the change of the records of some rows, which are counted. Two rows for
// one record are not taken together: the second is planned when the first stands.
func (p *planner) records(f File, done *Counts, some []planned, refused map[string]bool) (all state.Change, err error) {
	seen := map[string]bool{}
	for _, one := range some {
		clash := slices.ContainsFunc(missing(one.before.Keys, one.move.Keys), func(key string) bool { return refused[key] || seen[key] })
		switch {
		case clash || seen[one.before.ID] && one.move.Action != "":
			done.Wrong++
			continue
		case len(one.mistakes) > 0 || one.move.Action == "":
			done.count(one)
			continue
		}
		seen[one.before.ID] = true
		for _, key := range one.move.Keys {
			seen[key] = true
		}
		one.move.From = f.Request.ID
		c, _, err := recordChange(p.ds, one.before, one.move)
		if err != nil {
			return all, err
		}
		done.count(one)
		all = with(all, c)
	}
	all.Timers = newest(all.Timers)
	return all, nil
}

// batch is what is written for some rows, together with how far the import has come.
func (p *planner) batch(f File, im Import, some []planned, refused map[string]bool) (Import, state.Change, error) {
	all, err := p.records(f, &im.Done, some, refused)
	if err != nil {
		return im, all, err
	}
	now := p.Now().UTC()
	if im.Next = p.rows.at(); len(some) < rowsAtOnce {
		im.Phase = TableTaken
	}
	show := im.Phase == TableTaken || now.Sub(im.Shown) >= showing
	if show {
		im.Shown = now
	}
	c, err := p.importChange(f, im)
	if err != nil {
		return im, all, err
	}
	if !show {
		c.Notices = nil
	}
	if im.Phase == TableTaken {
		c.Notices = append(c.Notices, tableLines(f.Request, im, now)...)
	}
	once := c.Once
	c = with(c, all)
	c.Once = once
	c.Guards = append(c.Guards, state.Guard{ID: stopID(f.Request.ID)})
	return im, c, nil
}

// newest keeps one timer of a key.
func newest(timers []state.Timer) []state.Timer {
	var kept []state.Timer
	seen := map[string]bool{}
	for _, t := range slices.Backward(timers) {
		if !seen[t.Key] {
			seen[t.Key], kept = true, append(kept, t)
		}
	}
	return kept
}

// SheetLine is the name of the line that brings a table; its text is the hash of
// our copy and its name.
const SheetLine = "sheet"

// TakenLine is the name of the line that tells that an import is over.
const TakenLine = "taken"

// tableLines tell who ordered an import that it is over.
func tableLines(r request.Request, im Import, at time.Time) []outbox.Notice {
	done := fmt.Sprintf("%s new, %s changed, %s as they were, %s left out", money.Count(im.Done.New), money.Count(im.Done.Changed), money.Count(im.Done.Same), money.Count(im.Done.Wrong))
	says := outbox.Says{Name: TakenLine, By: im.By, Threaded: true, Text: done}
	return []outbox.Notice{lineOf(r, im.By, TakenLine, says, at)}
}

// sheetLine brings a table to somebody, in the thread of the card.
func sheetLine(r request.Request, to, hash, name string, at time.Time) outbox.Notice {
	return lineOf(r, to, SheetLine, outbox.Says{Name: SheetLine, By: to, Threaded: true, Text: hash + "/" + name}, at)
}

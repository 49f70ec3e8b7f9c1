package automations

import (
	"context"
	"slices"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/state"
)

const (
	// answersKept is for how many days the rows of an answer are at hand, for more
	// of them, its files and sharing; what was posted in Slack stays there.
	answersKept = 90
	forgetTimer = "forget"
	shedTimer   = "shed" // of a file
	// rested is how long ago a file was kept that nobody is about to hold: a run holds
	// its files within minutes.
	rested = time.Hour
)

// kept sets the timer at which the rows of an answer are forgotten.
func (r Run) kept(at time.Time) state.Timer {
	return state.Timer{Key: timerKey(forgetTimer, r.ID), Name: forgetTimer, At: at.AddDate(0, 0, answersKept), Subject: r.ID}
}

// holderPrefix begins the indexes of the runs that hold a file, by its hash.
const holderPrefix = "answers/"

// holds are the entries by which others know that a run still has its files: the
// same answer may have been given, or shared, more than once.
func (r Run) holds() []state.Entry {
	var all []state.Entry
	for _, f := range append(slices.Clip(r.Files), form.File{Hash: r.Picture}) {
		if f.Hash != "" {
			all = append(all, state.Entry{Index: holderPrefix + f.Hash, Sort: r.Asked.UTC().Format(sortable), ID: r.ID})
		}
	}
	return all
}

// shedding is when it is looked whether files of a run are held by none: each has a
// timer of its own, set when a run does not hold it any more.
func (r Run) shedding(at time.Time) (timers []state.Timer) {
	for _, e := range r.holds() {
		hash := strings.TrimPrefix(e.Index, holderPrefix)
		timers = append(timers, state.Timer{Key: timerKey(shedTimer, hash), Name: shedTimer, At: at, Subject: hash})
	}
	return timers
}

// abandon is for the files of a run that was not written: what was made of an
// answer that nobody waits for any more. Another may have given the same.
func (d *Desk) abandon(ctx context.Context, run Run) error {
	_, err := d.write(ctx, state.Change{Once: state.Once{Key: "abandon/" + d.NewID(), Keep: keepSlack}, Timers: run.shedding(d.Now().UTC().Add(rested))})
	return err
}

// shed takes a file away that no run holds. One that was kept a moment ago stays
// for now: whoever kept it may be about to hold it.
func (d *Desk) shed(ctx context.Context, t state.Timer) error {
	return d.unheld(ctx, t, holderPrefix, d.Reporting.Shelf.Drop)
}

// unheld takes a file away that nothing of an index holds.
func (d *Desk) unheld(ctx context.Context, t state.Timer, holders string, drop func(context.Context, string, time.Duration) (bool, error)) error {
	page, err := d.Store.Page(ctx, []string{holders + t.Subject}, "", 1)
	if err != nil {
		return err
	}
	if len(page.Documents) > 0 {
		return d.drop(ctx, t)
	}
	gone, err := drop(ctx, t.Subject, rested)
	if err != nil {
		return err
	}
	if gone {
		return d.drop(ctx, t)
	}
	later := t
	later.At = d.Now().UTC().Add(rested)
	_, err = d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{later}})
	return err
}

// forget takes the figures and files out of a run whose time is over. What was
// asked stays, so that it can be asked again.
func (d *Desk) forget(ctx context.Context, t state.Timer) error {
	_, err := d.editRun(ctx, t.Subject, func(r *Run) (state.Change, error) {
		held, shedding := r.holds(), r.shedding(d.Now().UTC())
		*r = r.bare()
		r.Phase, r.Columns, r.From = RunForgotten, nil, 0
		c := r.calm()
		c.Remove, c.Timers = append(c.Remove, held...), append(c.Timers, shedding...)
		c.Once, c.Fired = slot(t), []state.Timer{t}
		return c, nil
	})
	return err
}

// AtHand refuses a run whose rows are forgotten.
func (r Run) AtHand() error {
	if r.Phase != RunForgotten {
		return nil
	}
	about := r.Said
	if r.Over != "" {
		about = append([]string{r.Over}, about...)
	}
	return fault.New(fault.NotFound, "The rows of this answer (%s) were kept for %d days and are gone. Ask again with /report %s.", strings.Join(append([]string{r.Title}, about...), ", "), answersKept, r.Report)
}

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

// shed takes away the files of a run that none holds but the one with an id, which
// may be empty.
func (d *Desk) shed(ctx context.Context, run Run, but string) error {
	for _, e := range run.holds() {
		page, err := d.Store.Page(ctx, []string{e.Index}, "", 2)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(page.Documents, func(doc state.Document) bool { return doc.ID != but }) {
			continue
		}
		if err := d.Reporting.Shelf.Drop(ctx, strings.TrimPrefix(e.Index, holderPrefix)); err != nil {
			return err
		}
	}
	return nil
}

// forget takes the figures and files out of a run whose time is over. What was
// asked stays, so that it can be asked again.
func (d *Desk) forget(ctx context.Context, t state.Timer) error {
	run, err := d.run(ctx, t.Subject)
	if err != nil {
		return err
	}
	if err := d.shed(ctx, run, run.ID); err != nil {
		return err
	}
	_, err = d.editRun(ctx, t.Subject, func(r *Run) (state.Change, error) {
		held := r.holds()
		*r = r.bare()
		r.Phase, r.Columns, r.From = RunForgotten, nil, 0
		c := r.calm()
		c.Remove = append(c.Remove, held...)
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

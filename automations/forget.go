package automations

import (
	"context"
	"strings"
	"time"

	"factotum/automations/fault"
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

// forget takes the figures out of a run whose time is over. What was asked stays,
// so that it can be asked again.
func (d *Desk) forget(ctx context.Context, t state.Timer) error {
	_, err := d.editRun(ctx, t.Subject, func(r *Run) (state.Change, error) {
		*r = r.bare()
		r.Phase, r.Columns, r.From = RunForgotten, nil, 0
		c := r.calm()
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

package automations

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// belated is how late a run of a schedule begins for its readers to be told.
const belated = 10 * time.Minute

// planned begins the run of a schedule that is due, once a slot, and sets when it
// comes next. Of an owner who has left, the nearest manager takes it over.
func (d *Desk) planned(ctx context.Context, t state.Timer) error {
	p, err := d.plan(ctx, t.Subject)
	if err != nil {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	c := state.Change{Once: slot(t), Fired: []state.Timer{t}}
	owner, left, ok := heir(p.By, dir)
	if !ok {
		p.Ended, p.Why = d.Now().UTC(), "Whose it was has left, and there is no manager to take it over."
		c.Remove = []state.Entry{p.entry()}
		return d.writePlan(ctx, audit.System, "unschedule", p, c)
	}
	now := d.Now().UTC()
	run := d.runOf(p, owner, t.At.UTC(), now)
	if left {
		c.Remove = []state.Entry{p.entry()}
		if p.To == p.By {
			p.To, run.To = owner.ID, owner.ID
		}
		p.By = owner.ID
		c.Add = []state.Entry{p.entry()}
		c.Notices = []outbox.Notice{runNotice(run, owner.ID, HeirSays, outbox.Says{Name: HeirSays, By: t.Subject}, now)}
	}
	begun, err := d.asked(run)
	if err != nil {
		return err
	}
	p.Last, p.Next = run.ID, d.nextPlanned(p, owner, now)
	if !p.Next.IsZero() {
		c.Timers = []state.Timer{p.timer()}
	}
	return d.writePlan(ctx, audit.System, "due", p, with(c, begun))
}

// runOf is the run of a schedule that was due at a moment and begins now.
func (d *Desk) runOf(p Plan, owner people.Person, due, now time.Time) Run {
	run := Run{
		ID: runPrefix + p.ID + "/" + due.Format("20060102T150405"), Report: p.Report, Title: d.titleOf(p.Report), Words: p.Words, By: owner.ID,
		To: p.To, Place: p.Place, Plan: p.ID, Phase: RunAsked, Asked: now, Earlier: p.Last,
	}
	if now.Sub(due) >= belated {
		run.Due = due
	}
	return run
}

// heir is who owns what somebody owned: they, or the nearest manager who is here.
func heir(owner string, dir people.Directory) (p people.Person, left, ok bool) {
	p, ok = dir.Person(owner)
	if ok && p.MayDecide() {
		return p, false, true
	}
	chain := dir.ManagerChain(owner)
	at := slices.IndexFunc(chain, people.Person.MayDecide)
	if at < 0 {
		return p, true, false
	}
	return chain[at], true, true
}

// quiet tells whether a run of a schedule has nothing to tell.
func (d *Desk) quiet(ctx context.Context, run *Run, rows int) (bool, error) {
	if run.Plan == "" {
		return false, nil
	}
	p, err := d.plan(ctx, run.Plan)
	if err != nil {
		return false, err
	}
	switch {
	case p.Filled && rows == 0:
		run.Say = "It was empty."
	case !crossed(p, *run):
		run.Say = fmt.Sprintf("%s is not beyond the threshold.", run.Headline)
	default:
		return false, nil
	}
	run.Phase = RunSkipped
	return true, nil
}

// crossed tells whether the headline is beyond a threshold, where there is one.
func crossed(p Plan, run Run) bool {
	total, err := decimal.NewFromString(run.Total)
	if p.Over == "" && p.Under == "" || err != nil {
		return true // amounts in several currencies cannot be compared: better told
	}
	over, errOver := decimal.NewFromString(p.Over)
	under, errUnder := decimal.NewFromString(p.Under)
	return errOver == nil && total.GreaterThan(over) || errUnder == nil && total.LessThan(under)
}

// tidied is what happens to earlier posts once a run of a schedule has arrived.
func (d *Desk) tidied(ctx context.Context, run Run, at time.Time) (state.Change, error) {
	if run.Plan == "" {
		return state.Change{}, nil
	}
	p, err := d.plan(ctx, run.Plan)
	if err != nil {
		return state.Change{}, unlessGone(err)
	}
	remove := func(id, to string, when time.Time) state.Change {
		n := runNotice(Run{ID: id}, to, removeSays, outbox.Says{Name: removeSays}, when)
		n.Lane += "/" + removeSays
		return state.Change{Notices: []outbox.Notice{n}}
	}
	switch {
	case p.Earlier == ReplaceEarlier && run.Earlier != "":
		return remove(run.Earlier, run.To, at), nil
	case p.Earlier == RemoveEarlier:
		return remove(run.ID, run.To, at.AddDate(0, 0, p.Days)), nil
	}
	return state.Change{}, nil
}

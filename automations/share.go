package automations

import (
	"context"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

// ShareRun sends an answer, as it was given, to somebody else or to a channel.
// Returns denied where somebody there may not read it, by name.
func (d *Desk) ShareRun(ctx context.Context, by people.Person, once, id, to string) (run Run, err error) {
	err = d.persist(crowdedRun(), nil, func() (err error) {
		run, err = d.tryShare(ctx, by, once, id, to)
		return err
	})
	return run, err
}

func (d *Desk) tryShare(ctx context.Context, by people.Person, once, id, to string) (Run, error) {
	run, r, err := d.answered(ctx, by, id)
	if err != nil {
		return run, err
	}
	if err := d.mayReceive(ctx, r, run.Viewer, to); err != nil {
		return run, err
	}
	if run.Picture, err = d.redrawn(ctx, r, run, to); err != nil {
		return run, err
	}
	now := d.Now().UTC()
	source := run.version
	run.Place = d.chosen(ctx, to)
	run.ID, run.By, run.To, run.Plan, run.Earlier = runPrefix+d.NewID(), by.ID, to, "", ""
	run.Asked, run.Sent, run.Trouble, run.Late, run.Lost, run.Reason, run.From, run.version = now, time.Time{}, time.Time{}, time.Time{}, nil, "", 0, 0
	doc, err := run.document()
	if err != nil {
		return run, err
	}
	record, err := audit.Of(now, by.ID, run.ID, "share", 0, "", askedFor(run))
	if err != nil {
		return run, err
	}
	_, err = d.write(ctx, state.Change{
		Once: state.Once{Key: "share/" + once, Keep: keepSlack}, Documents: []state.Document{doc}, Audit: []audit.Record{record}, Notices: answerNotices(run, now),
		Guards: []state.Guard{{ID: id, Version: source}}, Timers: []state.Timer{run.kept(now)}, Add: run.holds(),
	})
	return run, err
}

// redrawn is the picture of an answer with the marks of whom it is shared with, as
// long as all that it shows is at hand.
func (d *Desk) redrawn(ctx context.Context, r report.Report, run Run, to string) (hash string, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return "", err
	}
	marks := marksFor(dir, to)
	if run.Picture == "" || len(run.Rows) < run.Count || marks == marksFor(dir, run.To) {
		return run.Picture, nil
	}
	table := report.Table{Columns: run.Columns, Rows: run.Rows, Cut: run.Cut, Marks: marks}
	if run.Viewer != "" {
		table.Of = name(dir, run.Viewer, people.Person{})
	}
	return d.drawn(ctx, r, run, table)
}

// answered is a run that has an answer which somebody may read.
func (d *Desk) answered(ctx context.Context, by people.Person, id string) (Run, report.Report, error) {
	run, r, err := d.RunFor(ctx, by, id)
	if err == nil {
		err = run.AtHand()
	}
	if err == nil && run.Phase != RunAnswered {
		err = fault.New(fault.Conflict, "This report has no answer yet. Wait until it is there.")
	}
	return run, r, err
}

// FilesOfRun brings the files of an answer to somebody who may read it.
func (d *Desk) FilesOfRun(ctx context.Context, by people.Person, once, id string) (Run, error) {
	run, r, err := d.answered(ctx, by, id)
	if err != nil {
		return run, err
	}
	if len(run.Files) == 0 {
		return run, fault.New(fault.Invalid, "The answer has no rows, so there is no file.")
	}
	now := d.Now().UTC()
	var notices []outbox.Notice
	for _, f := range run.Files {
		n := fileNotice(run, by.ID, f, false, f.Name+"/"+once, now)
		n.Lane += "/" + by.ID
		notices = append(notices, n)
	}
	record, err := audit.Of(now, by.ID, run.ID, "take files", 0, "", map[string]any{"report": r.Name})
	if err != nil {
		return run, err
	}
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: "files/" + once, Keep: keepSlack}, Audit: []audit.Record{record}, Notices: notices})
	return run, err
}

// Troubles lists the runs of a person that did not arrive, the oldest first.
func (d *Desk) Troubles(ctx context.Context, by people.Person, limit int) ([]Run, error) {
	page, err := d.Store.Page(ctx, []string{troubled(by.ID)}, "", limit)
	if err != nil {
		return nil, err
	}
	var all []Run
	for _, doc := range page.Documents {
		r, err := decodeRun(doc)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// RetryRun sends again what of a run did not arrive, or runs it again.
func (d *Desk) RetryRun(ctx context.Context, by people.Person, id string) (Run, error) {
	var lost []string
	run, err := d.editRun(ctx, id, func(r *Run) (state.Change, error) {
		if r.By != by.ID {
			return state.Change{}, fault.New(fault.Denied, "Only whose report it is can send it again.")
		}
		if r.Trouble.IsZero() {
			return state.Change{}, fault.New(fault.Conflict, "This report is on its way, or has arrived meanwhile.")
		}
		if r.Trying() {
			return state.Change{}, fault.New(fault.Conflict, "This report is still tried by itself. You are told when it has arrived, or is given up.")
		}
		lost = r.Lost
		c := r.calm()
		r.Late = time.Time{}
		if r.Phase == RunFailed {
			now := d.Now().UTC()
			r.Phase, r.Tries, r.Say = RunAsked, 0, ""
			c.Timers = []state.Timer{{Key: timerKey(fetchTimer, r.ID), Name: fetchTimer, At: now, Subject: r.ID}}
		}
		return c, nil
	})
	if err != nil {
		return run, err
	}
	for _, key := range lost {
		if err := d.Store.RetryFailed(ctx, key, d.Now()); err != nil {
			return run, err
		}
	}
	d.Due()
	return run, nil
}

// DismissRun takes a run that did not arrive off somebody's Home.
func (d *Desk) DismissRun(ctx context.Context, by people.Person, id string) error {
	_, err := d.editRun(ctx, id, func(r *Run) (state.Change, error) {
		if r.By != by.ID {
			return state.Change{}, fault.New(fault.Denied, "Only whose report it is can put this away.")
		}
		return r.calm(), nil
	})
	return err
}

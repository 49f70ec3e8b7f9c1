package automations

import (
	"context"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

// Fetching is what is asked of a report, and where the answer goes; to whoever
// asks when nothing is said.
type Fetching struct {
	Report string
	Words  report.Words
	To     string
}

// ReportsFor lists the reports of which somebody may read anything, by subject
// and title.
func (d *Desk) ReportsFor(by people.Person) []report.Report {
	var list []report.Report
	for _, r := range d.reports() {
		if report.May(r, by) != report.Nothing {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b report.Report) int {
		return strings.Compare(a.Subject+"\x00"+a.Title, b.Subject+"\x00"+b.Title)
	})
	return list
}

// Question reads a line that asks for a report. Returns denied for one that they may
// not read, with words where all of them mean something to it, and invalid or notfound
// for what means nothing, with what was probably meant.
func (d *Desk) Question(ctx context.Context, by people.Person, line string) (report.Report, report.Words, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return report.Report{}, nil, err
	}
	terms := d.askTerms(by, dir)
	r, words, err := report.Understand(line, d.ReportsFor(by), terms)
	if fault.CodeOf(err) != fault.NotFound {
		return r, words, err
	}
	if other, words, wrong := report.Understand(line, d.reports(), terms); fault.CodeOf(wrong) != fault.NotFound {
		if wrong != nil {
			words = nil
		}
		return other, words, forOthers(other)
	}
	return r, nil, err
}

// forOthers says no more of a report than that it exists.
func forOthers(r report.Report) error {
	if len(r.Readers) == 0 {
		return fault.New(fault.Denied, "You may not read the report “%s”. /report lists all of yours.", r.Name)
	}
	return fault.New(fault.Denied, "The report “%s” is for %s only. Ask one of them; /report lists all of yours.", r.Name, strings.Join(r.Readers, ", "))
}

// ReportFor finds a report that somebody may read, by its name.
func (d *Desk) ReportFor(by people.Person, name string) (report.Report, error) {
	r, err := d.reportNamed(name)
	if err != nil {
		return r, err
	}
	if report.May(r, by) == report.Nothing {
		return r, forOthers(r)
	}
	return r, nil
}

// Heed checks words that were typed into a form, by the name of the parameter.
func (d *Desk) Heed(ctx context.Context, by people.Person, r report.Report, words report.Words) (report.Arguments, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	viewer, may := report.Viewer(r, by)
	if !may {
		return nil, forOthers(r)
	}
	return report.Bind(r, words, viewer, d.askTerms(by, dir))
}

// Fetch asks for a report; the answer comes by itself. Returns denied where they,
// or whoever it would go to, may not read it, and invalid, around a
// report.MissingError, where something is missing.
func (d *Desk) Fetch(ctx context.Context, by people.Person, once string, q Fetching) (Run, error) {
	r, err := d.ReportFor(by, q.Report)
	if err != nil {
		return Run{}, err
	}
	if _, err := d.Heed(ctx, by, r, q.Words); err != nil {
		return Run{}, err
	}
	run := Run{ID: runPrefix + d.NewID(), Report: r.Name, Title: r.Title, Words: q.Words, By: by.ID, To: q.To, Phase: RunAsked, Asked: d.Now().UTC()}
	if run.To == "" {
		run.To = by.ID
	}
	if run.Viewer, _ = report.Viewer(r, by); run.To != by.ID {
		if err := d.mayReceive(ctx, r, run.Viewer, run.To); err != nil {
			return Run{}, err
		}
		run.Place = d.chosen(ctx, run.To)
	}
	c, err := d.asked(run)
	if err != nil {
		return Run{}, err
	}
	c.Once = state.Once{Key: "fetch/" + once, Keep: keepSlack}
	_, err = d.write(ctx, c)
	return run, err
}

// asked is what is committed when a run is asked for.
func (d *Desk) asked(run Run) (state.Change, error) {
	doc, err := run.document()
	if err != nil {
		return state.Change{}, err
	}
	record, err := audit.Of(run.Asked, run.By, run.ID, "fetch", 0, "", askedFor(run))
	return state.Change{
		Documents: []state.Document{doc}, Audit: []audit.Record{record},
		Timers: []state.Timer{{Key: timerKey(fetchTimer, run.ID), Name: fetchTimer, At: run.Asked, Subject: run.ID}},
	}, err
}

// askedFor is what the log keeps of a run: who asked what, for whom, and no figures.
func askedFor(run Run) map[string]any {
	return map[string]any{"report": run.Report, "words": run.Words, "to": run.To, "plan": run.Plan}
}

// StopRun ends a run that still goes on.
func (d *Desk) StopRun(ctx context.Context, by people.Person, id string) (Run, error) {
	return d.editRun(ctx, id, func(r *Run) (state.Change, error) {
		switch {
		case r.By != by.ID:
			return state.Change{}, fault.New(fault.Denied, "Only who asked for this report can stop it.")
		case !r.going():
			return state.Change{}, fault.New(fault.Conflict, "This report does not run any more, so nothing was stopped.")
		}
		r.Phase = RunStopped
		c := state.Change{Cancel: []string{timerKey(fetchTimer, r.ID)}}
		if r.Told {
			c.Notices = append(c.Notices, runningNotice(*r, d.Now().UTC()))
		}
		return c, nil
	})
}

// RunFor is a run of which somebody may read the answer.
func (d *Desk) RunFor(ctx context.Context, by people.Person, id string) (Run, report.Report, error) {
	run, err := d.run(ctx, id)
	if err != nil {
		return run, report.Report{}, err
	}
	r, err := d.reportNamed(run.Report)
	if err != nil {
		return run, r, err
	}
	if !report.Reads(r, by, run.Viewer) {
		return Run{}, r, forOthers(r)
	}
	return run, r, nil
}

// TurnRun shows other rows of an answer that somebody got for themselves.
func (d *Desk) TurnRun(ctx context.Context, by people.Person, id string, from int) (Run, error) {
	if _, _, err := d.RunFor(ctx, by, id); err != nil {
		return Run{}, err
	}
	return d.editRun(ctx, id, func(r *Run) (state.Change, error) {
		if err := r.AtHand(); err != nil {
			return state.Change{}, err
		}
		if r.To != by.ID || from < 0 || from >= len(r.Rows) {
			return state.Change{}, fault.New(fault.Invalid, "There are no more rows here. All are in the files.")
		}
		r.From = from
		return state.Change{Notices: []outbox.Notice{answerNotice(*r, d.Now().UTC())}}, nil
	})
}

// today is the day where somebody is.
func today(now time.Time, p people.Person, d *Desk) calendar.Date {
	return calendar.DateOf(now, d.Calendar(p).Location)
}

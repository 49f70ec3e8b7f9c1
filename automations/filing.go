package automations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/request"
	"factotum/automations/state"
)

// fileLater is after how long evidence is filed again that could not be had.
const fileLater = 5 * time.Minute

// approvedReport is the question which requests of a kind were approved in a
// period. Whoever may look at all of them reads the whole.
const approvedReport = `SELECT number, title, requester, substr(approved, 1, 10) AS approved,
  (SELECT group_concat(by, ', ') FROM decision WHERE decision.request = seq AND verdict = 'approved') AS deciders, state
FROM request
WHERE kind = :kind AND stage = 'agreed' AND approved >= :period_from AND approved < date(:period_to, '+1 day') AND (:viewer IS NULL OR requester = :viewer)
ORDER BY approved, number`

// files sets the timer at which evidence is filed by itself: when the occurrence
// opens, and not before its period is over.
func (in opening) files(id string, due obligation.Due) []state.Timer {
	if !slices.ContainsFunc(in.o.Evidence, obligation.Evidence.Filed) {
		return nil
	}
	at := in.now
	if _, to, ok := in.o.Span(due.Nominal); ok {
		if over := to.AddDays(1).In(in.days.Location); over.After(at) {
			at = over.UTC()
		}
	}
	return []state.Timer{{Key: timerKey(filesTimer, id), Name: filesTimer, At: at, Subject: id}}
}

// file brings the evidence of a duty that Factotum has itself: reports and
// approved requests, as far as who has the duty may read them. They still look
// at it and send it. What cannot be had they are asked to bring.
func (d *Desk) file(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil || f.Request.State != request.Open || !f.Request.IsDuty() {
		return d.drop(ctx, t)
	}
	values, said, err := d.filings(ctx, f, kind)
	if passing(err) {
		again := t
		again.At = d.Now().UTC().Add(fileLater)
		_, failed := d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{again}})
		return errors.Join(err, failed)
	}
	if err != nil {
		return err
	}
	if len(said) == 0 {
		return d.drop(ctx, t)
	}
	_, err = d.update(ctx, t.Subject, slot(t), func(File) (act, error) {
		move := request.Move{Action: request.Note, By: audit.System, At: d.Now().UTC(), Text: strings.Join(said, "\n"), Sent: &request.Submission{Values: values}}
		return act{move: move, fired: []state.Timer{t}}, nil
	})
	return err
}

// filings are all that is filed of a duty, and what is said of each. The error is
// of what may work later.
func (d *Desk) filings(ctx context.Context, f File, kind catalogue.Kind) (form.Values, []string, error) {
	values, said := form.Values{}, []string{}
	for i, key := range kind.Duty.Keys() {
		e := kind.Duty.Evidence[i]
		if !e.Filed() || len(f.Request.Values[key].Files) > 0 {
			continue
		}
		field, _ := kind.Form.Field(key)
		file, rows, err := d.filing(ctx, f, *kind.Duty, e)
		switch {
		case err == nil:
			values[key] = form.Value{Files: []form.File{file}}
			said = append(said, fmt.Sprintf("Filed by itself as “%s”: %s, %d rows.", field.Label, file.Name, rows))
		case passing(err) || ctx.Err() != nil:
			return nil, nil, err
		default:
			said = append(said, fmt.Sprintf("“%s” could not be filed by itself: %s Bring it as a file.", field.Label, fault.Say(err)))
		}
	}
	return values, said, nil
}

// filing runs one report as who has the duty, and keeps its answer.
func (d *Desk) filing(ctx context.Context, f File, o obligation.Obligation, e obligation.Evidence) (form.File, int, error) {
	by, known := f.Dir.Person(f.Request.Work.Assignee)
	if !known || d.Reporting.Figures == nil {
		return form.File{}, 0, fault.New(fault.Invalid, "There are no reports here.")
	}
	r, words, err := d.filed(f, o, e)
	if err != nil {
		return form.File{}, 0, err
	}
	viewer, may := report.Viewer(r, by)
	if !may {
		return form.File{}, 0, fault.New(fault.Denied, "%s may not read the report “%s”.", by.Name, r.Title)
	}
	terms := d.askTerms(by, f.Dir)
	args, err := report.Bind(r, words, viewer, terms)
	if err != nil {
		return form.File{}, 0, err
	}
	table, err := d.Reporting.Figures.Answer(ctx, r, args)
	if err != nil {
		return form.File{}, 0, err
	}
	table = table.Named(func(id string) string { return name(f.Dir, id, people.Person{}) })
	body, err := d.Reporting.Drawer.CSV(ctx, table)
	if err != nil {
		return form.File{}, 0, err
	}
	title := r.Title
	if _, span, ok := r.Over(words, terms); ok {
		title += " " + span.String()
	}
	file, err := d.Reader.Keep(ctx, fmt.Sprintf("%s, made %s.csv", fileName(title), terms.Today), body)
	return file, len(table.Rows), err
}

// filed is the report that is evidence, about the period of the duty.
func (d *Desk) filed(f File, o obligation.Obligation, e obligation.Evidence) (report.Report, report.Words, error) {
	period := ""
	if known := o.Known(f.Request.Work.Duty.Period); known.Record == "" {
		if from, to, ok := o.Span(known.Nominal); ok {
			period = from.String() + ".." + to.String()
		}
	}
	if e.Kind == obligation.ByReport {
		r, err := d.reportNamed(e.Report)
		words := report.Words{}
		for _, p := range r.Parameters {
			if p.Type == report.Period && period != "" {
				words[p.Name] = period
				break
			}
		}
		return r, words, err
	}
	kind, err := d.Catalogue.Kind(e.Of)
	if err != nil {
		return report.Report{}, nil, err
	}
	if period == "" {
		period = "last 12 months"
	}
	return report.Report{
		Name: "approved-requests", Title: kind.Title + " approved", Readers: kind.Visible, Own: true, SQL: approvedReport, MostRows: 100_000, MostTime: time.Minute,
		Parameters: []report.Parameter{{Name: "kind", Type: report.Text, Required: true}, {Name: "period", Type: report.Period, Required: true}},
		Columns: []report.Column{
			{Name: "number", Title: "Request", Type: report.Request},
			{Name: "title", Title: "What"},
			{Name: "requester", Title: "For", Type: report.Person},
			{Name: "approved", Title: "Approved", Type: report.Date},
			{Name: "deciders", Title: "Approved by"},
			{Name: "state", Title: "State"},
		},
	}, report.Words{"kind": kind.Key, "period": period}, nil
}

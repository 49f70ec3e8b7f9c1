package automations

import (
	"context"

	"factotum/automations/people"
	"factotum/automations/report"
)

// answer runs a report and makes of the table what is shown and sent.
func (d *Desk) answer(ctx context.Context, run Run) (Run, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return run, err
	}
	r, err := d.reportNamed(run.Report)
	if err != nil {
		return run, err
	}
	by, _ := dir.Person(run.By)
	viewer, may := report.Viewer(r, by)
	if !may {
		return run, forOthers(r)
	}
	terms := d.askTerms(by, dir)
	args, err := report.Bind(r, run.Words, viewer, terms)
	if err != nil {
		return run, err
	}
	run.Viewer = viewer
	table, err := d.figures(ctx, r, run, args, dir)
	if err != nil {
		return run, err
	}
	if _, span, ok := r.Over(run.Words, terms); ok {
		run.Over = span.String()
	}
	compared, ok := d.compared(ctx, r, run, args, terms, table, dir)
	run.tell(r, table, compared, ok)
	run.Said = r.Said(run.Words, func(id string) string { return name(dir, id, people.Person{}) })
	if quiet, err := d.quiet(ctx, &run, len(table.Rows)); quiet || err != nil {
		run.Say = marksFor(dir, run.By).Write(run.Say)
		return run, err
	}
	table.Marks = marksFor(dir, run.To)
	return d.fill(ctx, r, run, table)
}

// tell writes what a table says by itself and beside what it may be compared with.
func (r *Run) tell(of report.Report, table report.Table, before report.Comparison, compared bool) {
	r.Headline, r.Changed, r.Total = of.Headlined(table), "", total(of, table)
	since := ""
	if compared {
		r.Changed, since = of.Changed(table, before), before.Since(of, table)
	}
	r.Notes, r.Finding = of.Noted(table), report.Finding(of, table, before.Before, since)
}

// total is the headline as a figure to compare with; empty where there is none, or
// several currencies have one each.
func total(r report.Report, t report.Table) string {
	sums := r.Sums(t)
	if r.Headline == "" || len(sums) > 1 {
		return ""
	}
	for _, sum := range sums {
		return sum.String()
	}
	return "0"
}

// figures is an answer with the names of people. What is said of its figures gets
// its marks when somebody reads it: an answer is shared with others.
func (d *Desk) figures(ctx context.Context, r report.Report, run Run, args report.Arguments, dir people.Directory) (report.Table, error) {
	table, err := d.Reporting.Figures.Answer(ctx, r, args)
	if err != nil {
		return table, err
	}
	table = table.Lean().Named(func(id string) string { return name(dir, id, people.Person{}) })
	if table.Marks = report.Unmarked(); run.Viewer != "" {
		table.Of = name(dir, run.Viewer, people.Person{})
	}
	return table, nil
}

// compared is what an answer is compared with; false where there is nothing, or
// it cannot be had: the answer itself counts.
func (d *Desk) compared(ctx context.Context, r report.Report, run Run, args report.Arguments, terms report.Terms, t report.Table, dir people.Directory) (c report.Comparison, ok bool) {
	now, before, c, ok := r.Earlier(run.Words, args, terms)
	if !ok {
		return c, false
	}
	var err error
	if c.Before, err = d.figures(ctx, r, run, before, dir); err != nil {
		return report.Comparison{}, false
	}
	if c.Now = t; now != nil {
		c.Now, err = d.figures(ctx, r, run, now, dir)
	}
	return c, err == nil
}

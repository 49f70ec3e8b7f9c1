package automations

import (
	"context"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
)

// AnswerSight is a notice about a run with everything that is needed to render it.
type AnswerSight struct {
	Says   string
	Run    Run
	Report report.Report
	Plan   *Plan // the schedule that it came by; nil: none
	Reader people.Person
	To     string // what its place is called
	Zone   *time.Location
	Marks  report.Marks // of the reader's figures
	By     string       // name of whose run it is
}

// answerMessage renders a notice for its place. Returns denied where somebody
// there may not read it.
func (c *Courier) answerMessage(ctx context.Context, run Run, l outbox.Leased, main outbox.Delivery) (outbox.Message, error) {
	s, to, err := c.answerSight(ctx, run, l)
	if err != nil {
		return outbox.Message{}, err
	}
	if run.Phase == RunAnswered && figured(l) {
		if err := c.Desk.stillReads(ctx, s.Report, run, l.To); err != nil {
			return outbox.Message{}, err
		}
	}
	if l.Says.Name != FileSays {
		m, err := c.Answer(s)
		m.Key, m.To = l.Key, to
		return m, err
	}
	hash, file, _ := strings.Cut(l.Says.Text, "/")
	m := outbox.Message{Key: l.Key, To: to, Text: file, File: &outbox.Attachment{Name: file, Hash: hash}}
	if l.Says.Threaded {
		if m.Thread = main.TS; m.Thread == "" {
			return m, fault.New(fault.Invalid, "The answer itself could not be posted, so its files were not either.")
		}
	}
	return m, nil
}

// answerSight is what a notice is rendered from, and the account or channel that
// it goes to.
func (c *Courier) answerSight(ctx context.Context, run Run, l outbox.Leased) (s AnswerSight, to string, err error) {
	dir, err := c.Desk.Directory(ctx)
	if err != nil {
		return s, "", err
	}
	s = AnswerSight{Says: l.Says.Name, Run: run, Zone: time.UTC, By: name(dir, run.By, people.Person{}), To: c.Desk.placeName(ctx, run.To, run.Place, dir)}
	if l.Says.Name != AnswerSays {
		s.Run = run.bare()
	}
	if s.Report, err = c.Desk.reportNamed(run.Report); err != nil {
		s.Report = report.Report{Name: run.Report, Title: run.Report}
		if run.Phase == RunAnswered {
			return s, "", err
		}
	}
	if run.Plan != "" {
		plan, err := c.Desk.plan(ctx, run.Plan)
		if unlessGone(err) != nil {
			return s, "", err
		}
		s.Plan = &plan
	}
	s.Marks = marksFor(dir, l.To)
	s.Run = s.Run.marked(s.Marks)
	if isRoom(l.To) {
		if p, ok := dir.Person(run.By); ok {
			s.Zone = c.Desk.Calendar(p).Location
		}
		return s, l.To, nil
	}
	reader, ok := dir.Person(l.To)
	if !ok || reader.Inactive || len(reader.Accounts) == 0 {
		return s, "", fault.New(fault.Invalid, "%s has no account in Slack any more, so nothing can be delivered.", l.To)
	}
	s.Reader, s.Zone = reader, c.Desk.Calendar(reader).Location
	return s, reader.Accounts[0], nil
}

// bare is a run without its figures, for those who need not read them.
func (r Run) bare() Run {
	r.Headline, r.Changed, r.Finding, r.Total, r.Picture, r.Rows, r.Files = "", "", "", "", "", nil, nil
	r.Notes = nil
	return r
}

package automations

import (
	"context"
	"fmt"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

// The names of letters that bring a year of duties; their text is a YearAsk.
const (
	YearPicture = "year_picture"
	YearTable   = "year_table"
	YearFile    = "year_file"
)

// Almanac makes pictures and calendar files of what is due.
type Almanac interface {
	// Year draws a year in PNG under what it shows, as it is on a day.
	Year(a obligation.Agenda, today calendar.Date) ([]byte, error)
	// Calendar writes an iCalendar file (RFC 5545) under a name.
	Calendar(name string, places []obligation.Place, now time.Time) []byte
}

// Sheet is a year of duties on its way to somebody.
type Sheet struct {
	Name   string // of the file; of a picture: none
	Hash   string // of our own copy
	Agenda obligation.Agenda
}

// SendYear brings somebody a part of the year of duties: a letter by its name.
// It comes to their messages, as the year is by then.
func (d *Desk) SendYear(ctx context.Context, by people.Person, once, letter string, ask YearAsk) error {
	if d.Almanac == nil || d.Reader == nil {
		return fault.New(fault.Unavailable, "Pictures and files cannot be made here. Ask your Factotum administrator.")
	}
	n := outbox.Notice{
		Key: outbox.LetterKey(by.ID, letter+"/"+once), Lane: outbox.LetterLane(by.ID), Shape: outbox.Letter, To: by.ID, At: d.Now().UTC(),
		Says: outbox.Says{Name: letter, Text: ask.Encode()},
	}
	_, err := d.write(ctx, state.Change{Once: state.Once{Key: n.Key, Keep: keepSlack}, Notices: []outbox.Notice{n}})
	return err
}

// isYear tells whether a letter brings a year.
func isYear(letter string) bool {
	return letter == YearPicture || letter == YearTable || letter == YearFile
}

// sheet makes what a letter brings.
func (d *Desk) sheet(ctx context.Context, reader people.Person, says outbox.Says) (Sheet, error) {
	ask := ParseYearAsk(says.Text)
	all, err := d.Year(ctx, reader, ask.Year)
	if err != nil {
		return Sheet{}, err
	}
	s := Sheet{Agenda: ask.Of(all)}
	var body []byte
	keep := "year.png"
	switch says.Name {
	case YearPicture:
		body, err = d.Almanac.Year(s.Agenda, today(d.Now(), reader, d))
	case YearTable:
		s.Name = fmt.Sprintf("Duties %d.csv", s.Agenda.Year)
		body, err = d.yearTable(ctx, s.Agenda)
	case YearFile:
		s.Name = fmt.Sprintf("Duties %d.ics", s.Agenda.Year)
		body = d.Almanac.Calendar(fmt.Sprintf("Duties %d", s.Agenda.Year), s.Agenda.Places, d.Now())
	}
	if err != nil {
		return s, err
	}
	if s.Name != "" {
		keep = s.Name
	}
	kept, err := d.Reader.Keep(ctx, keep, body)
	s.Hash = kept.Hash
	return s, err
}

// yearTable writes a year as comma separated values.
func (d *Desk) yearTable(ctx context.Context, a obligation.Agenda) ([]byte, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	t := report.Table{Columns: []report.Column{
		{Name: "due", Title: "Due", Type: report.Date},
		{Name: "duty", Title: "Duty"},
		{Name: "subject", Title: "Subject"},
		{Name: "owner", Title: "Owner"},
		{Name: "state", Title: "State"},
		{Name: "number", Title: "Number", Type: report.Request},
		{Name: "why", Title: "Why"},
		{Name: "source", Title: "Source"},
	}}
	for _, p := range a.Places {
		owner := ""
		if p.Owner != "" {
			owner = name(dir, p.Owner, people.Person{})
		}
		t.Rows = append(t.Rows, []string{p.Day.String(), p.Title, p.Obligation.Subject, owner, p.Mark.String(), p.Number, p.Obligation.Why, p.Obligation.Source})
	}
	return d.Reporting.Drawer.CSV(ctx, t)
}

package evidence

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"factotum/automations/dataset"
)

// table writes comma separated values as spreadsheets take them, with no cell
// that could be a formula.
func table(w io.Writer, heading []string, rows func(row func(cells ...string) error) error) error {
	write := func(cells ...string) error {
		line := make([]dataset.Cell, len(cells))
		for i, text := range cells {
			line[i].Text = text
		}
		return dataset.WriteRow(w, ',', line)
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	if err := write(heading...); err != nil {
		return err
	}
	return rows(write)
}

// duties writes duties.csv.
func (t told) duties(w io.Writer) error {
	heading := []string{"Duty", "Title", "Subject", "What", "Why", "Source", "Due", "Standing", "Owner", "Done by", "Done on", "Evidence brought", "Signed off by", "Signed off", "Evidence", "Files"}
	return table(w, heading, func(row func(...string) error) error {
		for _, s := range t.stories {
			c := t.chapter(s)
			brought, signed := "", ""
			if c.Brought != "" {
				brought = stamp(s.brought())
			}
			if d, ok := s.signed(); ok {
				signed = stamp(d.At)
			}
			typed := ""
			for _, g := range c.Evidence {
				typed += g.Label + ": " + g.Text + "\n"
			}
			done := ""
			if c.DoneOn != "" {
				done = s.request.Work.Day
			}
			if err := row(c.Number, c.Title, c.Subject, c.What, c.Why, c.Source, s.due(), string(c.Standing), c.Owner, c.DoneBy, done, brought, c.SignedBy, signed, typed, strconv.Itoa(len(c.Pieces))); err != nil {
				return err
			}
		}
		return nil
	})
}

// deedTable writes deeds.csv.
func (t told) deedTable(w io.Writer) error {
	heading := []string{"Duty", "Entry of the log", "UTC", "Local time", "Zone", "Who", "Name", "What", "Words", "Why this person", "SHA-256 of what was typed"}
	return table(w, heading, func(row func(...string) error) error {
		for _, s := range t.stories {
			for _, d := range t.deeds(s) {
				if err := row(s.Number, strconv.FormatInt(d.Entry, 10), stamp(d.UTC), d.At.Format(time.DateTime), d.Zone, d.By, d.Name, d.What, d.Text, d.Why, d.Print); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// fileTable writes files.csv.
func (t told) fileTable(w io.Writer) error {
	heading := []string{"Duty", "File", "Place in this pack", "SHA-256", "Bytes", "Missing because"}
	return table(w, heading, func(row func(...string) error) error {
		for _, s := range t.stories {
			for _, p := range s.pieces(t.Absent) {
				if err := row(s.Number, p.Name, p.Part, p.Hash, fmt.Sprint(p.Size), p.Absent); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

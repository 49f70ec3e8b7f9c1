package app

import (
	"context"
	"fmt"
	"time"

	"factotum/automations/fault"
	"factotum/connectors/books"
)

// booksFile is the file of the books in the folder of data.
const booksFile = "books.db"

// rules are what the books hold of the configuration.
func (s *Settings) rules() books.Rules {
	return books.Rules{Shift: s.offices.shift, Working: s.offices.working, Zone: s.offices.zone, Budgets: s.Budgets}
}

// project brings the books up to date, after a rush, and between what people wait
// for.
func (p *program) project(ctx context.Context) error {
	if p.throng.on(time.Now()) {
		return nil
	}
	patient, end := context.WithTimeout(ctx, aside)
	defer end()
	p.books.Between = func() { p.queue.pass(patient) }
	return p.books.Project(ctx, p.store)
}

// closeBooks ends the books, if they were opened.
func (p *program) closeBooks() error {
	if p.books == nil {
		return nil
	}
	return p.books.Close()
}

// lag is how far the books are behind a log of so many entries.
func (p *program) lag(ctx context.Context, entries int64) (books.Lag, error) {
	ctx, cancel := context.WithTimeout(ctx, probe)
	defer cancel()
	return p.books.Lag(ctx, p.store, entries, p.desk.Now())
}

// booked says it in a sentence; nothing while the store does not answer, which is
// said elsewhere.
func (p *program) booked(ctx context.Context) string {
	figures, err := p.figures(ctx)
	if err != nil {
		return ""
	}
	lag, err := p.lag(ctx, figures.Entries)
	if err != nil {
		return "Nobody knows how far the books are: " + fault.Say(err)
	}
	return "The books are " + behind(lag) + "."
}

// behind says how far the books are behind.
func behind(l books.Lag) string {
	if l.Entries == 0 {
		return "up to date"
	}
	return fmt.Sprintf("%d entries of the log behind, for %s", l.Entries, l.Time.Round(time.Millisecond))
}

// Package warehouse owns the company's own sources of figures: databases of
// PostgreSQL and files of SQLite that its reports ask, read only, one statement
// at a time, with limits of time and rows. It must not know what a report is
// about or who may read it, and nothing of what it reads is kept.
package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"factotum/automations/fault"
	"factotum/automations/report"
)

// Source is one database.
type Source struct {
	Key      string
	Postgres func() (dsn string, err error) // asked at each login, so that a new password needs no new start; nil: it is a file of SQLite
	SQLite   string                         // its path
}

const (
	atOnce    = 4        // statements that run on a source; the others wait
	mostBytes = 64 << 20 // of an answer
	mostCell  = 8 << 20  // bytes of a row
	grace     = 2 * time.Second
)

// Warehouse holds the sources. It is safe for concurrent use.
type Warehouse struct {
	sources map[string]*source
}

type source struct {
	Source
	turns *semaphore.Weighted
}

// New knows the sources and asks none of them.
func New(sources []Source) *Warehouse {
	w := &Warehouse{sources: map[string]*source{}}
	for _, s := range sources {
		w.sources[s.Key] = &source{Source: s, turns: semaphore.NewWeighted(atOnce)}
	}
	return w
}

// result is what a database gives while it gives it: its columns, then rows. A
// row that is refused ends it.
type result struct {
	columns func([]report.Column)
	row     func(cells []string) (more bool)
}

// database is one of either sort.
type database interface {
	// run gives the answer of a statement within a time.
	run(ctx context.Context, s statement, within time.Duration, to result) error
	// prepare gives the columns of a statement, or a MistakeError.
	prepare(ctx context.Context, s statement) ([]report.Column, error)
}

func (s *source) database() database {
	if s.Postgres != nil {
		return postgres{s.Key, s.Postgres}
	}
	return sqliteFile{s.Key, s.SQLite}
}

func (s *source) dialect() dialect {
	if s.Postgres != nil {
		return postgresSQL
	}
	return sqliteSQL
}

// Answer runs a report over its source. What is masked comes hidden. Returns
// invalid where statement and source do not fit each other, denied where the
// statement would change something, unavailable where the source does not answer
// in time.
func (w *Warehouse) Answer(ctx context.Context, r report.Report, a report.Arguments) (report.Table, error) {
	s, ok := w.sources[r.Source]
	if !ok {
		return report.Table{}, fault.New(fault.Invalid, "The source %s of the report %s is no longer configured. Tell your Factotum administrator.", r.Source, r.Name)
	}
	stmt, err := bind(s.dialect(), r, a)
	if err != nil {
		return report.Table{}, unfit(r, err)
	}
	within, cancel := context.WithTimeout(ctx, r.MostTime+grace)
	defer cancel()
	if err := s.turns.Acquire(within, 1); err != nil {
		return report.Table{}, late(ctx, r, err)
	}
	defer s.turns.Release(1)
	var t report.Table
	bytes := 0
	err = s.database().run(within, stmt, r.MostTime, result{
		columns: func(all []report.Column) { t.Columns = r.Described(all, a) },
		row: func(cells []string) bool {
			for _, c := range cells {
				bytes += len(c)
			}
			if t.Cut = len(t.Rows) >= r.MostRows || bytes > mostBytes; t.Cut {
				return false
			}
			t.Rows = append(t.Rows, cells)
			return true
		},
	})
	switch {
	case err != nil && within.Err() != nil:
		return report.Table{}, late(ctx, r, err)
	case err != nil:
		return report.Table{}, unfit(r, err)
	}
	return hide(r, t)
}

// hide masks columns. One that is not there under its name might be there under
// another, so the answer is refused.
func hide(r report.Report, t report.Table) (report.Table, error) {
	for _, name := range r.Masked {
		if t.Column(name) < 0 {
			return report.Table{}, fault.New(fault.Invalid, "The report %s has no column %s any more, which it has to mask, so nothing is shown. Tell your Factotum administrator.", r.Name, name)
		}
	}
	for i, c := range t.Columns {
		if !slices.ContainsFunc(r.Masked, func(name string) bool { return strings.EqualFold(name, c.Name) }) {
			continue
		}
		t.Columns[i].Type = report.Text
		for _, row := range t.Rows {
			row[i] = mask(row[i])
		}
	}
	return t, nil
}

// mask leaves the last four characters of a long text, by which its owner knows
// it again.
func mask(cell string) string {
	runes := []rune(cell)
	switch {
	case cell == "":
		return ""
	case len(runes) < 12:
		return "••••"
	}
	return "••••" + string(runes[len(runes)-4:])
}

// late says that time is over; whoever stopped waiting needs no sentence.
func late(ctx context.Context, r report.Report, err error) error {
	if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("warehouse: report %s: %w", r.Name, ctx.Err())
	}
	return slow(r, err)
}

func slow(r report.Report, err error) error {
	return fault.Wrap(fmt.Errorf("warehouse: report %s: %w", r.Name, err), fault.Unavailable,
		"The report %s took longer than %s, so it was stopped. Ask for a shorter time, or for less.", r.Name, r.MostTime)
}

// unfit says to who asked why there is no answer.
func unfit(r report.Report, err error) error {
	wrapped := fmt.Errorf("warehouse: report %s: %w", r.Name, err)
	var mistake *MistakeError
	var down *downError
	switch {
	case errors.Is(err, errSlow):
		return slow(r, err)
	case errors.Is(err, errWrites):
		return fault.Wrap(wrapped, fault.Denied, "The report %s would change its source, and reports only read. Nothing was changed. Tell your Factotum administrator.", r.Name)
	case errors.Is(err, errValue):
		return fault.Wrap(wrapped, fault.Invalid, "The report %s cannot use what was asked for. Ask for something else, or tell your Factotum administrator.", r.Name)
	case errors.As(err, &down):
		return fault.Wrap(wrapped, fault.Unavailable, "The source %s of the report %s does not answer. Try again later; if it stays so, tell your Factotum administrator.", r.Source, r.Name)
	case errors.As(err, &mistake):
		return fault.Wrap(wrapped, fault.Invalid, "The report %s does not fit its source: %s. Tell your Factotum administrator.", r.Name, mistake.Say)
	}
	return wrapped
}

// What a database can say, beside a MistakeError.
var (
	errSlow   = errors.New("it took too long")
	errWrites = errors.New("the statement writes")
	errValue  = errors.New("an argument does not fit")
)

// downError is a source that cannot be asked, with the reason for whoever looks
// after it.
type downError struct {
	why string
	err error
}

func (e *downError) Error() string { return e.why }

func (e *downError) Unwrap() error { return e.err }

// MistakeError is something wrong with a statement.
type MistakeError struct {
	Say    string
	Offset int // in bytes of the SQL; -1 where it is not known
}

// Error is what is wrong.
func (e *MistakeError) Error() string { return e.Say }

// Prepare gives the columns of a report without running it. Returns a
// MistakeError for what is wrong with its SQL, and unavailable, with the reason,
// where the source cannot be asked.
func (w *Warehouse) Prepare(ctx context.Context, r report.Report) ([]report.Column, error) {
	s, ok := w.sources[r.Source]
	if !ok {
		return nil, &MistakeError{Say: "there is no source " + r.Source, Offset: -1}
	}
	stmt, err := bind(s.dialect(), r, report.Arguments{"viewer": "nobody"})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	columns, err := s.database().prepare(ctx, stmt)
	var down *downError
	if errors.As(err, &down) {
		return nil, fault.Wrap(err, fault.Unavailable, "%s", down.why)
	}
	return columns, err
}

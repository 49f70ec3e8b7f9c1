package books

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/fault"
	"factotum/automations/report"
)

//go:embed reports/*.sql
var builtin embed.FS

// Reports are the files of the built-in reports.
func Reports() fs.FS {
	folder, err := fs.Sub(builtin, "reports")
	if err != nil { // the name is written right above
		return builtin
	}
	return folder
}

// Answer runs a report over the books, within its limits. Columns of money hold
// 1/10000 in the SQL, and are in the company's currency where nothing else is
// said. Returns invalid for SQL that does not run, unavailable when it takes
// too long.
func (b *Books) Answer(ctx context.Context, r report.Report, a report.Arguments) (t report.Table, err error) {
	if b.young.Load() {
		return t, fault.New(fault.Unavailable, "The figures are being put together anew, which takes some minutes. Ask again then.")
	}
	ctx, cancel := context.WithTimeout(ctx, r.MostTime)
	defer cancel()
	defer func() { err = unanswered(ctx, r, err) }()
	args, err := bound(r, a, time.Now())
	if err != nil {
		return t, err
	}
	rows, err := b.eyes.QueryContext(ctx, r.SQL, args...)
	if err != nil {
		return t, err
	}
	defer func() { _ = rows.Close() }() // what can fail is told by Err
	if t.Columns, err = b.columns(r, a, rows); err != nil {
		return t, err
	}
	cells, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if t.Cut = len(t.Rows) >= r.MostRows; t.Cut {
			break
		}
		if err := rows.Scan(into...); err != nil {
			return t, err
		}
		row := make([]string, len(cells))
		for i, cell := range cells {
			row[i] = canonical(t.Columns[i].Type, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, rows.Err()
}

// bound are the arguments that the SQL names; those that are not given are NULL,
// but for the present moment and day, which is that of UTC then, and for the
// viewer, whom nobody may forget.
func bound(r report.Report, a report.Arguments, now time.Time) ([]any, error) {
	var args []any
	for _, name := range report.Binds(r.SQL) {
		text, given := a[name]
		switch {
		case given:
		case name == "viewer":
			return nil, errors.New("nobody asks")
		case name == report.Today:
			text = now.UTC().Format(time.DateOnly)
		case name == report.Now:
			text = now.UTC().Format(moment)
		}
		args = append(args, sql.Named(name, argument(r, name, text)))
	}
	return args, nil
}

// argument is what SQLite compares: numbers as such.
func argument(r report.Report, name, text string) any {
	if text == "" {
		return nil
	}
	for _, p := range r.Parameters {
		d, err := decimal.NewFromString(text)
		switch {
		case p.Name != name || err != nil:
		case p.Type == report.Money:
			return e4(d)
		case p.Type == report.Number && d.IsInteger():
			return d.IntPart()
		case p.Type == report.Number:
			return d.InexactFloat64()
		}
	}
	return text
}

// columns are those of the answer, with what the report says of them.
func (b *Books) columns(r report.Report, a report.Arguments, rows *sql.Rows) ([]report.Column, error) {
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	all := make([]report.Column, len(names))
	for i, name := range names {
		all[i] = report.Column{Name: name, Type: report.Text}
	}
	return report.Owned(r.Described(all, a), string(b.kinds.Company().Currency)), nil
}

// canonical is a cell as a text of its type.
func canonical(as report.Type, cell any) string {
	switch v := cell.(type) {
	case int64:
		if as == report.Money {
			return decimal.New(v, -4).String()
		}
		return strconv.FormatInt(v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return ""
		}
		if as == report.Money {
			return decimal.NewFromFloat(v).Round(0).Shift(-4).String()
		}
		return decimal.NewFromFloat(v).Round(2).String()
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

// unanswered says why there is no answer.
func unanswered(ctx context.Context, r report.Report, err error) error {
	switch {
	case err == nil && ctx.Err() == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fault.New(fault.Unavailable, "This report took longer than %s and was stopped. Ask for a shorter time, or for less.", r.MostTime)
	case ctx.Err() != nil:
		return fmt.Errorf("books: report %s: %w", r.Name, ctx.Err())
	}
	return fmt.Errorf("books: report %s: %w", r.Name, err)
}

package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"modernc.org/sqlite"

	"factotum/automations/report"
)

// sqliteFile is a file of SQLite, opened for each statement, for reading only.
type sqliteFile struct{ key, path string }

// Codes and limits of SQLite (sqlite.org/rescode.html, sqlite.org/c3ref/c_limit_attached.html).
const (
	sqliteError     = 1
	sqliteBusy      = 5
	sqliteReadonly  = 8
	sqliteInterrupt = 9
	sqliteTooBig    = 18
	sqliteAuth      = 23

	limitLength   = 0
	limitAttached = 7
)

// open opens the file so that nothing can be written to it, to others, or to
// memory without end.
func (f sqliteFile) open(ctx context.Context) (*sql.DB, *sql.Conn, error) {
	info, err := os.Stat(f.path)
	if err != nil || info.IsDir() {
		return nil, nil, &downError{"the file " + f.path + " cannot be read: correct the path or its permissions", err}
	}
	abs, err := filepath.Abs(f.path)
	if err != nil {
		return nil, nil, fmt.Errorf("warehouse: open %s: %w", f.key, err)
	}
	q := url.Values{"mode": {"ro"}, "_dqs": {"0"}, "_busy_timeout": {"5000"}, "_pragma": {"query_only(on)", "trusted_schema(off)", "mmap_size(0)", "cache_size(-16384)"}}
	connector, err := sqlite.NewConnector((&url.URL{Scheme: "file", OmitHost: true, Path: abs, RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, nil, &downError{"the file cannot be opened", err}
	}
	db := sql.OpenDB(connector)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(&downError{"the file cannot be opened as one of SQLite", err}, db.Close())
	}
	for id, most := range map[int]int{limitLength: mostCell, limitAttached: 0} {
		if _, err := sqlite.Limit(conn, id, most); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("warehouse: limits of %s: %w", f.key, err), conn.Close(), db.Close())
		}
	}
	return db, conn, nil
}

func (f sqliteFile) run(ctx context.Context, s statement, within time.Duration, to result) (err error) {
	db, conn, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(), db.Close()) }()
	ctx, cancel := context.WithTimeoutCause(ctx, within, errSlow)
	defer cancel()
	rows, err := conn.QueryContext(ctx, s.text, s.args()...)
	if err != nil {
		return found(ctx, s, err)
	}
	defer func() { _ = rows.Close() }() // what can fail is told by Err
	columns, days, err := columnsIn(rows)
	if err != nil {
		return found(ctx, s, err)
	}
	to.columns(columns)
	cells, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return found(ctx, s, err)
		}
		texts := make([]string, len(cells))
		for i, cell := range cells {
			texts[i] = plainly(cell, days[i])
		}
		if !to.row(texts) {
			return nil
		}
	}
	return found(ctx, s, rows.Err())
}

// prepare lets SQLite explain the statement, which compiles it.
func (f sqliteFile) prepare(ctx context.Context, s statement) (columns []report.Column, err error) {
	db, conn, err := f.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close(), db.Close()) }()
	// No row is asked for: the first may take long.
	rows, err := conn.QueryContext(ctx, "SELECT * FROM ("+s.text+"\n) LIMIT 0", s.args()...)
	if err != nil {
		return nil, found(ctx, s, err)
	}
	defer func() { _ = rows.Close() }() // what can fail is told by Err
	columns, _, err = columnsIn(rows)
	return columns, err
}

// args are the values by name: numbers as such, since SQLite compares no text
// with a number.
func (s statement) args() []any {
	all := make([]any, len(s.values))
	for i, v := range s.values {
		var bound any
		n, err := decimal.NewFromString(v.text)
		switch {
		case v.null:
		case (v.as == report.Number || v.as == report.Money) && err == nil && n.IsInteger() && n.BigInt().IsInt64():
			bound = n.IntPart()
		case (v.as == report.Number || v.as == report.Money) && err == nil:
			bound = n.InexactFloat64()
		default:
			bound = v.text
		}
		all[i] = sql.Named(s.names[i], bound)
	}
	return all
}

// columnsIn are the columns, with which of them are days by their declaration.
func columnsIn(rows *sql.Rows) (columns []report.Column, days []bool, err error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, nil, err
	}
	for _, t := range types {
		c := report.Column{Name: t.Name(), Type: report.Text}
		switch declared := strings.ToUpper(t.DatabaseTypeName()); {
		case declared == "DATE":
			c.Type = report.Date
		case declared == "DATETIME" || declared == "TIMESTAMP":
			c.Type = report.Moment
		case regexp.MustCompile(`INT|REAL|FLOAT|DOUBLE|NUMERIC|DECIMAL`).MatchString(declared):
			c.Type = report.Number
		}
		columns, days = append(columns, c), append(days, c.Type == report.Date)
	}
	return columns, days, nil
}

// plainly is a cell of SQLite in our form.
func plainly(cell any, day bool) string {
	switch v := cell.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return ""
		}
		return decimal.NewFromFloat(v).Round(6).String() // what a sum of binary fractions is off by goes
	case time.Time:
		if day {
			return v.Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339)
	case string:
		return clean(v)
	case []byte:
		return clean(string(v))
	}
	return ""
}

// found is what an error of SQLite means.
func found(ctx context.Context, s statement, err error) error {
	var said *sqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(context.Cause(ctx), errSlow):
		return errSlow
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, driver.ErrBadConn) || !errors.As(err, &said):
		return fmt.Errorf("warehouse: %w", err)
	}
	switch said.Code() & 0xff {
	case sqliteReadonly, sqliteAuth:
		return fmt.Errorf("%w: %w", errWrites, err)
	case sqliteTooBig:
		return &MistakeError{fmt.Sprintf("a text has more than %d MB", mostCell>>20), -1}
	case sqliteInterrupt:
		return errSlow
	case sqliteError:
		return mistaken(s, said.Error())
	case sqliteBusy:
		return &downError{"another program is writing to the file", err}
	}
	return &downError{"the file cannot be read", err}
}

// mistaken is a mistake in SQL. SQLite says which word is wrong, and not where.
func mistaken(s statement, text string) error {
	text = regexp.MustCompile(`^SQL logic error: | \(\d+\)$`).ReplaceAllString(text, "")
	at := -1
	if m := regexp.MustCompile(`(?:no such (?:column|table|function): |near ")([^ "]+)`).FindStringSubmatch(text); m != nil {
		if place := strings.Index(s.text, m[1]); place >= 0 {
			at = s.written(place)
		}
	}
	return &MistakeError{text, at}
}

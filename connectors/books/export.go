package books

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/fault"
)

// Copy writes the tables into a new file of SQLite for other tools, without the
// words. Returns conflict for a file that exists.
func (b *Books) Copy(ctx context.Context, path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // SQLite would let everybody read it
	if err != nil {
		return unwritten(err, path)
	}
	if err := file.Close(); err != nil {
		return unwritten(err, path)
	}
	if _, err := b.pen.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return errors.Join(fmt.Errorf("books: copy: %w", err), os.Remove(path))
	}
	db, err := connect(time.UTC, path, "rw", "secure_delete(on)")
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "DROP TABLE words; DROP TABLE mark; VACUUM;")
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("books: copy: %w", err)
	}
	return nil
}

// CSV writes a file for each table and view into a new folder. No cell begins a formula
// (owasp.org/www-community/attacks/CSV_Injection). Returns conflict for a folder
// that exists.
func (b *Books) CSV(ctx context.Context, folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return unwritten(err, folder)
	}
	names, err := texts(ctx, b.eyes, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND sql NOT NULL AND name NOT LIKE 'words%' AND name <> 'mark' ORDER BY name")
	if err != nil {
		return fmt.Errorf("books: export: %w", err)
	}
	for _, name := range names {
		if err := b.table(ctx, name, filepath.Join(folder, name+".csv")); err != nil {
			return fmt.Errorf("books: export %s: %w", name, err)
		}
	}
	return nil
}

// table writes one table row by row.
func (b *Books) table(ctx context.Context, name, path string) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	rows, err := b.eyes.QueryContext(ctx, `SELECT * FROM "`+name+`"`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	out := csv.NewWriter(file)
	if err := out.Write(columns); err != nil {
		return err
	}
	cells, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := out.Write(plainly(cells)); err != nil {
			return err
		}
	}
	out.Flush()
	return errors.Join(rows.Err(), out.Error())
}

// plainly are cells as text: nothing for NULL.
func plainly(cells []any) []string {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case int64:
			texts[i] = strconv.FormatInt(v, 10)
		case float64:
			texts[i] = strconv.FormatFloat(v, 'f', -1, 64)
		case string:
			texts[i] = harmless(v)
		case sql.RawBytes, []byte, nil:
		}
	}
	return texts
}

// harmless is a text that no spreadsheet takes for a formula; numbers are
// none.
func harmless(text string) string {
	if text == "" || !strings.ContainsAny(text[:1], "=+-@\t\r\n|%") && !strings.HasPrefix(text, "＝") && !strings.HasPrefix(text, "＋") && !strings.HasPrefix(text, "－") && !strings.HasPrefix(text, "＠") {
		return text
	}
	if _, err := decimal.NewFromString(text); err == nil {
		return text
	}
	return "'" + text
}

func unwritten(err error, path string) error {
	if errors.Is(err, os.ErrExist) {
		return fault.Wrap(err, fault.Conflict, "%s exists already, so nothing was written. Name another.", path)
	}
	return fault.Wrap(err, fault.Invalid, "%s cannot be written. Name another place.", path)
}

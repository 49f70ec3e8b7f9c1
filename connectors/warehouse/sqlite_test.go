package warehouse_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"factotum/automations/fault"
	"factotum/automations/report"
	"factotum/connectors/warehouse"
)

// file makes a file of SQLite and gives a warehouse that asks it. At the end it
// is as it was, byte for byte.
func file(t *testing.T, more ...string) (*warehouse.Warehouse, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a shop?.db")
	db, err := sql.Open("sqlite", "file:"+strings.ReplaceAll(path, "?", "%3f"))
	require.NoError(t, err)
	for _, text := range append([]string{sold}, more...) {
		_, err = db.Exec(text)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	t.Cleanup(func() {
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, sha256.Sum256(before), sha256.Sum256(after), "the file was changed")
	})
	return warehouse.New([]warehouse.Source{{Key: "ledger", SQLite: path}}), path
}

func TestAFileAnswers(t *testing.T) {
	t.Parallel()
	w, _ := file(t)
	r := asked(`SELECT region, sum(total) AS total, max(day) AS "last day", count(*) AS "n:o" FROM sold /* a :comment */
		WHERE day BETWEEN :when_from AND :when_to AND (:region IS NULL OR region = :region) AND total > :over AND ':words' <> [region] AND (:viewer IS NULL OR region = :viewer)
		GROUP BY 1 ORDER BY 2 DESC LIMIT :most;`)
	a := report.Arguments{"when_from": "2026-10-01", "when_to": "2026-10-31", "region": "", "over": "0.5", "most": "10", "viewer": ""}
	table, err := w.Answer(t.Context(), r, a)
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"north", "1200.5", "2026-10-01", "1"}, {"south", "300", "2026-10-31", "1"}}, table.Rows)
	assert.Equal(t, report.Column{Name: "total", Title: "Sold", Type: report.Money, Currency: "EUR"}, table.Columns[1])
	a["region"], a["over"] = "south", "1000"
	table, err = w.Answer(t.Context(), r, a)
	require.NoError(t, err)
	assert.Empty(t, table.Rows)
	delete(a, "viewer")
	_, err = w.Answer(t.Context(), r, a)
	require.ErrorContains(t, err, "nobody asks")
}

func TestCellsOfAFile(t *testing.T) {
	t.Parallel()
	w, _ := file(t, `CREATE TABLE everything (b BOOLEAN, f REAL, d DATE, at DATETIME, x BLOB, n INTEGER);
		INSERT INTO everything VALUES (1, 0.1 + 0.2, '2026-11-20', '2026-11-20 09:30:00', x'ff41', NULL), (0, 9e999, 'soon', '2026-11-20T09:30:00Z', NULL, 7)`)
	table, err := w.Answer(t.Context(), asked("SELECT * FROM everything"), nil)
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"1", "0.3", "2026-11-20", "2026-11-20T09:30:00Z", "�A", ""}, {"0", "", "soon", "2026-11-20T09:30:00Z", "", "7"}}, table.Rows)
	var kinds []report.Type
	for _, c := range table.Columns {
		kinds = append(kinds, c.Type)
	}
	assert.Equal(t, []report.Type{report.Text, report.Number, report.Date, report.Moment, report.Text, report.Number}, kinds)
}

func TestInjectionsIntoAFileAreValues(t *testing.T) {
	t.Parallel()
	w, _ := file(t)
	base := report.Arguments{"when_from": "2026-10-01", "when_to": "2026-10-31", "region": "north", "over": "0", "most": "10", "since": "2026-01-01", "words": "", "who": "", "viewer": ""}
	r := asked(`SELECT id FROM sold WHERE day BETWEEN :when_from AND :when_to AND region = :region AND total > :over AND day > :since
		AND (:words IS NULL OR region LIKE :words) AND (:who IS NULL OR region = :who) AND (:viewer IS NULL OR region = :viewer) LIMIT CAST(:most AS INTEGER)`)
	for name := range base {
		for _, attempt := range attempts() {
			a := maps.Clone(base)
			a[name] = attempt
			table, err := w.Answer(t.Context(), r, a)
			if err != nil {
				refused(t, err, fault.Invalid, "The report sold")
				continue
			}
			assert.LessOrEqual(t, len(table.Rows), 2, "%s=%q: those of the south never", name, attempt)
		}
	}
}

func TestAFileIsNeverWritten(t *testing.T) {
	t.Parallel()
	w, path := file(t)
	evil := filepath.Join(t.TempDir(), "evil.db")
	for text, says := range map[string]string{
		"INSERT INTO sold VALUES (4)":                       "INSERT does not read",
		"ATTACH '" + evil + "' AS evil":                     "ATTACH does not read",
		"VACUUM INTO '" + evil + "'":                        "VACUUM does not read",
		"PRAGMA query_only = off":                           "PRAGMA does not read",
		"SELECT 1; DELETE FROM sold":                        "more than one statement",
		"SELECT '\\'; DELETE FROM sold; --'":                "more than one statement",
		"SELECT [a;b]; DELETE FROM sold":                    "more than one statement",
		"WITH one AS (SELECT 1) DELETE FROM sold":           "would change its source",
		"WITH one AS (SELECT 1) INSERT INTO sold VALUES(9)": "does not fit its source",
		"SELECT load_extension('evil')":                     "does not fit its source",
		"SELECT writefile('" + evil + "', 'x')":             "does not fit its source",
		"SELECT $$a; DELETE FROM sold; $$":                  "more than one statement",
		"-- nothing":                                        "there is no statement",
	} {
		_, err := w.Answer(t.Context(), asked(text), nil)
		if assert.Error(t, err, text) {
			assert.Contains(t, fault.Say(err), says, text)
		}
	}
	assert.NoFileExists(t, evil)
	assert.FileExists(t, path)
}

func TestAStatementThatRunsForEverIsStopped(t *testing.T) {
	t.Parallel()
	w, _ := file(t)
	for _, text := range []string{
		"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
		"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0",
	} {
		r := asked(text)
		r.MostTime = 300 * time.Millisecond
		_, err := w.Answer(t.Context(), r, nil)
		refused(t, err, fault.Unavailable, "took longer than 300ms, so it was stopped")
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err := w.Answer(ctx, asked("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"), nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestManyRowsAndLargeTextsOfAFileAreCut(t *testing.T) {
	t.Parallel()
	w, _ := file(t)
	table, err := w.Answer(t.Context(), asked("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n LIMIT 10000000) SELECT i FROM n"), nil)
	require.NoError(t, err)
	assert.Len(t, table.Rows, 100)
	assert.True(t, table.Cut)
	_, err = w.Answer(t.Context(), asked("SELECT hex(zeroblob(100000000))"), nil)
	refused(t, err, fault.Invalid, "a text has more than 8 MB")
}

func TestMistakesInTheSQLOfAFile(t *testing.T) {
	t.Parallel()
	w, _ := file(t)
	for text, want := range map[string]warehouse.MistakeError{
		"SELECT :words,\ntotl FROM sold":  {Say: "no such column: totl", Offset: 15},
		"SELECT id FROM solt":             {Say: "no such table: solt", Offset: 15},
		"SELECT frobnicate(:since)":       {Say: "no such function: frobnicate", Offset: 7},
		"SELECT FROM WHERE":               {Say: `near "FROM": syntax error`, Offset: 7},
		"SELECT 1; SELECT 2":              {Say: "there is more than one statement: write one, and no semicolon inside it", Offset: 10},
		"WITH a AS (SELECT 1) SELECT b.x": {Say: "no such column: b.x", Offset: 28},
	} {
		_, err := w.Prepare(t.Context(), asked(text))
		var mistake *warehouse.MistakeError
		if assert.True(t, errors.As(err, &mistake), "%s: %v", text, err) {
			assert.Equal(t, want, *mistake, text)
		}
	}
	columns, err := w.Prepare(t.Context(), asked("SELECT day, total, count(*) AS n FROM sold WHERE :viewer = region -- end"))
	require.NoError(t, err)
	assert.Equal(t, []report.Column{{Name: "day", Type: report.Date}, {Name: "total", Type: report.Number}, {Name: "n", Type: report.Text}}, columns)
}

func TestAFileThatIsNotThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	odd := filepath.Join(folder, "odd.db")
	require.NoError(t, os.WriteFile(odd, []byte(strings.Repeat("no database at all", 1000)), 0o600))
	for name, path := range map[string]string{"missing": filepath.Join(folder, "missing.db"), "a folder": folder, "odd": odd} {
		w := warehouse.New([]warehouse.Source{{Key: "ledger", SQLite: path}})
		_, err := w.Answer(t.Context(), asked("SELECT 1 FROM sqlite_schema"), nil)
		refused(t, err, fault.Unavailable, "The source ledger of the report sold does not answer.")
		_, err = w.Prepare(t.Context(), asked("SELECT 1 FROM sqlite_schema"))
		assert.Equal(t, fault.Unavailable, fault.CodeOf(err), name)
	}
	assert.NoFileExists(t, filepath.Join(folder, "missing.db"), "nothing is made")
}

func TestMaskedColumnsOfAFile(t *testing.T) {
	t.Parallel()
	w, _ := file(t)
	r := asked("SELECT card, id, card FROM sold ORDER BY id")
	r.Masked = []string{"card"}
	table, err := w.Answer(t.Context(), r, nil)
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprint([][]string{{"••••1111", "1", "••••1111"}, {"", "2", ""}, {"••••", "3", "••••"}}), fmt.Sprint(table.Rows))
}

package books_test

import (
	"database/sql"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/connectors/books"
)

func TestTheBooksAreCopiedForOtherTools(t *testing.T) {
	t.Parallel()
	s := library(t)
	to := filepath.Join(t.TempDir(), "copy.db")
	require.NoError(t, s.Copy(s.ctx, to))
	info, err := os.Stat(to)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	assert.Equal(t, fault.Conflict, fault.CodeOf(s.Copy(s.ctx, to)))
	db, err := sql.Open("sqlite", to)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	var sum, tables int
	require.NoError(t, db.QueryRow("SELECT (SELECT sum(base_e4) FROM line), (SELECT count(*) FROM sqlite_schema WHERE name LIKE 'words%' OR name = 'mark')").Scan(&sum, &tables))
	assert.Equal(t, 425000, sum)
	assert.Zero(t, tables)
	s.project()
	assert.Equal(t, []string{"r1"}, s.finds(words("malaga")), "the books themselves are whole")
}

func TestCellsOfCSVAreNoFormulas(t *testing.T) {
	t.Parallel()
	s := library(t)
	for i, title := range []string{"=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "-42.50", "＝1", "plain, with \"quotes\"\nand lines"} {
		s.put(0, claim("h"+string(rune('0'+i)), "ana@example.com", title, "1"), "submit")
	}
	s.put(0, bill("h9", "Lumen", "", "", "100", "2026-11-01", "2026-11-15", "2026-11-08", "2.5"), "submit")
	s.project()
	folder := filepath.Join(t.TempDir(), "csv")
	require.NoError(t, s.CSV(s.ctx, folder))
	assert.Equal(t, fault.Conflict, fault.CodeOf(s.CSV(s.ctx, folder)))
	file, err := os.Open(filepath.Join(folder, "request.csv"))
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	var titles []string
	for _, row := range rows {
		titles = append(titles, row[7])
	}
	assert.Equal(t, []string{
		"title", "Customer visit in Málaga", "Printer is broken", "'=HYPERLINK(1)", "'+1+cmd|' /C calc'!A0", "'-2+3", "'@SUM(1)", "'\t=1", "-42.50", "'＝1", "plain, with \"quotes\"\nand lines", "Lumen",
	}, titles)
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, files, strings.Count(books.Schema(), "\nCREATE TABLE ")+strings.Count(books.Schema(), "\nCREATE VIEW ")-1, "all but the mark")
	for name, holds := range map[string]string{"spent": ",0,invoice,finn@example.com,agreed,", "invoice": ",2026-11-08,2.5,"} {
		text, err := os.ReadFile(filepath.Join(folder, name+".csv"))
		require.NoError(t, err)
		assert.Contains(t, string(text), holds)
	}
}

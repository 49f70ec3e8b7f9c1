package sheet_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"factotum/automations/dataset"
)

// opened gives the cells of a workbook as a program shows them that people open it
// with: LibreOffice where it is installed, else excelize.
func opened(t *testing.T, body []byte) [][]string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		book, err := excelize.OpenReader(bytes.NewReader(body))
		require.NoError(t, err)
		defer func() { assert.NoError(t, book.Close()) }()
		rows, err := book.GetRows("Sheet1")
		require.NoError(t, err)
		return rows
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "stock.xlsx")
	require.NoError(t, os.WriteFile(file, body, 0o600))
	cmd := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), //nolint:gosec // found on the path
		"--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", folder, file)
	said, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", said)
	text, err := os.ReadFile(filepath.Join(folder, "stock.csv"))
	require.NoError(t, err, "%s", said)
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return rows
}

func TestAWorkbookShowsWhatWasWritten(t *testing.T) {
	t.Parallel()
	sent := [][]string{
		{"Tag", "Note", "Pieces"},
		{"007", "=1+1", "12"},
		{"+49 30 901820", "@SUM(A1:A9)", "2.5"},
		{"-2+3", `=HYPERLINK("https://evil.example","pay")`, "-7"},
		{"1E5", "=cmd|'/c calc'!A1", "12345678901234567890"},
		{"2026-11-18", "a; \"b\",\nc é 日本", "0"},
	}
	var rows [][]dataset.Cell
	for i, row := range sent {
		var cells []dataset.Cell
		for j, text := range row {
			cells = append(cells, dataset.Cell{Text: text, Number: i > 0 && j == 2})
		}
		rows = append(rows, cells)
	}
	shown := opened(t, written(t, rows...))
	require.Len(t, shown, len(sent))
	for i, row := range sent {
		for j, text := range row {
			assert.Contains(t, []string{text, "'" + text}, shown[i][j], "line %d, column %d: a text stays a text", i+1, j+1)
		}
	}
}

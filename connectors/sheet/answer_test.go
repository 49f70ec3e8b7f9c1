package sheet_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"factotum/automations/report"
	"factotum/connectors/sheet"
)

// sample has a column of each type.
func sample() report.Table {
	return report.Table{
		Columns: []report.Column{
			{Name: "what", Title: "What"},
			{Name: "spent", Title: "Spent", Type: report.Money, Currency: "EUR"},
			{Name: "yen", Type: report.Money, Currency: "JPY"},
			{Name: "share", Title: "Share", Type: report.Percent},
			{Name: "items", Type: report.Number},
			{Name: "took", Title: "Took", Type: report.Hours},
			{Name: "day", Title: "Day", Type: report.Date},
			{Name: "at", Title: "At", Type: report.Moment},
			{Name: "id", Type: report.Number},
		},
		Rows: [][]string{
			{"Travel, and \"more\"", "-1234.50", "1200", "12.5", "7", "3.25", "2026-11-20", "2026-11-20T09:30:00Z", "12345678901234567890"},
			{"007", "", "", "", "2.5", "", "someday", "", "n/a"},
		},
	}
}

func TestTheCSVOfAnAnswer(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, sheet.CSV(t.Context(), &out, sample()))
	assert.Equal(t, "\ufeff"+`"What","Spent (EUR)","yen (JPY)","Share (%)","items","Took (h)","Day","At (UTC)","id"`+"\r\n"+
		`"Travel, and ""more""",-1234.50,1200,12.5,7,3.25,"2026-11-20","2026-11-20T09:30:00Z",12345678901234567890`+"\r\n"+
		`"007",,,,2.5,,"someday","","n/a"`+"\r\n", out.String())
}

// read opens a spreadsheet and gives the values behind its cells.
func read(t *testing.T, body []byte) (*excelize.File, [][]string) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(body))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, book.Close()) })
	rows, err := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	return book, rows
}

func TestTheSpreadsheetOfAnAnswer(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, sheet.XLSX(t.Context(), &out, "Spend", sample()))
	book, raw := read(t, out.Bytes())
	assert.Equal(t, [][]string{
		{"What", "Spent", "yen", "Share", "items", "Took (h)", "Day", "At (UTC)", "id"},
		{"Travel, and \"more\"", "-1234.5", "1200", "0.125", "7", "3.25", "46346", "46346.395833333336", "12345678901234567890"},
		{"007", "", "", "", "2.5", "", "someday", "", "n/a"},
	}, raw, "numbers, and days as days since 1900")
	shown, err := book.GetRows("Sheet1")
	require.NoError(t, err)
	assert.Equal(t, []string{"-1,234.50 EUR", "1,200 JPY", "12.5%", "7", "3.3", "2026-11-20", "2026-11-20 09:30", "12345678901234567890"}, shown[1][1:])
	for cell, want := range map[string]excelize.CellType{"B2": excelize.CellTypeUnset, "G2": excelize.CellTypeUnset, "A3": excelize.CellTypeInlineString, "I2": excelize.CellTypeInlineString} {
		kind, err := book.GetCellType("Sheet1", cell)
		require.NoError(t, err)
		assert.Equal(t, want, kind, "%s: a number has no type", cell)
	}
}

func TestLibreOfficeReadsTheSpreadsheetAlike(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil {
		return // excelize reads it in the test above
	}
	folder := t.TempDir()
	var out bytes.Buffer
	require.NoError(t, sheet.XLSX(t.Context(), &out, "Spend", sample()))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "spend.xlsx"), out.Bytes(), 0o600))
	said, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", "csv", "--outdir", folder, filepath.Join(folder, "spend.xlsx")).CombinedOutput()
	require.NoError(t, err, "%s", said)
	body, err := os.ReadFile(filepath.Join(folder, "spend.csv"))
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"-1234.5", "1200", "12.5%", "7", "3.25", "2026-11-20", "2026-11-20 09:30:00", "12345678901234567890"}, rows[1][1:], "the values, not how they look")
	assert.Equal(t, "007", rows[2][0])
}

// hostile are 10,000 rows of what spreadsheets take for formulas, in every type
// of column.
func hostile() report.Table {
	t := report.Table{}
	for _, kind := range []report.Type{report.Text, report.Money, report.Number, report.Percent, report.Date, report.Moment, report.Person} {
		t.Columns = append(t.Columns, report.Column{Name: "=1+1", Title: "=HYPERLINK(\"x\")", Type: kind, Currency: `"+cmd|'/c calc'!A0;[Red]`})
	}
	for i := range 10_000 {
		head := []string{"=", "+", "-", "@", "\t=", "\r=", "＝", "'=", "\"=", "|", "%", "\x00=", " ="}[i%13]
		text := fmt.Sprintf("%scmd|'/c calc'!A%d,=1;=2", head, i)
		t.Rows = append(t.Rows, []string{text, text, text, head + "1", text, text, text})
	}
	return t
}

func TestNoHostileTextBecomesAFormula(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, sheet.XLSX(t.Context(), &out, "=1+1", hostile()))
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	for _, part := range archive.File {
		f, err := part.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		assert.NotRegexp(t, `<f[ >]|hyperlink|externalLink`, string(text), part.Name)
	}
	out.Reset()
	require.NoError(t, sheet.CSV(t.Context(), &out, hostile()))
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
	rows, err := in.ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 10_001)
	for _, row := range rows {
		for i, cell := range row {
			if i == 3 && (cell == "+1" || cell == "-1") {
				continue // a number
			}
			if strings.ContainsAny(string([]rune(strings.TrimLeft(cell, " \""))[0]), "=+-@|%\t\r\n＝") {
				t.Fatalf("%q begins like a formula", cell)
			}
		}
	}
}

// heap is how much memory is in use at most while something is written to it.
type heap struct {
	bytes, most uint64
}

func (h *heap) Write(p []byte) (int, error) {
	h.bytes += uint64(len(p))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	h.most = max(h.most, m.HeapAlloc)
	return len(p), nil
}

// TestALargeAnswerNeedsLittleMemory is not parallel: it looks at the memory of
// the whole process.
func TestALargeAnswerNeedsLittleMemory(t *testing.T) {
	table := report.Table{Columns: sample().Columns[:7]}
	for i := range 200_000 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("Vendor %d", i), fmt.Sprintf("%d.50", i), "1200", "12.5", "7", "3.25", "2026-11-20"})
	}
	var out heap
	require.NoError(t, sheet.CSV(t.Context(), &out, table))
	assert.Greater(t, out.bytes, uint64(200_000*40))
	assert.Less(t, out.most, uint64(100<<20), "bytes, the answer itself included")
	t.Logf("%d MiB in use at most, for %d MiB of CSV", out.most>>20, out.bytes>>20)
	runtime.KeepAlive(table)
}

func TestAFileEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, sheet.CSV(ctx, io.Discard, sample()), context.Canceled)
	require.ErrorIs(t, sheet.XLSX(ctx, io.Discard, "Spend", sample()), context.Canceled)
}

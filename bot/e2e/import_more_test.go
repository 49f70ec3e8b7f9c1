package e2e

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// spreadsheet is an XLSX with these rows.
func spreadsheet(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { require.NoError(t, f.Close()) }()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow("Sheet1", at, &row))
	}
	var body bytes.Buffer
	require.NoError(t, f.Write(&body))
	return body.Bytes()
}

func TestASpreadsheetGoesInAndComesOutAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(daan).Drop("stock.xlsx", spreadsheet(t,
		[]any{"Label", "Sort", "Years of use", "Note"},
		[]any{"LAP-1", "Laptop", 2.5, "=1+1"},
		[]any{"LAP-2", "Laptop", 3, "second"},
	))
	card := w.As(daan).Sees("Into which dataset do its rows belong?")
	card.Click("Assets")
	card = w.As(daan).Sees("There is no column for Tag")
	card.Click("Read it otherwise…")
	form := w.As(daan).SeesModal("Column 1: Label")
	form.Fill("Column 1: Label", "Tag").Submit()
	card = w.As(daan).Sees("*2* new, *0* changed, *0* as they are, *0* wrong")
	assert.Contains(t, card.Words(), "Read as a spreadsheet")
	card.Click("Import 2 rows")
	w.As(daan).Sees("🎉 Imported into *Assets*: *2* new")

	// Out, opened, and in again: nothing changes.
	w.As(daan).Command("/entry assets export xlsx")
	thread := w.As(daan).Sees("Export EXPT-1")
	body := w.downloads(daan, thread.TS, "Assets 2026-11-18.xlsx")
	book, err := excelize.OpenReader(strings.NewReader(body))
	require.NoError(t, err)
	defer func() { assert.NoError(t, book.Close()) }()
	rows, err := book.GetRows("Sheet1")
	require.NoError(t, err)
	require.Len(t, rows, 3)
	assert.Equal(t, "Tag", rows[0][0])
	formula, err := book.GetCellFormula("Sheet1", "L2")
	require.NoError(t, err)
	assert.Empty(t, formula)
	assert.Contains(t, rows[1], "=1+1")
	w.As(daan).Drop("again.xlsx", []byte(body))
	w.As(daan).Sees("*0* new, *0* changed, *2* as they are, *0* wrong")
}

func TestAThousandRowsGoIntoRedis(t *testing.T) {
	t.Parallel()
	w := start(t, setup{redis: true})
	var rows strings.Builder
	rows.WriteString("Tag,Sort,Model,Serial number,Price\n")
	for i := range 1000 {
		fmt.Fprintf(&rows, "LAP-%d,Laptop,Bolt %d,SN%d,12.50 EUR\n", i+1, i%9, i)
	}
	w.As(daan).Drop("many.csv", []byte(rows.String()))
	w.As(daan).Sees("*1,000* new").Click("Import 1,000 rows")
	w.As(daan).Sees("🎉 Imported into *Assets*: *1,000* new")
	w.As(daan).Drop("many.csv", []byte(rows.String()))
	w.As(daan).Sees("*1,000* as they are")
}

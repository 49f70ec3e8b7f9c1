package document

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"factotum/automations/fault"
)

// book is a spreadsheet with one sheet that is filled.
func book(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { require.NoError(t, f.Close()) }()
	fill(f)
	var body bytes.Buffer
	require.NoError(t, f.Write(&body))
	return body.Bytes()
}

// zipped is a package with these parts.
func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var body bytes.Buffer
	w := zip.NewWriter(&body)
	for name, text := range parts {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = part.Write([]byte(text))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return body.Bytes()
}

func TestTheRowsOfASpreadsheet(t *testing.T) {
	t.Parallel()
	r := setup(t, nil)
	body := book(t, func(f *excelize.File) {
		_, err := f.NewSheet("Second")
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow("Second", "A2", &[]any{"Tag", "Pieces", "Bought", "Sum"}))
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow("Second", "A4", &[]any{"LAP-1, \"x\"", 1234.5, 46346}))
		require.NoError(t, f.SetCellStyle("Second", "C4", "C4", style))
		require.NoError(t, f.SetCellFormula("Second", "D4", "1+1"))
	})
	result := read(t, r, "stock.xlsx", body, Ask{Table: true})
	require.Empty(t, result.Refused)
	assert.Equal(t, "2,Tag,Pieces,Bought,Sum\n4,\"LAP-1, \"\"x\"\"\",1234.5,2026-11-20,\n", string(result.Table), "the first sheet is empty, and formulas are not reckoned")
}

func TestASpreadsheetThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	r := setup(t, nil)
	bomb := map[string]string{"[Content_Types].xml": "<Types/>", "xl/worksheets/sheet1.xml": strings.Repeat("0", 90<<20)}
	many := map[string]string{}
	for i := range 200 {
		many[fmt.Sprintf("part%d.xml", i)] = "x"
	}
	var wide []any
	for i := range 300 {
		wide = append(wide, i)
	}
	tests := map[string]struct {
		body []byte
		say  string
	}{
		"no package":   {[]byte("PK\x03\x04nonsense"), "is no XLSX spreadsheet"},
		"another zip":  {zipped(t, map[string]string{"a.txt": "x"}), ""},
		"bomb":         {zipped(t, bomb), "unpacks to far more"},
		"many parts":   {zipped(t, many), "unpacks to far more"},
		"empty":        {book(t, func(*excelize.File) {}), "The spreadsheet is empty"},
		"too wide":     {book(t, func(f *excelize.File) { require.NoError(t, f.SetSheetRow("Sheet1", "A1", &wide)) }), "at most"},
		"far down":     {book(t, func(f *excelize.File) { require.NoError(t, f.SetCellValue("Sheet1", "A1000000", "x")) }), "at most"},
		"outside name": {zipped(t, map[string]string{"../../etc/x.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), ""},
		"entities":     {zipped(t, map[string]string{"[Content_Types].xml": "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Types>&b;</Types>"}), ""},
	}
	for name, test := range tests {
		result := read(t, r, name+".xlsx", test.body, Ask{Table: true})
		require.Empty(t, result.Table, name)
		require.NotEmpty(t, result.Refused, name)
		assert.Equal(t, fault.Invalid, result.Refused[0].Code, name)
		assert.Contains(t, result.Refused[0].Say, test.say, name)
	}
	good := read(t, r, "good.xlsx", book(t, func(f *excelize.File) { require.NoError(t, f.SetCellValue("Sheet1", "A1", "x")) }), Ask{Table: true})
	assert.Equal(t, "1,x\n", string(good.Table), "the child is as good as before")
}

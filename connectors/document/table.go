package document

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"factotum/automations/fault"
)

// The limits of a spreadsheet, far above what somebody types and far below what
// harms a child (zip bombs: D. Fifield, "A better zip bomb", 2019).
const (
	maxSheetRows    = 100_000
	maxSheetColumns = 200
	maxSheetBytes   = 100 << 20 // unpacked
	maxSheetParts   = 100
	maxSheetRatio   = 200 // of sheets of nothing but one word
	maxTableBytes   = 24 << 20
)

// table reads the first sheet that holds something as comma separated values,
// each row behind its number in the sheet. Cells are what they show; formulas are
// never reckoned.
func (r *reading) table(raw []byte) {
	out, err := sheetRows(raw)
	if err != nil {
		r.refuse(Label(r.Name), "", err)
		return
	}
	r.result.Table = out
}

func sheetRows(raw []byte) (out []byte, err error) {
	if err := unpacks(raw); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: maxSheetBytes, UnzipXMLSizeLimit: 16 << 20, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss", TmpDir: ".",
	})
	if errors.Is(err, excelize.ErrWorkbookPassword) {
		return nil, fault.Wrap(err, fault.Denied, "The spreadsheet is protected by a password. Save it without one.")
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The spreadsheet is damaged, or none that can be read. Save it as XLSX or CSV again.")
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	for _, sheet := range book.GetSheetList() {
		if out, err := oneSheet(book, sheet); err != nil || len(out) > 0 {
			return out, err
		}
	}
	return nil, fault.New(fault.Invalid, "The spreadsheet is empty. Its first row names the columns; each row below is one record.")
}

// unpacks refuses a package that unpacks to more than it should before anything
// is unpacked.
func unpacks(raw []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "The file is no XLSX spreadsheet. Save it as XLSX or CSV; older .xls files are not read.")
	}
	var unpacked uint64
	for _, part := range archive.File {
		unpacked += part.UncompressedSize64
	}
	if len(archive.File) > maxSheetParts || unpacked > maxSheetBytes || unpacked > uint64(len(raw))*maxSheetRatio+1<<20 {
		return fault.New(fault.Invalid, "The spreadsheet unpacks to far more than it holds, so it was not opened. Save it as CSV.")
	}
	return nil
}

// oneSheet is empty for a sheet that holds nothing.
func oneSheet(book *excelize.File, name string) (out []byte, err error) {
	rows, err := book.Rows(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The sheet “%s” cannot be read. Save the table as CSV.", Label(name))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "Row %d of the spreadsheet cannot be read. Save the table as CSV.", n)
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if len(cells) > maxSheetColumns || n > maxSheetRows || text.Len() > maxTableBytes {
			return nil, fault.New(fault.Invalid, "The spreadsheet is too large: at most %d rows and %d columns are read. Split it.", maxSheetRows, maxSheetColumns)
		}
		if err := w.Write(append([]string{strconv.Itoa(n)}, cells...)); err != nil {
			return nil, fmt.Errorf("document: writing a table: %w", err)
		}
	}
	if err := rows.Error(); err != nil && !errors.Is(err, io.EOF) {
		return nil, fault.Wrap(err, fault.Invalid, "The sheet “%s” cannot be read. Save the table as CSV.", Label(name))
	}
	w.Flush()
	return text.Bytes(), w.Error()
}

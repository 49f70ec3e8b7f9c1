// Package sheet owns writing spreadsheets (XLSX, ECMA-376). It must not know what
// the rows mean, and reads none: what strangers send is read in a child process.
package sheet

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/xuri/excelize/v2"

	"factotum/automations/dataset"
)

// MaxCell is how many characters a cell of a spreadsheet can hold.
const MaxCell = excelize.TotalCellChars

// Write makes a spreadsheet with one sheet, whose first row is its heading. Texts
// are written as texts, never as formulas or links; numbers stay numbers.
func Write(ctx context.Context, title string, rows iter.Seq[[]dataset.Cell]) (body []byte, err error) {
	book := excelize.NewFile()
	defer func() {
		if failed := book.Close(); err == nil && failed != nil {
			err = fmt.Errorf("sheet: close: %w", failed)
		}
	}()
	name := book.GetSheetName(0)
	out, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, fmt.Errorf("sheet: begin %s: %w", title, err)
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, fmt.Errorf("sheet: heading of %s: %w", title, err)
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, fmt.Errorf("sheet: heading of %s: %w", title, err)
	}
	n := 0
	for row := range rows {
		if n++; ctx.Err() != nil {
			return nil, ctx.Err()
		}
		style := 0
		if n == 1 {
			style = bold
		}
		if err := write(out, n, row, style); err != nil {
			return nil, fmt.Errorf("sheet: row %d of %s: %w", n, title, err)
		}
	}
	if err := out.Flush(); err != nil {
		return nil, fmt.Errorf("sheet: end %s: %w", title, err)
	}
	var text bytes.Buffer
	if err := book.Write(&text); err != nil {
		return nil, fmt.Errorf("sheet: write %s: %w", title, err)
	}
	return text.Bytes(), nil
}

func write(out *excelize.StreamWriter, n int, row []dataset.Cell, style int) error {
	cells := make([]any, len(row))
	for i, c := range row {
		cells[i] = excelize.Cell{StyleID: style, Value: value(c)}
	}
	at, err := excelize.CoordinatesToCellName(1, n)
	if err != nil {
		return err
	}
	return out.SetRow(at, cells)
}

// value is a text, or a number as far as a spreadsheet keeps its digits: it
// reckons with 15 of them (IEEE 754).
func value(c dataset.Cell) any {
	if n, whole := c.Exact(); c.Number && whole {
		return n
	}
	runes := []rune(c.Text)
	return string(runes[:min(len(runes), MaxCell)])
}

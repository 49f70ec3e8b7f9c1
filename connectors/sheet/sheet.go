// Package sheet owns writing spreadsheets: XLSX (ECMA-376) of rows, and the files
// of an answer. It must not know what the rows mean, and reads none: what
// strangers send is read in a child process.
package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"factotum/automations/dataset"
)

// MaxCell is how many characters a cell of a spreadsheet can hold.
const MaxCell = excelize.TotalCellChars

// Write makes a spreadsheet with one sheet, whose first row is its heading. Texts
// are written as texts, never as formulas or links; numbers stay numbers.
func Write(ctx context.Context, title string, rows iter.Seq[[]dataset.Cell]) ([]byte, error) {
	var out bytes.Buffer
	err := write(ctx, &out, title, func(p *page) error {
		var first [][]any // by which columns are as broad as they have to be
		for row := range rows {
			cells := make([]any, len(row))
			for i, c := range row {
				cells[i] = value(c)
			}
			if p.n == 0 && len(first) < sized {
				first = append(first, cells)
				continue
			}
			if err := errors.Join(p.rows(ctx, first), p.row(ctx, cells, nil)); err != nil {
				return err
			}
			first = nil
		}
		return p.rows(ctx, first)
	})
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// sized is how many rows say how broad columns are.
const sized = 100

// fitting is how broad a column is drawn whose longest text has so many characters.
func fitting(characters int) float64 { return float64(min(max(characters+2, 8), 60)) }

// rows writes the first rows, each column as broad as its longest text.
func (p *page) rows(ctx context.Context, first [][]any) error {
	var longest []int
	for _, row := range first {
		for i, v := range row {
			if i == len(longest) {
				longest = append(longest, 0)
			}
			longest[i] = max(longest[i], utf8.RuneCountInString(fmt.Sprint(v)))
		}
	}
	for i, characters := range longest {
		if err := p.out.SetColWidth(i+1, i+1, fitting(characters)); err != nil {
			return err
		}
	}
	for _, row := range first {
		if err := p.row(ctx, row, nil); err != nil {
			return err
		}
	}
	return nil
}

// page is the one sheet of a book that is being written.
type page struct {
	book *excelize.File
	out  *excelize.StreamWriter
	bold int // the style of the heading
	n    int // rows
}

// write makes a book of what fill writes.
func write(ctx context.Context, to io.Writer, title string, fill func(*page) error) (err error) {
	p := &page{book: excelize.NewFile()}
	defer func() { err = errors.Join(err, p.book.Close()) }()
	if err := p.begin(title); err != nil {
		return fmt.Errorf("sheet: begin %s: %w", title, err)
	}
	if err := fill(p); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("sheet: row %d of %s: %w", p.n, title, err)
	}
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("sheet: end %s: %w", title, err)
	}
	if err := p.book.Write(to); err != nil {
		return fmt.Errorf("sheet: write %s: %w", title, err)
	}
	return nil
}

func (p *page) begin(title string) (err error) {
	name := p.book.GetSheetName(0)
	if p.out, err = p.book.NewStreamWriter(name); err != nil {
		return err
	}
	if p.bold, err = p.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	if err := p.book.SetDocProps(&excelize.DocProperties{Title: title, Creator: "Factotum"}); err != nil {
		return err
	}
	return p.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// row writes the next row, the first as a heading; styles are by column.
func (p *page) row(ctx context.Context, values []any, styles []int) error {
	if p.n++; ctx.Err() != nil {
		return ctx.Err()
	}
	cells := make([]any, len(values))
	for i, v := range values {
		cell := excelize.Cell{Value: v}
		switch {
		case p.n == 1:
			cell.StyleID = p.bold
		case styles != nil:
			cell.StyleID = styles[i]
		}
		cells[i] = cell
	}
	at, err := excelize.CoordinatesToCellName(1, p.n)
	if err != nil {
		return err
	}
	return p.out.SetRow(at, cells)
}

// value is a text, or a number as far as a spreadsheet keeps its digits: it
// reckons with 15 of them (IEEE 754).
func value(c dataset.Cell) any {
	if n, whole := c.Exact(); c.Number && whole {
		return n
	}
	return text(c.Text)
}

// text is as much of a text as a cell holds.
func text(of string) string {
	runes := []rune(of)
	return string(runes[:min(len(runes), MaxCell)])
}

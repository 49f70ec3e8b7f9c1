package sheet

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"factotum/automations/dataset"
	"factotum/automations/money"
	"factotum/automations/report"
)

// CSV writes an answer row by row (RFC 4180, UTF-8 with the mark by which Excel
// knows it). Numbers are bare, texts in quotes and never formulas; what figures
// are measured in stands in the heading.
func CSV(ctx context.Context, to io.Writer, t report.Table) error {
	out := bufio.NewWriterSize(to, 1<<16)
	if _, err := out.WriteString("\ufeff"); err != nil {
		return fmt.Errorf("sheet: write: %w", err)
	}
	heading := make([]dataset.Cell, len(t.Columns))
	for i, c := range t.Columns {
		heading[i].Text = titled(c, c.Currency)
	}
	if err := dataset.WriteRow(out, ',', heading); err != nil {
		return fmt.Errorf("sheet: write: %w", err)
	}
	cells := make([]dataset.Cell, len(t.Columns))
	for _, row := range t.Rows {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for i, c := range t.Columns {
			cells[i] = dataset.Cell{Text: row[i]}
			_, err := decimal.NewFromString(row[i])
			cells[i].Number = figures(c.Type) && (err == nil || row[i] == "")
		}
		if err := dataset.WriteRow(out, ',', cells); err != nil {
			return fmt.Errorf("sheet: write: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("sheet: write: %w", err)
	}
	return nil
}

// figures tells whether cells of a type are numbers.
func figures(t report.Type) bool {
	return t == report.Number || t == report.Money || t == report.Percent || t == report.Hours
}

// titled is the heading of a column, with what its figures are measured in.
func titled(c report.Column, currency string) string {
	unit := ""
	switch c.Type {
	case report.Money:
		unit = currency
	case report.Percent:
		unit = "%"
	case report.Hours:
		unit = "h"
	case report.Moment:
		unit = "UTC"
	case report.Text, report.Number, report.Date, report.Person, report.Request, report.Period, report.Choice:
	}
	title := cmp.Or(c.Title, c.Name)
	if unit == "" {
		return title
	}
	return title + " (" + unit + ")"
}

// XLSX writes an answer as a spreadsheet: numbers are numbers, days are days,
// amounts carry their currency, and nothing is a formula.
func XLSX(ctx context.Context, to io.Writer, title string, t report.Table) error {
	return write(ctx, to, title, func(p *page) error {
		s := styles{page: p, known: map[string]int{}}
		heading := make([]any, len(t.Columns))
		for i, c := range t.Columns {
			heading[i] = titled(c, "")
			if c.Type == report.Percent { // its cells say so
				heading[i] = cmp.Or(c.Title, c.Name)
			}
			if err := p.out.SetColWidth(i+1, i+1, broad(c, t, i)); err != nil {
				return err
			}
		}
		if err := p.row(ctx, heading, nil); err != nil {
			return err
		}
		values, looks := make([]any, len(t.Columns)), make([]int, len(t.Columns))
		for n, row := range t.Rows {
			for i, c := range t.Columns {
				style := ""
				if values[i], style = cell(c, row[i], t.Currency(n, i)); style == "" {
					looks[i] = 0
					continue
				}
				var err error
				if looks[i], err = s.of(style); err != nil {
					return err
				}
			}
			if err := p.row(ctx, values, looks); err != nil {
				return err
			}
		}
		return nil
	})
}

// cell is the value of a cell and the format of its number, if it is one. What
// is not in its canonical form is a text, and so are numbers of more digits than
// a spreadsheet keeps.
func cell(c report.Column, of, currency string) (value any, format string) {
	n, exact := dataset.Cell{Text: of, Number: true}.Exact()
	switch {
	case of == "":
		return nil, ""
	case figures(c.Type) && !exact:
		return text(of), ""
	}
	switch c.Type {
	case report.Money:
		return n, amounts(currency)
	case report.Percent:
		part, _ := decimal.NewFromString(of) // Exact has read it
		return part.Shift(-2).InexactFloat64(), "0.0%"
	case report.Number:
		if strings.Contains(of, ".") {
			return n, "#,##0.00####"
		}
		return n, "#,##0"
	case report.Hours:
		return n, "#,##0.0"
	case report.Date:
		if day, err := time.Parse(time.DateOnly, of); err == nil && day.Year() >= 1900 { // no earlier day exists in a spreadsheet
			return day, "yyyy-mm-dd"
		}
	case report.Moment:
		if at, err := time.Parse(time.RFC3339, of); err == nil && at.Year() >= 1900 {
			return at.UTC(), "yyyy-mm-dd hh:mm"
		}
	case report.Text, report.Person, report.Request, report.Period, report.Choice:
	}
	return text(of), ""
}

// amounts is the format of amounts in a currency.
func amounts(currency string) string {
	format := "#,##0"
	if digits := money.Currency(currency).Digits(); digits > 0 {
		format += "." + "000"[:digits]
	}
	if code, err := money.ParseCurrency(currency); err == nil { // it is part of a format, so nothing else may stand there
		format += ` "` + string(code) + `"`
	}
	return format
}

// styles are those in use, by their formats.
type styles struct {
	page  *page
	known map[string]int
}

func (s styles) of(format string) (int, error) {
	if id, ok := s.known[format]; ok {
		return id, nil
	}
	id, err := s.page.book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return 0, err
	}
	s.known[format] = id
	return id, nil
}

// broad is how wide a column is drawn, in characters: by its first rows.
func broad(c report.Column, t report.Table, column int) float64 {
	widest := len([]rune(titled(c, c.Currency)))
	for _, row := range t.Rows[:min(len(t.Rows), sized)] {
		widest = max(widest, len([]rune(row[column])))
	}
	if c.Type == report.Money {
		widest += 6 // commas and the currency
	}
	return fitting(widest)
}

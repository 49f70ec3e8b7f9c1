package report

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/money"
)

// Show is a cell as people read it, moments in their zone: 1,234.50 EUR, 12.5 %,
// 20 Nov 2026, Oct 2026. What is not in its canonical form stands as it is.
func (t Table) Show(row, column int, in *time.Location) string {
	c, cell := t.Columns[column], t.Rows[row][column]
	switch c.Type {
	case Number, Hours, Percent, Money:
		n, err := decimal.NewFromString(cell)
		if err != nil {
			return cell
		}
		unit := t.unit(row, column)
		switch c.Type { //nolint:exhaustive // the others are as exact as they are
		case Money:
			return measured(t.Marks.of(grouped(n.StringFixed(int32(money.Currency(unit).Digits())))), unit)
		case Percent, Hours:
			return measured(t.Marks.of(grouped(n.StringFixed(1))), unit)
		}
		return measured(t.Marks.of(grouped(n.String())), unit)
	case Date:
		if day, err := time.Parse(time.DateOnly, cell); err == nil {
			return day.Format("2 Jan 2006")
		}
	case Moment:
		if at, err := time.Parse(time.RFC3339, cell); err == nil {
			return at.In(in).Format("2 Jan 2006 15:04")
		}
	case Text, Person, Request, Period, Choice:
		if month, err := time.Parse("2006-01", cell); err == nil {
			return month.Format("Jan 2006")
		}
	}
	return cell
}

// Plain is Show without the currency that Heading names.
func (t Table) Plain(row, column int, in *time.Location) string {
	text := t.Show(row, column, in)
	if c := t.Columns[column]; c.Type == Money && c.Currency != "" {
		return strings.TrimSuffix(text, " "+c.Currency)
	}
	return text
}

// Heading is what stands above a column, with the currency of all its amounts.
func (t Table) Heading(column int) string {
	c := t.Columns[column]
	if c.Type == Money && c.Currency != "" {
		return c.called() + " (" + c.Currency + ")"
	}
	return c.called()
}

// unit is what a figure is measured in: a currency, %, h, or nothing.
func (t Table) unit(row, column int) string {
	switch c := t.Columns[column]; c.Type {
	case Percent:
		return "%"
	case Hours:
		return "h"
	case Money:
		return t.Currency(row, column)
	case Number:
		return c.Unit
	case Text, Date, Moment, Person, Request, Period, Choice:
	}
	return ""
}

// Currency is that of an amount: of its column, or what the column In says in its
// row.
func (t Table) Currency(row, column int) string {
	if c := t.Columns[column]; c.Currency != "" {
		return c.Currency
	}
	if i := t.Column(In); i >= 0 {
		return t.Rows[row][i]
	}
	return ""
}

// Column is where a column stands; -1 where there is none of that name.
func (t Table) Column(name string) int {
	for i, c := range t.Columns {
		if strings.EqualFold(c.Name, name) {
			return i
		}
	}
	return -1
}

// Named gives the answer with the names of people in place of their ids.
func (t Table) Named(name func(id string) string) Table {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = append([]string(nil), row...)
		for j, c := range t.Columns {
			if c.Type == Person && row[j] != "" {
				rows[i][j] = name(row[j])
			}
		}
	}
	t.Rows = rows
	return t
}

// Lean is the answer without the rare columns that no row has.
func (t Table) Lean() Table {
	var kept []int
	for i, c := range t.Columns {
		if !c.Rare || slices.ContainsFunc(t.Rows, func(row []string) bool { return row[i] != "" }) {
			kept = append(kept, i)
		}
	}
	if len(kept) == len(t.Columns) {
		return t
	}
	columns, rows := make([]Column, len(kept)), [][]string(nil)
	for to, from := range kept {
		columns[to] = t.Columns[from]
	}
	for _, row := range t.Rows {
		cells := make([]string, len(kept))
		for to, from := range kept {
			cells[to] = row[from]
		}
		rows = append(rows, cells)
	}
	t.Columns, t.Rows = columns, rows
	return t
}

// Seen are the columns that people look at, in their order: not the currency of
// amounts that say it themselves.
func (t Table) Seen() (columns []int) {
	said := slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Type == Money && c.Currency == "" })
	for i, c := range t.Columns {
		if !said || !strings.EqualFold(c.Name, In) {
			columns = append(columns, i)
		}
	}
	return columns
}

// measured is a figure with its unit.
func measured(figure, unit string) string {
	if unit == "" {
		return figure
	}
	return figure + " " + unit
}

// grouped puts commas between groups of three digits of a decimal text.
func grouped(text string) string {
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, parted := strings.Cut(text, ".")
	whole = money.Thousands(whole)
	if parted {
		whole += "." + fraction
	}
	return sign + whole
}

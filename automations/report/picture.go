package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// The forms of charts.
const (
	Bars  = "bars"    // lying, the largest first
	Posts = "columns" // standing, in the order of the answer, mostly months
	Lines = "line"    // likewise; a second figure is what the first is measured by
)

// MostLines is how many figures stand beside each other: one, and what it is
// measured by.
const MostLines = 2

// Picture is what the chart of an answer shows: a label with a figure of each
// line for it.
type Picture struct {
	Form   string
	Across string // what the labels are; empty where the report does not say
	Labels []string
	Lines  []Line
	Unit   string // of the figures: a currency, %, h, or nothing
	Sums   bool   // the figures of a line may be added up
	Marks  Marks
}

// Line is one series of figures, as many as there are labels.
type Line struct {
	Title  string
	Values []decimal.Decimal
}

// Draws gives the picture of an answer; false where there is none: the report
// has no chart, the answer no figures or only zeros, or amounts in several currencies.
func (r Report) Draws(t Table) (Picture, bool) {
	t = r.counted(t)
	across := t.Column(r.Chart.Across)
	if r.Chart.Form == "" || across < 0 || len(t.Rows) == 0 {
		return Picture{}, false
	}
	p := Picture{Form: r.Chart.Form, Across: t.Columns[across].Title, Sums: true, Marks: t.Marks}
	if strings.EqualFold(p.Across, "what") { // it depends on what was asked for
		p.Across = ""
	}
	names := t.names(across, p.Form == Bars && !r.Chart.Adds && !slices.Contains(r.Chart.Up, RowsFigure))
	at, dated := p.label(names)
	for n, name := range r.Chart.Up[:min(len(r.Chart.Up), MostLines)] {
		if !p.add(t, n, t.Column(name), func(row int) int { return at[names[row]] }) {
			return Picture{}, false
		}
	}
	if len(p.Lines) == 0 || p.empty() {
		return Picture{}, false
	}
	switch {
	case p.Form == Bars && dated: // days have an order of their own
		p.Form = Posts
	case p.Form == Bars && !r.Chart.Kept:
		p.rank()
	}
	return p, true
}

// add draws a column as the nth line, a row at the place of its label; false where
// there is none, or its unit is another than that of the others.
func (p *Picture) add(t Table, n, column int, place func(row int) int) bool {
	if column < 0 {
		return false
	}
	line := Line{Title: t.Columns[column].called(), Values: make([]decimal.Decimal, len(p.Labels))}
	for i, row := range t.Rows {
		unit := t.unit(i, column)
		if n+i > 0 && unit != p.Unit {
			return false
		}
		p.Unit = unit
		figure, _ := decimal.NewFromString(row[column]) // nothing counts as nothing
		line.Values[place(i)] = line.Values[place(i)].Add(figure)
	}
	kind := t.Columns[column].Type
	p.Sums = p.Sums && (kind == Money || kind == Number)
	p.Lines = append(p.Lines, line)
	return true
}

// label gives the picture a label for each name, and where that of a name stands;
// dated tells whether all of them are days.
func (p *Picture) label(names []string) (at map[string]int, dated bool) {
	at, dated = map[string]int{}, true
	for _, name := range names {
		if _, known := at[name]; known {
			continue
		}
		at[name] = len(p.Labels)
		text := label(name)
		p.Labels, dated = append(p.Labels, text), dated && text != name && name != ""
	}
	return at, dated
}

// empty tells whether there is nothing but zeros.
func (p Picture) empty() bool {
	for _, line := range p.Lines {
		if slices.ContainsFunc(line.Values, func(v decimal.Decimal) bool { return !v.IsZero() }) {
			return false
		}
	}
	return true
}

// names are what the rows are about. Where a bar would be about several rows,
// their other texts tell them apart: figures of several need not add up.
func (t Table) names(across int, apart bool) []string {
	names, seen, repeated := make([]string, len(t.Rows)), map[string]bool{}, false
	for i, row := range t.Rows {
		names[i] = row[across]
		repeated, seen[row[across]] = repeated || seen[row[across]], true
	}
	if !repeated || !apart {
		return names
	}
	for column, c := range t.Columns {
		varies := func(row []string) bool { return row[column] != t.Rows[0][column] }
		if column == across || c.Type != Text || !slices.ContainsFunc(t.Rows, varies) {
			continue
		}
		for i, row := range t.Rows {
			if row[column] != "" {
				names[i] += ", " + row[column]
			}
		}
	}
	return names
}

// Highest is where the largest figure of the first line stands.
func (p Picture) Highest() int {
	at := 0
	for i, v := range p.Lines[0].Values {
		if v.GreaterThan(p.Lines[0].Values[at]) {
			at = i
		}
	}
	return at
}

// rank puts the largest figures of the first line first.
func (p *Picture) rank() {
	order := make([]int, len(p.Labels))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.Lines[0].Values[b].Cmp(p.Lines[0].Values[a]) })
	labels := make([]string, len(order))
	for i, from := range order {
		labels[i] = p.Labels[from]
	}
	p.Labels = labels
	for n, line := range p.Lines {
		values := make([]decimal.Decimal, len(order))
		for i, from := range order {
			values[i] = line.Values[from]
		}
		p.Lines[n].Values = values
	}
}

// called is what people read above a column.
func (c Column) called() string { return cmp.Or(c.Title, c.Name) }

// label is a category or a day as it stands at a figure.
func label(cell string) string {
	if month, err := time.Parse("2006-01", cell); err == nil {
		return month.Format("Jan 2006")
	}
	if day, err := time.Parse(time.DateOnly, cell); err == nil {
		return day.Format("2 Jan 2006")
	}
	return cmp.Or(cell, "(none)")
}

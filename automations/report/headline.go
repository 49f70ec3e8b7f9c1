package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/money"
)

// Total is what a column adds up to: by currency for money, under "" otherwise.
// Nothing where it holds no figures that may be added up.
func (t Table) Total(column string) map[string]decimal.Decimal {
	at := t.Column(column)
	if at < 0 || !slices.Contains([]Type{Money, Number, Hours}, t.Columns[at].Type) {
		return nil
	}
	sums := map[string]decimal.Decimal{}
	for row, cells := range t.Rows {
		figure, err := decimal.NewFromString(cells[at])
		if err != nil {
			continue // nothing counts as nothing
		}
		unit := t.unit(row, at)
		sums[unit] = sums[unit].Add(figure)
	}
	return sums
}

// Headlined says the total of the headline column, in words: 12,345.00 EUR; empty
// where there is none.
func (r Report) Headlined(t Table) string {
	t = r.counted(t)
	said := t.said(r.Headline)
	if lacking := t.said(Unrated); lacking != "" && said != "" && t.Columns[t.Column(r.Headline)].Type == Money {
		said += ", and " + lacking + " without an exchange rate"
	}
	return said
}

// said is what a column adds up to, in words.
func (t Table) said(column string) string {
	at, sums := t.Column(column), t.Total(column)
	var all []string
	for _, unit := range slices.Sorted(maps.Keys(sums)) {
		all = append(all, t.figure(at, sums[unit], unit))
	}
	return strings.Join(all, " + ")
}

// Sums are what the headline column adds up to, by its unit.
func (r Report) Sums(t Table) map[string]decimal.Decimal { return r.counted(t).Total(r.Headline) }

// Measure is what the headline counts: the title of its column.
func (r Report) Measure(t Table) string {
	t = r.counted(t)
	if at := t.Column(r.Headline); at >= 0 {
		return t.Columns[at].Title
	}
	return ""
}

// counted is an answer with the column RowsFigure, where the report names it.
func (r Report) counted(t Table) Table {
	named := append(append(r.Chart.Slots(), r.Chart.Up...), r.Headline)
	if t.Column(RowsFigure) >= 0 || len(t.Columns) == 0 || !slices.Contains(named, RowsFigure) {
		return t
	}
	t.Columns = append(slices.Clone(t.Columns), Column{Name: RowsFigure, Title: cmp.Or(r.Counts, r.Title), Type: Number})
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = append(slices.Clone(row), "1")
	}
	t.Rows = rows
	return t
}

func (t Table) figure(column int, sum decimal.Decimal, unit string) string {
	if t.Columns[column].Type == Money {
		return measured(t.Marks.of(grouped(sum.StringFixed(int32(money.Currency(unit).Digits())))), unit)
	}
	return measured(t.Marks.of(grouped(sum.String())), unit)
}

// Changed says how the total stands to that of the period before; empty where
// the two cannot be compared. Of a period that is not over, what there is until
// today counts, and is said where it is not the whole.
func (r Report) Changed(t Table, c Comparison) string {
	now := r.counted(c.Now)
	said, part := r.change(now, r.counted(c.Before), c.Past), now.said(r.Headline)
	if said != "" && part != "" && c.Since(r, t) == "" {
		return fmt.Sprintf("%s until %s: %s", part, c.Until, said)
	}
	return said
}

func (r Report) change(now, before Table, past Span) string {
	a, b := now.Total(r.Headline), before.Total(r.Headline)
	if len(a) != 1 || len(b) > 1 || now.Cut || before.Cut {
		return ""
	}
	for unit, sum := range a {
		then, ok := b[unit]
		if !ok && len(b) == 1 {
			return ""
		}
		figure := func(of decimal.Decimal) string { return now.figure(now.Column(r.Headline), of, unit) }
		arrow := map[int]string{-1: "▼", 1: "▲"}[sum.Cmp(then)]
		switch {
		case sum.Equal(then):
			return fmt.Sprintf("the same as in %s (%s)", past, figure(then))
		case then.IsZero():
			return fmt.Sprintf("%s %s from nothing in %s", arrow, way(sum, then), past)
		case then.IsNegative() || Change(sum, then) == same: // percent would say nothing
			return fmt.Sprintf("%s %s by %s against %s (%s)", arrow, way(sum, then), figure(sum.Sub(then).Abs()), past, figure(then))
		}
		return fmt.Sprintf("%s %s against %s (%s)", arrow, Change(sum, then), past, figure(then))
	}
	return ""
}

// Asked says in words what is asked, with the period as it was written: last month,
// by vendor.
func (r Report) Asked(words Words, name func(id string) string) []string {
	var all []string
	for _, p := range r.Parameters {
		if word := cmp.Or(words[p.Name], p.Default); p.Type == Period && word != "" {
			all = append(all, word)
		}
	}
	return append(all, r.Said(words, name)...)
}

// Said says what was asked beside the period, and what is assumed where nothing
// was: by category, for Ana Ruiz.
func (r Report) Said(words Words, name func(id string) string) []string {
	var all []string
	for _, p := range r.Parameters {
		word := words[p.Name]
		if word == "" {
			word = p.Default
		}
		switch {
		case word == "" || word == "all" || p.Type == Period:
		case p.Type == Choice && strings.EqualFold(p.Name, "by"):
			all = append(all, "by "+strings.ReplaceAll(word, "_", " "))
		case p.Type == Choice:
			all = append(all, strings.ReplaceAll(word, "_", " "))
		case p.Type == Person:
			all = append(all, "for "+name(word))
		case p.Says != "":
			all = append(all, strings.Replace(p.Says, "{}", word, 1))
		default:
			all = append(all, strings.ToLower(p.called())+" "+word)
		}
	}
	return all
}

package report

import (
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
	at := t.Column(r.Headline)
	sums := t.Total(r.Headline)
	if at < 0 || len(sums) == 0 {
		return ""
	}
	var all []string
	for _, unit := range slices.Sorted(maps.Keys(sums)) {
		all = append(all, t.figure(at, sums[unit], unit))
	}
	return strings.Join(all, " + ")
}

func (t Table) figure(column int, sum decimal.Decimal, unit string) string {
	if t.Columns[column].Type == Money {
		return measured(grouped(sum.StringFixed(int32(money.Currency(unit).Digits()))), unit)
	}
	return measured(grouped(sum.String()), unit)
}

// Changed says how the total stands to that of the period before; empty where
// the two cannot be compared.
func (r Report) Changed(now, before Table, past Span) string {
	a, b := now.Total(r.Headline), before.Total(r.Headline)
	if len(a) != 1 || len(b) > 1 || now.Cut || before.Cut {
		return ""
	}
	for unit, sum := range a {
		then, ok := b[unit]
		if !ok && len(b) == 1 {
			return ""
		}
		if !then.IsPositive() {
			return fmt.Sprintf("nothing in %s", past)
		}
		arrow := map[int]string{-1: "▼ ", 0: "", 1: "▲ "}[sum.Cmp(then)]
		if Change(sum, then) == same {
			arrow = ""
		}
		return fmt.Sprintf("%s%s against %s (%s)", arrow, Change(sum, then), past, before.figure(before.Column(r.Headline), then, unit))
	}
	return ""
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
		case word == "" || p.Type == Period:
		case p.Type == Choice && strings.EqualFold(p.Name, "by"):
			all = append(all, "by "+strings.ReplaceAll(word, "_", " "))
		case p.Type == Choice:
			all = append(all, strings.ReplaceAll(word, "_", " "))
		case p.Type == Person:
			all = append(all, "for "+name(word))
		default:
			all = append(all, strings.ToLower(p.called())+" "+word)
		}
	}
	return all
}

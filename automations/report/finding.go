package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"factotum/automations/money"
)

// Finding says in one sentence what an answer shows, to stand above its chart:
// "Travel is 41 % of spend, up 12 % on September". Before is the answer for the
// period before, called since; the empty Table where there is none. Returns
// nothing where nothing is drawn.
func Finding(r Report, t, before Table, since string) string {
	p, ok := r.Draws(t)
	if !ok {
		return ""
	}
	if said := r.totals(t); said != "" {
		return said
	}
	if p.Form != Bars {
		return p.course()
	}
	if r.Chart.Limit && len(p.Lines) > 1 {
		return p.limit()
	}
	top, figure := p.Labels[0], p.Lines[0].Values[0]
	if len(p.Lines) > 1 {
		return fmt.Sprintf("%s: %s %s, %s %s", top, lower(p.Lines[0].Title), p.figure(figure), lower(p.Lines[1].Title), p.figure(p.Lines[1].Values[0]))
	}
	said := p.leading(r)
	then, ok := r.Draws(before)
	if !ok || since == "" || then.Unit != p.Unit || p.even() {
		return said
	}
	was := then.of(top)
	if !p.Sums && !was.IsPositive() {
		return said // that there was none before is nothing to tell of a time
	}
	return said + against(figure, was, since)
}

// leading says what the first of several is.
func (p Picture) leading(r Report) string {
	top, figure := p.Labels[0], p.Lines[0].Values[0]
	total, mixed := decimal.Zero, false
	for _, v := range p.Lines[0].Values {
		total, mixed = total.Add(v), mixed || v.IsNegative()
	}
	switch {
	case len(p.Labels) == 1:
		return fmt.Sprintf("%s: %s", top, measured(p.figure(figure), p.counted(figure)))
	case !figure.IsPositive():
		return fmt.Sprintf("Nothing is above zero in %d rows", len(p.Labels))
	case !p.Sums || mixed:
		return fmt.Sprintf("%s is highest with %s", top, p.figure(figure))
	case p.even():
		return fmt.Sprintf("All %d have %s each", len(p.Labels), measured(p.figure(figure), p.counted(figure)))
	case figure.Equal(total):
		return fmt.Sprintf("%s is all of %s", top, measured(p.figure(total), p.counted(total)))
	case p.Unit == "":
		return fmt.Sprintf("%s: %s of %s %s (%s)", top, p.figure(figure), p.figure(total), p.counted(total), share(figure, total))
	}
	of := p.figure(total)
	if words := strings.Fields(r.Title); len(words) == 1 && utf8.RuneCountInString(r.Title) <= 12 && !strings.HasSuffix(r.Title, "s") { // of spend, and not of vendors
		of = strings.ToLower(r.Title)
	}
	if strings.HasSuffix(p.Across, " by") { // of people: who handed it in
		return fmt.Sprintf("%s of %s was %s %s", share(figure, total), of, lower(p.Across), top)
	}
	return fmt.Sprintf("%s is %s of %s", top, share(figure, total), of)
}

// even tells whether all figures of several labels are the same.
func (p Picture) even() bool {
	values := p.Lines[0].Values
	return len(values) > 1 && !slices.ContainsFunc(values, func(v decimal.Decimal) bool { return !v.Equal(values[0]) })
}

// counted is what a figure without a unit counts: exceptions, or one exception.
func (p Picture) counted(figure decimal.Decimal) string {
	if p.Unit != "" {
		return ""
	}
	word := lower(p.Lines[0].Title)
	if !figure.Equal(decimal.NewFromInt(1)) {
		return word
	}
	if many, ok := strings.CutSuffix(word, "ies"); ok {
		return many + "y"
	}
	return strings.TrimSuffix(word, "s")
}

// course says how figures that follow each other went.
func (p Picture) course() string {
	n := len(p.Labels) - 1
	last, now := p.Labels[n], p.Lines[0].Values[n]
	if len(p.Lines) == 2 {
		target := p.Lines[1].Values[n]
		if !target.IsPositive() || now.Equal(target) {
			return fmt.Sprintf("%s in %s: %s, %s %s", p.Lines[0].Title, last, p.figure(now), p.Lines[1].Title, p.figure(target))
		}
		way := "above"
		if now.LessThan(target) {
			way = "below"
		}
		return fmt.Sprintf("%s was %s %s %s in %s", p.Lines[0].Title, share(now.Sub(target).Abs(), target), way, inSentence(p.Lines[1].Title), last)
	}
	if n > 1 { // the newest may not be over yet, so it is measured by nothing
		at := p.Highest()
		said := fmt.Sprintf("%s is highest with %s", p.Labels[at], p.figure(p.Lines[0].Values[at]))
		if at < n {
			said += fmt.Sprintf("; %s: %s", last, p.figure(now))
		}
		return said
	}
	if n == 0 || !p.Lines[0].Values[n-1].IsPositive() {
		return fmt.Sprintf("%s: %s", last, p.figure(now))
	}
	return fmt.Sprintf("%s: %s%s", last, p.figure(now), against(now, p.Lines[0].Values[n-1], p.Labels[n-1]))
}

// of is the first figure at a label, zero where there is none.
func (p Picture) of(label string) decimal.Decimal {
	for i, l := range p.Labels {
		if l == label {
			return p.Lines[0].Values[i]
		}
	}
	return decimal.Zero
}

// figure is one of the picture with its unit, rounded to what one reads: an amount to
// whole ones, or as its currency is written where it is small.
func (p Picture) figure(v decimal.Decimal) string {
	if c, err := money.ParseCurrency(p.Unit); err == nil && v.Abs().LessThan(decimal.New(100, 0)) && !v.IsInteger() {
		return measured(p.Marks.of(v.StringFixed(int32(c.Digits()))), p.Unit)
	}
	return measured(p.Short(v), p.Unit)
}

// against says how a figure stands to the one before it.
func against(now, then decimal.Decimal, since string) string {
	if !then.IsPositive() {
		if now.IsPositive() {
			return ", none in " + since
		}
		return ""
	}
	switch change := Change(now, then); {
	case now.Equal(then):
		return ", the same as in " + since
	case change == same:
		return ", about the same as in " + since
	default:
		return ", " + change + " on " + since
	}
}

// same is the change where there is hardly any.
const same = "the same"

// way is where a figure went from one before it.
func way(now, then decimal.Decimal) string {
	if now.LessThan(then) {
		return "down"
	}
	return "up"
}

// Change says how a figure stands to one above zero before it: "up 12 %".
func Change(now, then decimal.Decimal) string {
	change := now.Sub(then).Mul(decimal.New(100, 0)).Div(then)
	switch change = change.Abs(); {
	case change.LessThan(decimal.New(5, -1)):
		return same
	case change.GreaterThanOrEqual(decimal.New(1000, 0)):
		return fmt.Sprintf("%s %s times", way(now, then), grouped(now.Div(then).Round(0).String()))
	}
	return fmt.Sprintf("%s %s %%", way(now, then), change.Round(0))
}

// share is a part of a whole in percent.
func share(part, whole decimal.Decimal) string {
	percent := part.Mul(decimal.New(100, 0)).Div(whole)
	if percent.LessThan(decimal.New(5, -1)) {
		return "under 1 %"
	}
	return grouped(percent.Round(0).String()) + " %"
}

// Short is Short as the reader of the picture writes figures.
func (p Picture) Short(v decimal.Decimal) string { return p.Marks.of(Short(v)) }

// Short is a figure as it stands in a chart: three digits that count from a
// thousand on, as in 12.3k and 4.56M.
func Short(v decimal.Decimal) string {
	size := v.Abs()
	for _, unit := range []struct {
		power int32
		sign  string
	}{{9, "bn"}, {6, "M"}, {4, ""}} {
		if size.LessThan(decimal.New(1, unit.power)) {
			continue
		}
		if unit.power == 4 {
			return grouped(v.Shift(-3).Round(digits(size.Shift(-3))).String()) + "k"
		}
		scaled := v.Shift(-unit.power)
		return grouped(scaled.Round(digits(scaled.Abs())).String()) + unit.sign
	}
	if size.GreaterThanOrEqual(decimal.New(100, 0)) {
		return grouped(v.Round(0).String())
	}
	return v.Round(digits(size)).String()
}

// digits is how many stand after the point so that three count.
func digits(size decimal.Decimal) int32 {
	switch {
	case size.GreaterThanOrEqual(decimal.New(100, 0)):
		return 0
	case size.GreaterThanOrEqual(decimal.New(10, 0)):
		return 1
	}
	return 2
}

// inSentence is a title inside a sentence: small, unless it is an abbreviation.
func inSentence(title string) string {
	if title == strings.ToUpper(title) {
		return title
	}
	return "the " + strings.ToLower(title)
}

// lower is a title in small letters, unless it is an abbreviation.
func lower(title string) string { return strings.TrimPrefix(inSentence(title), "the ") }

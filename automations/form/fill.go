package form

import (
	"slices"
	"strings"
	"unicode"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

// Fill returns what the form begins with, laid over with what words say: "42.50
// EUR taxi to the airport yesterday" gives an amount, a day, and choices whose
// words occur. They go into the first line of the first lines where these have
// such a field, else to the form itself. What remains is returned, and goes to
// the first text of both. Whatever could mean two things is left empty. The
// fields at the paths that are named begin empty whatever their default is.
func (f Form) Fill(text string, ctx Context, empty ...string) (Raw, string) {
	fill := filler{raw: f.initial(ctx, empty...), ctx: ctx}
	groups := f.targets()
	if len(text) > maxTyped {
		return fill.raw, ""
	}
	text = cleanLine(text)
	words := fill.people(groups, text)
	words = fill.amount(groups, words)
	words = fill.day(groups, words)
	fill.choices(groups, words) // what is left: 200 EUR is no cost centre 200
	words = Capital(strings.Trim(loose(words), " ,;:-–—"))
	if words != "" {
		for _, group := range groups {
			if c, ok := firstOf(group.fields, Text, Paragraph); ok {
				fill.raw[group.prefix+c.Key] = Input{Text: words}
			}
		}
	}
	return fill.raw, words
}

// initial are the defaults, with those of the first line of each group: a line
// in which nothing else stands is none.
func (f Form) initial(ctx Context, empty ...string) Raw {
	raw := Raw{}
	for _, c := range f.fields {
		if in, ok := c.initial(ctx); ok && !slices.Contains(empty, c.Key) {
			raw[c.Key] = in
		}
		for _, sub := range c.sub {
			if in, ok := sub.initial(ctx); ok && !slices.Contains(empty, c.Key+"."+sub.Key) {
				raw[c.Key+".0."+sub.Key] = in
			}
		}
	}
	return raw
}

type filler struct {
	raw Raw
	ctx Context
}

// target is a group of fields that words may fill.
type target struct {
	prefix string
	fields []compiled
}

// targets are the first line of the first lines, if any, and the form.
func (f Form) targets() []target {
	form := target{fields: f.fields}
	if c, ok := firstOf(f.fields, Lines); ok {
		return []target{{prefix: c.Key + ".0.", fields: c.sub}, form}
	}
	return []target{form}
}

func firstOf(fields []compiled, types ...Type) (compiled, bool) {
	for _, c := range fields {
		if slices.Contains(types, c.Type) {
			return c, true
		}
	}
	return compiled{}, false
}

// put fills the first field of a type; false where there is none.
func (f *filler) put(groups []target, in Input, types ...Type) bool {
	for _, group := range groups {
		if c, ok := firstOf(group.fields, types...); ok {
			f.raw[group.prefix+c.Key] = in
			return true
		}
	}
	return false
}

func asks(groups []target, t Type) bool {
	return slices.ContainsFunc(groups, func(g target) bool { _, ok := firstOf(g.fields, t); return ok })
}

// people takes mentions out of the text: one for a person, any number for people.
func (f *filler) people(groups []target, text string) string {
	var ids []string
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(ids, m[1]) {
			ids = append(ids, m[1])
		}
	}
	put := len(ids) == 1 && f.put(groups, Input{Text: strings.Join(ids, "")}, Person) ||
		len(ids) > 0 && f.put(groups, Input{List: ids}, People)
	if !put {
		return text
	}
	return cleanLine(mention.ReplaceAllString(text, " "))
}

// amount takes the one amount out of the text.
func (f *filler) amount(groups []target, text string) string {
	a, rest, ok := money.Find(text, f.ctx.Currency)
	if !ok || !asks(groups, Money) {
		return text
	}
	sure := certainty(a, text, rest)
	if other, left, more := money.Find(rest, f.ctx.Currency); more && certainty(other, rest, left) >= sure && !same(a, other) {
		return text
	}
	if sure == wholeNumber && !strings.HasPrefix(text, rest) { // "2 monitors" is no amount, "lunch 18" is one.
		return text
	}
	f.put(groups, Input{Text: a.String()}, Money)
	return rest
}

// How sure it is that a number is an amount.
const (
	wholeNumber = iota
	withCents
	withCurrency
)

func certainty(a money.Amount, text, rest string) int {
	signs := func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) }
	count := func(text string) int { return len(strings.FieldsFunc(text, func(r rune) bool { return !signs(r) })) }
	switch {
	case count(text) > count(rest):
		return withCurrency
	case !a.Value.Equal(a.Value.Truncate(0)):
		return withCents
	}
	return wholeNumber
}

func same(a, b money.Amount) bool { return a.Currency == b.Currency && a.Value.Equal(b.Value) }

// day takes the one day out of the text.
func (f *filler) day(groups []target, text string) string {
	d, rest, ok := calendar.FindDate(text, f.ctx.Today)
	if !ok || !asks(groups, Date) {
		return text
	}
	if other, _, more := calendar.FindDate(rest, f.ctx.Today); more && other != d {
		return text
	}
	f.put(groups, Input{Text: d.String()}, Date)
	return rest
}

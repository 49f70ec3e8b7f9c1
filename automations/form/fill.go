package form

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"factotum/automations/money"
)

// Fill returns what the form begins with, laid over with what words say: "42.50
// EUR taxi to the airport yesterday" gives an amount, a day, and choices whose
// words occur. They go into the first line of the first lines where these have
// such a field, else to the form itself. What remains goes to the first text of
// both; a problem says so where there is none. Whatever could mean two things is
// left empty. The fields at the paths that are named begin empty whatever their
// default is.
func (f Form) Fill(text string, ctx Context, empty ...string) (Raw, []Problem) {
	fill := filler{raw: f.initial(ctx, empty...), ctx: ctx}
	groups := f.targets()
	if len(text) > maxTyped {
		return fill.raw, []Problem{tooLong()}
	}
	text = cleanLine(text)
	words := fill.people(groups, text)
	words = fill.amount(groups, words)
	words = fill.days(groups, words)
	chosen := fill.choices(groups, words) // what is left: 200 EUR is no cost centre 200
	fill.rest(groups, words, chosen)
	return fill.raw, fill.problems
}

// rest puts what remains into the first text of each group. A reason does not
// hold the words of the choices that were made, a name not their labels.
func (f *filler) rest(groups []target, words string, chosen []Option) {
	name := remains(words, func(piece string) bool { return labelled(piece, chosen) })
	taken := false
	for _, group := range groups {
		c, ok := firstOf(group.fields, Text, Paragraph)
		text := name
		if ok && c.Type == Paragraph {
			said := spoken(chosen)
			text = reason(remains(words, func(piece string) bool { return leading(piece, said) == len(strings.Fields(piece)) }), said)
		}
		if ok && text != "" {
			f.raw[group.prefix+c.Key] = Input{Text: Capital(text)}
		}
		taken = taken || ok
	}
	if name != "" && !taken {
		f.problems = append(f.problems, untaken(name))
	}
}

func untaken(words string) Problem {
	return Problem{Say: fmt.Sprintf("%q stands in no field yet. Fill it in where it belongs.", shorten(words))}
}

func tooLong() Problem {
	return Problem{Say: "This is too long to be read. Fill in what belongs where."}
}

// labelled tells whether words are an option that was taken, as it is labelled or
// called in the file: its other words say more than that, as “laptop” does.
func labelled(words string, chosen []Option) bool {
	return slices.ContainsFunc(chosen, func(o Option) bool {
		return fold(words) != "" && (fold(words) == fold(o.Label) || fold(words) == fold(o.Value))
	})
}

// spoken are the words, folded, that name the options.
func spoken(chosen []Option) map[string]bool {
	said := map[string]bool{}
	for _, o := range chosen {
		for _, word := range append([]string{o.Value, o.Label}, o.Words...) {
			for _, one := range strings.Fields(fold(word)) {
				said[one] = true
			}
		}
	}
	return said
}

// leading counts the words that a text begins with and that were said of choices.
func leading(text string, said map[string]bool) int {
	all := strings.Fields(text)
	for i, word := range all {
		if one := fold(word); one != "" && !said[one] {
			return i
		}
	}
	return len(all)
}

// reason is a text without the words that it begins with and that were taken as
// choices: "crm write because a customer moves" gives "A customer moves". Where
// something else than a reason follows them they belong to it.
func reason(words string, said map[string]bool) string {
	all, begin := strings.Fields(words), leading(words, said)
	switch {
	case begin == len(all):
		return ""
	case begin == 0 && !strings.EqualFold(all[0], "because"):
		return words
	}
	switch left := strings.Join(all[begin:], " "); strings.ToLower(all[begin]) {
	case "because", "since", "as":
		return strings.Trim(strings.Join(all[begin+1:], " "), " ,;:-–—")
	case "to", "for", "so", "in":
		return left
	default:
		return words
	}
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
	raw      Raw
	ctx      Context
	problems []Problem
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
	if len(ids) == 0 {
		return f.called(groups, text)
	}
	put := len(ids) == 1 && f.put(groups, Input{Text: strings.Join(ids, "")}, Person) ||
		f.put(groups, Input{List: ids}, People)
	if !put {
		return text
	}
	return spaced(mention.ReplaceAllString(text, " "+string(gap)+" "))
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
	return cut(text, rest)
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

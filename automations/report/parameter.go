package report

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/money"
	"factotum/automations/source"
)

func (p Parameter) example() string {
	switch p.Type {
	case Period:
		return "a period (last month, Q3 2026, since 1 March)"
	case Choice:
		return strings.ReplaceAll(p.Name+" ("+strings.Join(p.Choices, ", ")+")", "_", " ")
	case Person:
		return "the name of a person"
	case Text, Number, Money, Percent, Date, Moment, Hours, Request:
	}
	return p.Name + " (" + string(p.Type) + ")"
}

// choice finds what a word means among the choices.
func (p Parameter) choice(word string) (string, bool) {
	word = plain(word)
	for _, c := range p.Choices {
		if plain(c) == word {
			return c, true
		}
	}
	for _, like := range alike()[word] {
		for _, c := range p.Choices {
			if plain(c) == like {
				return c, true
			}
		}
	}
	return p.part(word)
}

// part is the only choice of a form in whose name a word stands: hotel in Hotel and
// lodging, 400 in 400 Design.
func (p Parameter) part(word string) (found string, ok bool) {
	const least = 4 // letters: and, of, the stand in many
	if p.Of == "" || len(word) < least && !strings.ContainsAny(word, "0123456789") {
		return "", false
	}
	for _, c := range p.Choices {
		if slices.Contains(strings.Fields(plain(c)), word) {
			if ok {
				return "", false
			}
			found, ok = c, true
		}
	}
	return found, ok
}

// alike are other words for choices, by the first of them that there is.
func alike() map[string][]string {
	return map[string][]string{
		"department": {"cost centre", "team"}, "cost center": {"cost centre"}, "centre": {"cost centre"}, "supplier": {"vendor"},
		"employee": {"person"}, "people": {"person"}, "colleague": {"person"}, "requester": {"person"}, "who": {"person"}, "type": {"category", "kind"},
	}
}

// wordings are all words that one of the choices is called, as people write them.
func (p Parameter) wordings() (all []string) {
	for _, c := range p.Choices {
		all = append(all, strings.ReplaceAll(c, "_", " "))
	}
	for word := range alike() {
		if _, ok := p.choice(word); ok && !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return all
}

// canonical is a value as it is kept: relative days stay words.
func (p Parameter) canonical(value string, terms Terms) (string, error) {
	value = strings.TrimSpace(value)
	switch p.Type {
	case Period:
		_, err := ParsePeriod(value, terms.Today)
		return value, err
	case Date:
		if _, err := calendar.ParseDate(value, terms.Today); err != nil {
			return "", fault.Wrap(err, fault.Invalid, "“%s” is no day for %s. Write it like 2026-11-20 or 20 Nov.", value, p.called())
		}
		return value, nil
	case Choice:
		if c, ok := p.choice(value); ok {
			return c, nil
		}
		return "", fault.New(fault.Invalid, "“%s” is none of the choices for %s%s", value, p.called(), p.among(source.DidYouMean(value, p.wordings())))
	case Person:
		found := terms.called(value)
		if len(found) != 1 {
			return "", fault.New(fault.Invalid, "“%s” does not name one person here. Write the full name or the address.", value)
		}
		return found[0], nil
	case Money:
		if a, err := money.Parse(value, "EUR"); err == nil {
			value = a.Value.String()
		}
		return p.number(value)
	case Number, Percent, Hours:
		return p.number(value)
	case Text, Moment, Request:
	}
	return value, nil
}

func (p Parameter) among(hint string) string {
	if strings.HasSuffix(hint, "?") {
		return hint
	}
	return ". Write one of " + strings.ReplaceAll(strings.Join(p.Choices, ", "), "_", " ") + "."
}

func (p Parameter) number(value string) (string, error) {
	d, err := decimal.NewFromString(strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(value, ",", "."), "%")))
	if err != nil {
		return "", fault.New(fault.Invalid, "“%s” is no number for %s. Write it like 500 or 12.5.", value, p.called())
	}
	if d.Abs().GreaterThanOrEqual(decimal.New(1, mostDigits)) {
		return "", fault.New(fault.Invalid, "“%s” is too much for %s. Write it like 500 or 12.5.", value, p.called())
	}
	if least := decimal.NewFromInt(int64(p.Least)); p.Least != 0 && (d.LessThan(least) || p.Type == Number && !d.IsInteger()) {
		wanted := "an amount of " + least.String() + " or more"
		if p.Type == Number {
			wanted = "a whole number, " + least.String() + " or more"
		}
		return "", fault.New(fault.Invalid, "“%s” cannot be used for %s. Write %s.", value, p.called(), wanted)
	}
	return d.String(), nil
}

// mostDigits of a number before its point: amounts in the books have four behind
// it, and fit into 64 bits.
const mostDigits = 14

// called is how people read a parameter.
func (p Parameter) called() string {
	if p.Label != "" {
		return p.Label
	}
	return p.Name
}

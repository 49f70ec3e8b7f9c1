package report

import (
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
		return strings.ReplaceAll(p.Name, "_", " ") + " (" + p.offers() + ")"
	case Person:
		return "the name of a person"
	case Text, Number, Money, Percent, Date, Moment, Hours, Request:
	}
	return p.Name + " (" + string(p.Type) + ")"
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

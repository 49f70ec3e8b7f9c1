package form

import (
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

// MoneyFact is what conditions can ask about an amount. Base is Value in the
// company's currency; where no rate is known it is zero and NoRate is true.
type MoneyFact struct {
	Value    decimal.Decimal `expr:"value"`
	Base     decimal.Decimal `expr:"base"`
	Currency string          `expr:"currency"`
	NoRate   bool            `expr:"no_rate"`
}

// Facts returns what conditions can ask about values: every field has its typed
// fact, zero where it has no value.
//
//	text, choices, persons, teams, addresses: string; several of them: []string
//	number: decimal; checkbox: bool; files: their number as int
//	date: time.Time, midnight UTC
//	money: a MoneyFact
//	lines: []map[string]any, each with the facts of its fields
//
// base converts an amount at the first date beside it, or at no date.
func Facts(fields []Field, values Values, base func(money.Amount, calendar.Date) (decimal.Decimal, bool)) map[string]any {
	facts := make(map[string]any, len(fields))
	day := firstDate(fields, values)
	for _, f := range fields {
		facts[f.Key] = fact(f, values[f.Key], day, base)
	}
	return facts
}

// Sample returns facts of no values, with one line in every list, as
// CompileCondition needs them.
func Sample(fields []Field) map[string]any {
	facts := Facts(fields, nil, nil)
	for _, f := range fields {
		if f.Type == Lines {
			facts[f.Key] = []map[string]any{Sample(f.Fields)}
		}
	}
	return facts
}

func firstDate(fields []Field, values Values) calendar.Date {
	for _, f := range fields {
		if day := values[f.Key].Date; f.Type == Date && !day.IsZero() {
			return day
		}
	}
	return calendar.Date{}
}

func fact(f Field, v Value, day calendar.Date, base func(money.Amount, calendar.Date) (decimal.Decimal, bool)) any {
	switch f.Type {
	case Number:
		if v.Number == nil {
			return decimal.Decimal{}
		}
		return *v.Number
	case Money:
		return moneyFact(v.Money, day, base)
	case Date:
		if v.Date.IsZero() {
			return time.Time{}
		}
		return v.Date.In(time.UTC)
	case Checkbox:
		return v.Checked
	case MultiSelect, People:
		return append([]string{}, v.List...)
	case Upload:
		return len(v.Files)
	case Lines:
		lines := make([]map[string]any, len(v.Lines))
		for i, line := range v.Lines {
			lines[i] = Facts(f.Fields, line, base)
		}
		return lines
	case Text, Paragraph, Select, Person, Team, Email, Phone, URL, IBAN, VAT:
		return v.Text
	}
	return v.Text
}

func moneyFact(a *money.Amount, day calendar.Date, base func(money.Amount, calendar.Date) (decimal.Decimal, bool)) MoneyFact {
	if a == nil {
		return MoneyFact{}
	}
	fact := MoneyFact{Value: a.Value, Currency: string(a.Currency), NoRate: true}
	if base != nil {
		if value, ok := base(*a, day); ok {
			fact.Base, fact.NoRate = value, false
		}
	}
	return fact
}

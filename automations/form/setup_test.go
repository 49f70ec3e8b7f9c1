package form

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

// claim is a form with every type of field.
func claim() []Field {
	return []Field{
		{Key: "purpose", Type: Text, Required: true, Min: "3", Max: "80"},
		{Key: "lines", Type: Lines, Required: true, Max: "3", Fields: []Field{
			{Key: "date", Type: Date, Required: true, Max: "today", Min: "today-90", Default: "today"},
			{Key: "merchant", Type: Text, Required: true},
			{Key: "category", Type: Select, Required: true, Options: []Option{
				{Value: "taxi", Label: "Taxi", Words: []string{"cab", "uber"}},
				{Value: "meal", Label: "Meal", Words: []string{"dinner", "déjeuner"}},
				{Value: "gift", Label: "Gift"},
			}},
			{Key: "amount", Type: Money, Required: true, Min: "0.01", Max: "5000 EUR"},
			{Key: "attendees", Type: Paragraph, ShowWhen: `category == "meal"`, RequiredWhen: `amount.base > 50`},
			{Key: "receipt", Type: Upload, RequiredWhen: `amount.base > 25 && !no_receipt`, Max: "2"},
		}},
		{Key: "no_receipt", Type: Checkbox, Label: "The receipt is lost"},
		{Key: "why_lost", Type: Paragraph, ShowWhen: "no_receipt", RequiredWhen: "no_receipt"},
		{Key: "cost_centre", Type: Select, Source: "cost_centres", Default: "requester.cost_centre", Options: []Option{{Value: "CC1", Label: "Sales"}, {Value: "CC2"}}},
		{Key: "tags", Type: MultiSelect, Min: "1", Max: "2", Options: []Option{{Value: "urgent"}, {Value: "travel"}, {Value: "client"}}},
		{Key: "person", Type: Person, Default: "requester", Beneficiary: true},
		{Key: "others", Type: People, Max: "3"},
		{Key: "team", Type: Team},
		{Key: "quantity", Type: Number, Min: "0.5", Max: "1000000"},
		{Key: "total", Type: Money, Min: "-100"},
		{Key: "week", Type: Date, FallsOn: "monday"},
		{Key: "month", Type: Date, FallsOn: "first"},
		{Key: "email", Type: Email},
		{Key: "phone", Type: Phone},
		{Key: "link", Type: URL},
		{Key: "iban", Type: IBAN},
		{Key: "vat", Type: VAT},
		{Key: "code", Type: Text, Pattern: "[A-Z]{2}[0-9]+", PatternHint: "Write two capitals and a number, such as AB12."},
	}
}

func around() map[string]any {
	return map[string]any{"requester": map[string]any{"id": "", "cost_centre": "", "country": ""}, "amount": MoneyFact{}}
}

func compile(t testing.TB, fields []Field) Form {
	t.Helper()
	f, problems := Compile(fields, around())
	require.Empty(t, problems)
	return f
}

func context() Context {
	return Context{
		Today: calendar.NewDate(2026, time.November, 20), Currency: "EUR", Region: "DE",
		Requester: map[string]any{"id": "U1", "cost_centre": "CC1", "country": "DE"},
		Base: func(a money.Amount, _ calendar.Date) (decimal.Decimal, bool) {
			if a.Currency == "USD" {
				return a.Value.Div(decimal.NewFromInt(2)), true
			}
			return a.Value, a.Currency == "EUR"
		},
		Known: func(kind, id string) bool { return kind == "team" && id == "it" || kind == "person" && id != "U404" },
	}
}

// full is an input for every field of claim.
func full() Raw {
	return Raw{
		"purpose":      {Text: " Visit\tto  a client "},
		"lines.0.date": {Text: "yesterday"}, "lines.0.merchant": {Text: "Cab & Co"}, "lines.0.category": {Text: "taxi"},
		"lines.0.amount": {Text: "1.042,50 €"}, "lines.0.receipt": {Files: []File{{Name: "../r.pdf", Type: "pdf", Size: 12, Source: "F1"}}},
		"lines.2.date": {Text: "2026-11-18"}, "lines.2.merchant": {Text: "Da Enzo"}, "lines.2.category": {Text: "meal"},
		"lines.2.amount": {Text: "USD 20"}, "lines.2.attendees": {Text: "Ann\r\n\r\n\r\nBob "},
		"cost_centre": {Text: "CC2"}, "tags": {List: []string{"travel", "urgent", "travel"}}, "person": {Text: "<@U2|ann>"},
		"others": {List: []string{"U3", "U4"}}, "team": {Text: "it"}, "quantity": {Text: "1 234,50"}, "total": {Text: "-99.90"},
		"email": {Text: "Ann@Example.COM"}, "phone": {Text: "030 901820"}, "link": {Text: "https://example.com/a?b=c"},
		"iban": {Text: "de89 3704 0044 0532 0130 00"}, "vat": {Text: "DE 136.695.976"}, "code": {Text: "AB12"},
		"why_lost": {Text: "not asked"}, "unknown": {Text: "x"}, "lines.x.amount": {Text: "1"}, "lines.01.amount": {Text: "1"},
	}
}

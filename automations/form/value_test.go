package form

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

func TestShow(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	raw := full()
	raw["no_receipt"] = Input{Text: "true"}
	values, problems := f.Parse(raw, context())
	require.Empty(t, problems)
	names := func(kind, id string) string { return kind + " " + id }
	for key, want := range map[string]string{
		"purpose": "Visit to a client", "no_receipt": "Yes", "why_lost": "not asked", "cost_centre": "CC2", "tags": "travel, urgent",
		"person": "person U2", "others": "person U3, person U4", "team": "team it", "quantity": "1234.5", "total": "-99.90 EUR",
		"email": "Ann@example.com", "phone": "+49 30 901820", "iban": "DE89 3704 0044 0532 0130 00", "vat": "DE136695976",
		"lines": "19 Nov 2026 · Cab & Co · Taxi · 1,042.50 EUR · .._r.pdf\n18 Nov 2026 · Da Enzo · Meal · 20.00 USD · Ann\n\nBob",
	} {
		field, _ := f.Field(key)
		assert.Equal(t, want, f.Show(field, values[key], names), key)
	}
	assert.Equal(t, "No", f.Show(Field{Type: Checkbox}, Value{}, nil))
	assert.Empty(t, f.Show(Field{Type: Date}, Value{}, nil))
	assert.Equal(t, "gone", f.Show(Field{Type: Select}, Value{Text: "gone"}, names))
	assert.Equal(t, "U1", f.Show(Field{Type: Person}, Value{Text: "U1"}, nil))
}

func TestFilesAndTexts(t *testing.T) {
	t.Parallel()
	values := Values{
		"b":     {Files: []File{{Source: "F1"}}},
		"a":     {Lines: []Values{{"r": {Files: []File{{Source: "F2"}, {Source: "F3"}}}, "cc": {Text: "1"}}, {"cc": {Text: "2"}}, {"cc": {Text: "1"}}}},
		"teams": {List: []string{"it", "hr"}},
		"one":   {Text: "x"},
	}
	assert.Equal(t, []File{{Source: "F2"}, {Source: "F3"}, {Source: "F1"}}, Files(values))
	copied := MapFiles(values, func(f File) File { f.Hash = "h" + f.Source; return f })
	assert.Equal(t, []File{{Source: "F2", Hash: "hF2"}, {Source: "F3", Hash: "hF3"}, {Source: "F1", Hash: "hF1"}}, Files(copied))
	assert.Empty(t, Files(values)[0].Hash)
	assert.Nil(t, MapFiles(nil, nil))
	assert.Equal(t, []string{"1", "2"}, Texts(values, "a.cc"))
	assert.Equal(t, []string{"it", "hr"}, Texts(values, "teams"))
	assert.Equal(t, []string{"x"}, Texts(values, "one"))
	assert.Empty(t, Texts(values, "none"))
}

func TestFacts(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	values, _ := f.Parse(full(), context())
	var days []calendar.Date
	base := func(a money.Amount, day calendar.Date) (decimal.Decimal, bool) {
		days = append(days, day)
		return a.Value.Mul(decimal.NewFromInt(3)), a.Currency == "EUR"
	}
	got := Facts(f.Fields(), values, base)
	lines := got["lines"].([]map[string]any)
	assert.Equal(t, "3127.5", lines[0]["amount"].(MoneyFact).Base.String())
	assert.True(t, lines[1]["amount"].(MoneyFact).NoRate)
	assert.Contains(t, days, calendar.NewDate(2026, time.November, 18))
	assert.Equal(t, 1, lines[0]["receipt"])
	assert.Equal(t, []string{"travel", "urgent"}, got["tags"])
	assert.Equal(t, time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC), lines[0]["date"])
	nothing := Facts(f.Fields(), nil, nil)
	sample := Sample(f.Fields())
	for key, value := range nothing {
		assert.IsType(t, sample[key], value, key)
	}
	assert.Empty(t, nothing["lines"])
	assert.Len(t, sample["lines"], 1)
	assert.True(t, Facts([]Field{{Key: "m", Type: Money}}, Values{"m": {Money: &money.Amount{Currency: "EUR"}}}, nil)["m"].(MoneyFact).NoRate)
}

func TestBoundInAnotherCurrency(t *testing.T) {
	t.Parallel()
	f := compile(t, []Field{{Key: "m", Type: Money, Max: "100 USD"}})
	parse := func(text string, ctx Context) []Problem {
		_, problems := f.Parse(Raw{"m": {Text: text}}, ctx)
		return problems
	}
	assert.Empty(t, parse("50 EUR", context()))
	assert.Len(t, parse("50.01 EUR", context()), 1)
	assert.Empty(t, parse("5000 JPY", context()), "no rate: whoever decides looks at it")
	assert.Empty(t, parse("99 EUR", Context{Currency: "EUR"}))
	assert.Contains(t, parse("-1", context())[0].Say, "without a minus")
}

func TestConditionHoldsErrors(t *testing.T) {
	t.Parallel()
	for source, say := range map[string]string{
		`amount.base / (receipts - 2) > 1`: "divides by zero", `lines[5].category == "x"`: "out of range",
		`date(category) > today`: "is not a day", `count_of_days > 1`: "is not a number", `sum(lines, .amount.base) > 0.5`: "is not a number",
	} {
		c, err := CompileCondition(source, facts())
		require.NoError(t, err, source)
		given := facts()
		if say == "is not a number" {
			given["count_of_days"], given["lines"].([]map[string]any)[0]["amount"] = nil, map[string]any{"base": "ten"}
		}
		_, err = c.Holds(given)
		require.Error(t, err, source)
		assert.Contains(t, err.Error(), say)
	}
	_, err := CompileCondition(strings.Repeat("urgent && ", 300)+"urgent", facts())
	assert.Error(t, err)
	c, err := CompileCondition("sum(numbers) > 1 && sum(decimals) > 1.5 && large > 0.5 && none(empty, true)", map[string]any{
		"numbers": []int{1}, "decimals": []decimal.Decimal{}, "large": int64(1), "empty": []map[string]any{},
	})
	require.NoError(t, err)
	holds, err := c.Holds(map[string]any{
		"numbers": []int{1, 2}, "decimals": []decimal.Decimal{decimal.NewFromInt(2)}, "large": int64(1), "empty": []map[string]any{},
	})
	require.NoError(t, err)
	assert.True(t, holds)
}

func TestChoicesOfALongList(t *testing.T) {
	t.Parallel()
	f := Field{Options: make([]Option, 9)}
	for i := range f.Options {
		f.Options[i].Label = string(rune('A' + i))
	}
	assert.Equal(t, "one from the list, such as A, B, C", f.choices())
	f.Options = f.Options[:1]
	assert.Equal(t, "A", f.choices())
}

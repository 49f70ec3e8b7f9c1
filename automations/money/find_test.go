package money

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want, rest string }{
		{"42.50 EUR taxi to the airport yesterday", "42.50 EUR", "taxi to the airport yesterday"},
		{"taxi €42,50", "42.50 EUR", "taxi"},
		{"taxi 42,50€.", "42.50 EUR", "taxi ."},
		{"lunch 1.234,56 eur for 3", "1,234.56 EUR", "lunch for 3"},
		{"lunch for 3 EUR 42", "3.00 EUR", "lunch for 42"},
		{"dinner for 3 €42 on 20.11.", "42.00 EUR", "dinner for 3 on 20.11."},
		{"42.50EUR", "42.50 EUR", ""},
		{"hotel USD 1,200", "1,200.00 USD", "hotel"},
		{"hotel us$ 1,200.50, two nights", "1,200.50 USD", "hotel , two nights"},
		{"train 1 234,56 eur", "1,234.56 EUR", "train"},
		{"Bahn Fr. 12.50 und Kaffee", "12.50 CHF", "Bahn und Kaffee"},
		{"Kaffee 42,- EUR", "42.00 EUR", "Kaffee"},
		{"Kaffee €42,- gestern", "42.00 EUR", "Kaffee gestern"},
		{"flight 200 dollars 20 Nov", "200.00 USD", "flight 20 Nov"},
		{"20 November 42 EUR", "42.00 EUR", "20 November"},
		{"€20.11. taxi", "20.11 EUR", ". taxi"},
		{"refund -42.50 EUR", "-42.50 EUR", "refund"},
		{"refund -€42.50", "-42.50 EUR", "refund"},
		{"2 taxis 10 EUR and 20 EUR", "10.00 EUR", "2 taxis and 20 EUR"},
		{"2 pen 10 eur", "10.00 EUR", "2 pen"},
		{"2 PEN 10", "2.00 PEN", "10"},
		{"taxi 42.50", "42.50 GBP", "taxi"},
		{"42 taxi", "42.00 GBP", "taxi"},
		{"taxi for 3 42.50", "42.50 GBP", "taxi for 3"},
		{"conference 2026 ticket 300", "300.00 GBP", "conference 2026 ticket"},
		{"subscription 2026", "2,026.00 GBP", "subscription"},
		{"3 days ago taxi 12", "12.00 GBP", "3 days ago taxi"},
		{"lunch 12:30 on 2026-11-20 with 2 people: 18", "18.00 GBP", "lunch 12:30 on 2026-11-20 with 2 people:"},
		{"hotel EUR 1 200", "1,200.00 EUR", "hotel"},
		{"desk 3 200 now 4", "3.00 GBP", "desk 200 now 4"},
		{"taxi 12.00 or 15.50", "12.00 GBP", "taxi or 15.50"},
		{"seats 12 at 15.00", "15.00 GBP", "seats 12 at"},
		{"room 1950 for 80", "80.00 GBP", "room 1950 for"},
		{"2026-11-20 12 20.11.2026", "12.00 GBP", "2026-11-20 20.11.2026"},
		{"5 EUR.", "5.00 EUR", "."},
		{"₹500 chai", "500.00 INR", "chai"},
		{"C$5 coffee", "5.00 CAD", "coffee"},
		{"A$5 coffee", "5.00 AUD", "coffee"},
		{"(12.50)", "12.50 GBP", "( )"},
		{"lunch 12.00", "12.00 GBP", "lunch"},
		{"EXP-1042 again 12", "12.00 GBP", "EXP-1042 again"},
	} {
		a, rest, ok := Find(c.text, "GBP")
		assert.True(t, ok, c.text)
		assert.Equal(t, c.want, a.String(), c.text)
		assert.Equal(t, c.rest, rest, c.text)
	}
}

func TestFindTakesNothingElse(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "taxi to the airport", "2026-11-20", "20.11.", "20/11/2026", "20.11.2026", "20/11", "Nov 20", "20th of november 2026",
		"3. März", "12:30", "5pm", "14h30", "18 Uhr", "3 days ago", "in 2 weeks", "20% off", "3x coffee", "2nd floor", "EXP-1042",
		"#42", "B2B", "10-12", "v1.2.3", "1.000,00,0", "1e309", "0x10", "１２８", "12.345,678", "+49", "<@U123>", "42.505.1",
		"9999999999999", "tel:123",
	} {
		a, rest, ok := Find(text, "EUR")
		assert.False(t, ok, "%s gave %s", text, a)
		assert.Equal(t, Amount{}, a)
		assert.Equal(t, text, rest)
	}
	_, _, ok := Find("taxi 42", "")
	assert.False(t, ok, "a bare number needs a currency")
}

func FuzzFind(f *testing.F) {
	for _, text := range []string{"taxi €42,50", "lunch 1.234,56 eur for 3", "20.11. 3 200 EUR", "\xff-$1,-", "2026-11-20 \x00 5"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, rest, ok := Find(text, "EUR")
		assert.LessOrEqual(t, len(rest), len(text)+1)
		if utf8.ValidString(text) {
			assert.True(t, utf8.ValidString(rest))
		}
		if !ok {
			assert.Equal(t, Amount{}, a)
			return
		}
		_, err := New(a.Value, a.Currency)
		assert.NoError(t, err)
	})
}

package money

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		def  Currency
		want string
	}{
		{"42", "EUR", "42.00 EUR"},
		{"42.5", "EUR", "42.50 EUR"},
		{"1.234,56", "EUR", "1,234.56 EUR"},
		{"1,234.56", "EUR", "1,234.56 EUR"},
		{"1'234.50", "CHF", "1,234.50 CHF"},
		{"1’234.50", "CHF", "1,234.50 CHF"},
		{"1 234,56", "EUR", "1,234.56 EUR"},
		{"1\u202f234\u00a0567,89 €", "", "1,234,567.89 EUR"},
		{"1.234.567", "EUR", "1,234,567.00 EUR"},
		{"1.234", "EUR", "1,234.00 EUR"},
		{"1,234", "EUR", "1,234.00 EUR"},
		{"1.234", "JPY", "1,234 JPY"},
		{"1.234", "KWD", "1.234 KWD"},
		{"1,234.500", "KWD", "1,234.500 KWD"},
		{"12,50", "KWD", "12.500 KWD"},
		{"€42", "USD", "42.00 EUR"},
		{"42€", "", "42.00 EUR"},
		{"42.50 EUR", "USD", "42.50 EUR"},
		{"EUR 42,5", "USD", "42.50 EUR"},
		{"eur42", "", "42.00 EUR"},
		{"$12", "EUR", "12.00 USD"},
		{"$12", "CAD", "12.00 CAD"},
		{"US$12", "CAD", "12.00 USD"},
		{"nz$ 12", "EUR", "12.00 NZD"},
		{"¥1200", "EUR", "1,200 JPY"},
		{"¥12", "CNY", "12.00 CNY"},
		{"42 kr", "SEK", "42.00 SEK"},
		{"Fr. 42.-", "EUR", "42.00 CHF"},
		{"42,–", "EUR", "42.00 EUR"},
		{"12 euros", "", "12.00 EUR"},
		{"€42 EUR", "", "42.00 EUR"},
		{"-12.50", "EUR", "-12.50 EUR"},
		{"−12.50", "EUR", "-12.50 EUR"},
		{"€-12.50", "", "-12.50 EUR"},
		{"-€12.50", "", "-12.50 EUR"},
		{"007,5", "EUR", "7.50 EUR"},
		{"999999999999", "EUR", "999,999,999,999.00 EUR"},
		{"10 ALL", "EUR", "10.00 ALL"},
	} {
		a, err := Parse(c.text, c.def)
		if assert.NoError(t, err, c.text) {
			assert.Equal(t, c.want, a.String(), c.text)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		def  Currency
		want string
	}{
		{"", "EUR", "No amount was given. Write a number and its currency, such as 42.50 EUR."},
		{"1e309", "EUR", `"1e309" is not an amount.`},
		{"0x10", "EUR", "is not an amount"},
		{"１２８", "EUR", `"１２８" is not written in the digits 0 to 9.`},
		{"٤٢", "EUR", "is not written in the digits 0 to 9"},
		{"½", "EUR", "is not written in the digits 0 to 9"},
		{"1234.567", "EUR", "EUR has only 2 digits after the point, so 1234.567 is not an amount in it."},
		{"0.125", "EUR", "EUR has only 2 digits"},
		{"1.2345", "EUR", "EUR has only 2 digits"},
		{"12.5", "JPY", "JPY has no smaller unit, so 12.5 is not an amount in it. Write a whole number, such as 1200."},
		{"1,234", "KWD", "1,234 could mean 1234 or 1.234 KWD. Write 1234.000 or 1.234."},
		{"1000000000000", "EUR", "has more than 12 digits before the point"},
		{"9223372036854775808", "EUR", "has more than 12 digits before the point"},
		{"1.000,00,0", "EUR", `"1.000,00,0" cannot be read as a number.`},
		{"1,23,456", "EUR", "cannot be read as a number"},
		{"1.234,567.89", "EUR", "cannot be read as a number"},
		{"1234.567,89", "EUR", "cannot be read as a number"},
		{"1'23.50", "CHF", "cannot be read as a number"},
		{"1 2", "EUR", "cannot be read as a number"},
		{"12.", "EUR", "cannot be read as a number"},
		{".50", "EUR", "is not an amount"},
		{"--5", "EUR", "is not an amount"},
		{"5 EUR 6", "EUR", "is not an amount"},
		{"taxi", "EUR", "is not an amount"},
		{"42", "", "No currency was given."},
		{"42 XYZ", "EUR", `"XYZ" is not a currency in use.`},
		{"42 kr", "EUR", `"kr" is not a currency in use.`},
		{"$42 EUR", "", "Two currencies are named, USD and EUR."},
		{"=1+1", "EUR", "is not an amount"},
		{"NaN", "EUR", "is not an amount"},
		{"\xff\xfe", "EUR", "is not an amount"},
	} {
		a, err := Parse(c.text, c.def)
		if assert.Error(t, err, "%s gave %s", c.text, a) {
			assert.Contains(t, err.Error(), c.want, c.text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"42.50 EUR", "1.234,56", "$1'000", "kr 5", "1e309", "\xff1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Parse(text, "EUR")
		if err != nil {
			return
		}
		back, err := Parse(a.String(), "")
		assert.NoError(t, err)
		assert.Equal(t, a, back)
	})
}

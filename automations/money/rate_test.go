package money

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func rates(t require.TestingT, lines ...string) Rates {
	r, err := ParseRates(strings.NewReader("date,from,to,rate,source\n" + strings.Join(lines, "\n")))
	require.NoError(t, err)
	return r
}

func TestFindRate(t *testing.T) {
	t.Parallel()
	r := rates(t,
		"2026-11-18,EUR,USD,1.10,bank",
		"2026-11-02,EUR,USD,1.00,bank",
		"2026-11-20,USD,EUR,0.80,bank",
		"2026-11-10,GBP,EUR,1.15,bank",
		"2026-11-20,EUR,VND,28950,bank",
		"2026-11-20,PLN,CZK,5.7,one way",
		"2026-11-20,CZK,PLN,0.2,other way",
	)
	for _, c := range []struct {
		from, to    Currency
		day         string
		value, date string
		source      string
	}{
		{"EUR", "USD", "2026-11-18", "1.1", "2026-11-18", "bank"},
		{"EUR", "USD", "2026-11-19", "1.1", "2026-11-18", "bank"},
		{"EUR", "USD", "2026-11-12", "1", "2026-11-02", "bank"},
		{"EUR", "USD", "2026-11-20", "1.25", "2026-11-20", "bank (1 / 0.8)"}, // The opposite rate is newer.
		{"USD", "EUR", "2026-11-19", "0.90909090909", "2026-11-18", "bank (1 / 1.1)"},
		{"EUR", "GBP", "2026-11-20", "0.86956521739", "2026-11-10", "bank (1 / 1.15)"},
		{"VND", "EUR", "2026-11-20", "0.000034542314335", "2026-11-20", "bank (1 / 28950)"},
		{"PLN", "CZK", "2026-11-20", "5.7", "2026-11-20", "one way"},
		{"CZK", "PLN", "2026-11-21", "0.2", "2026-11-20", "other way"},
		{"CHF", "CHF", "2026-11-20", "1", "2026-11-20", "same currency"},
	} {
		rate, err := r.Find(c.from, c.to, c.day)
		if !assert.NoError(t, err, "%s %s %s", c.from, c.to, c.day) {
			continue
		}
		assert.Equal(t, c.from, rate.From)
		assert.Equal(t, c.to, rate.To)
		assert.Equal(t, c.value, rate.Value.String())
		assert.Equal(t, c.date, rate.Date)
		assert.Equal(t, c.source, rate.Source)
	}
}

func TestFindRateKnowsNone(t *testing.T) {
	t.Parallel()
	r := rates(t, "2026-11-10,EUR,USD,1.10,bank", "2026-11-10,EUR,GBP,0.85,bank")
	for _, c := range []struct {
		from, to Currency
		day      string
	}{
		{"EUR", "USD", "2026-11-09"}, // Before the first.
		{"EUR", "USD", "2026-11-21"}, // Eleven days old.
		{"USD", "GBP", "2026-11-10"}, // Only through EUR.
	} {
		_, err := r.Find(c.from, c.to, c.day)
		var none NoRateError
		require.True(t, errors.As(err, &none), "%v", err)
		assert.Equal(t, NoRateError{From: c.from, To: c.to, Date: c.day}, none)
	}
	assert.EqualError(t, NoRateError{From: "EUR", To: "USD", Date: "2026-11-09"},
		"No exchange rate from EUR to USD is known for 2026-11-09 or the 10 days before. "+
			"Ask whoever keeps the rates to add it, or enter the amount in USD.")
	_, err := r.Find("EUR", "USD", "20.11.2026")
	assert.ErrorContains(t, err, "Write it like 2026-11-20.")
	_, err = Rates{}.Find("EUR", "USD", "2026-11-20")
	assert.ErrorAs(t, err, &NoRateError{})
}

func TestConvertRoundsHalfAwayFromZero(t *testing.T) {
	t.Parallel()
	r := rates(t, "2026-11-20,EUR,USD,1.25,bank", "2026-11-20,EUR,JPY,160.5,bank", "2026-11-20,EUR,KWD,0.3333,bank")
	for _, c := range []struct {
		amount, want string
		to           Currency
	}{
		{"0.02 EUR", "0.03 USD", "USD"}, // 0.025
		{"-0.02 EUR", "-0.03 USD", "USD"},
		{"0.10 EUR", "0.13 USD", "USD"}, // 0.125, which rounding to even would make 0.12.
		{"1 EUR", "161 JPY", "JPY"},
		{"1 EUR", "0.333 KWD", "KWD"},
		{"0 EUR", "0.00 USD", "USD"},
	} {
		rate, err := r.Find("EUR", c.to, "2026-11-20")
		require.NoError(t, err)
		assert.Equal(t, amount(t, c.want), rate.Convert(amount(t, c.amount)), c.amount)
	}
	rate, err := r.Find("EUR", "USD", "2026-11-20")
	require.NoError(t, err)
	assert.Panics(t, func() { rate.Convert(amount(t, "1 GBP")) })
}

func TestParseRatesNamesEveryBadLine(t *testing.T) {
	t.Parallel()
	_, err := ParseRates(strings.NewReader("date,from,to,rate,source\n" +
		"2026-11-20,EUR,USD,1.1,bank\n" +
		"20.11.2026,EUR,USD,1.1,bank\n" +
		"2026-11-21,EUR,USD\n" +
		"2026-11-21,EUR,XYZ,1.1,bank\n" +
		"2026-11-21,EUR,USD,1e309,bank\n" +
		"2026-11-21,EUR,USD,\"1,1\",bank\n" +
		"2026-11-21,EUR,USD,0,bank\n" +
		"2026-11-21,EUR,USD,-1,bank\n" +
		"2026-11-21,EUR,EUR,1,bank\n" +
		"2026-11-20,EUR,USD,1.2,bank\n"))
	require.Error(t, err)
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 9)
	for i, want := range []string{
		`Line 3: "20.11.2026" is not a day. Write it like 2026-11-20.`,
		"Line 4: It has 3 fields instead of 5",
		`Line 5: "XYZ" is not a currency in use.`,
		`Line 6: "1e309" is not a rate.`,
		`Line 7: "1,1" is not a rate.`,
		`Line 8: "0" is not a rate.`,
		`Line 9: "-1" is not a rate.`,
		"Line 10: Both currencies are EUR.",
		"Line 11: A rate from EUR to USD on 2026-11-20 is already there.",
	} {
		assert.Contains(t, lines[i], want)
	}
}

func TestParseRatesReadsTheHeader(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "from,to\n", "2026-11-20,EUR,USD,1.1,bank\n"} {
		_, err := ParseRates(strings.NewReader(text))
		assert.EqualError(t, err, "Line 1 of the rates must be date,from,to,rate,source.", text)
	}
	_, err := ParseRates(strings.NewReader("\ufeffDate,From,To,Rate,Source\r\n2026-11-20, EUR, USD, 1.1, bank\r\n"))
	assert.NoError(t, err)
	_, err = ParseRates(strings.NewReader("date,from,to,rate,source\n\"2026"))
	assert.ErrorContains(t, err, "The rates cannot be read further")
}

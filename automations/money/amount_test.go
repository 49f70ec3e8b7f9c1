package money

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func amount(t require.TestingT, text string) Amount {
	a, err := Parse(text, "")
	require.NoError(t, err)
	return a
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value    string
		currency Currency
		want     string
	}{
		{"1.005", "EUR", "EUR has only 2 digits after the point, so 1.005 is not an amount in it. Round it, such as 125.00."},
		{"1.5", "JPY", "JPY has no smaller unit, so 1.5 is not an amount in it. Write a whole number, such as 1200."},
		{"1.0001", "KWD", "KWD has only 3 digits"},
		{"1", "", "No currency was given."},
		{"1", "XYZ", "not a currency in use"},
		{"1", "eur", "is not an ISO 4217 code"},
		{"1", "€", "is not an ISO 4217 code"},
		{"1e309", "EUR", "too many digits"},
		{"1e10000", "EUR", "too many digits"},
		{"1e-10000", "EUR", "too many digits"},
		{"1000000000000000000", "EUR", "too many digits"},
		{"1e18", "EUR", "too many digits"},
		{"0." + strings.Repeat("0", 54) + "1", "EUR", "too many digits"},
	} {
		value, err := decimal.NewFromString(c.value)
		require.NoError(t, err)
		_, err = New(value, c.currency)
		require.Error(t, err, c.value)
		assert.Contains(t, err.Error(), c.want)
	}
}

func TestNewKeepsTheCurrencysDigits(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"42.5", "42.50", "42.500000", "425e-1"} {
		value, err := decimal.NewFromString(text)
		require.NoError(t, err)
		a, err := New(value, "EUR")
		require.NoError(t, err, text)
		assert.Equal(t, amount(t, "42.50 EUR"), a, "equal field by field")
	}
	most, err := decimal.NewFromString("999999999999999999.99")
	require.NoError(t, err)
	a, err := New(most, "EUR")
	require.NoError(t, err)
	assert.Equal(t, "999,999,999,999,999,999.99 EUR", a.String())
	zero, err := New(decimal.Decimal{}, "EUR")
	require.NoError(t, err)
	assert.Equal(t, amount(t, "0 EUR"), zero)
}

func TestString(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1234.5 EUR": "1,234.50 EUR", "0 EUR": "0.00 EUR", "999 EUR": "999.00 EUR", "1000000 JPY": "1,000,000 JPY",
		"-1234.50 EUR": "-1,234.50 EUR", "-0.01 USD": "-0.01 USD", "1234.567 KWD": "1,234.567 KWD", "123456 EUR": "123,456.00 EUR",
	} {
		assert.Equal(t, want, amount(t, text).String())
	}
	assert.Equal(t, "0.00", Amount{}.String())
	for n, want := range map[int]string{0: "0", 999: "999", -1000: "-1,000", 50_000: "50,000", -100: "-100"} {
		assert.Equal(t, want, Count(n))
	}
}

func TestArithmetic(t *testing.T) {
	t.Parallel()
	a, b := amount(t, "10.10 EUR"), amount(t, "0.20 EUR")
	sum, err := a.Add(b)
	require.NoError(t, err)
	assert.Equal(t, amount(t, "10.30 EUR"), sum)
	assert.True(t, amount(t, "0 EUR").IsZero())
	assert.False(t, a.IsZero())

	total, err := Sum([]Amount{a, b, b})
	require.NoError(t, err)
	assert.Equal(t, amount(t, "10.50 EUR"), total)
	none, err := Sum(nil)
	require.NoError(t, err)
	assert.Equal(t, Amount{}, none)
}

func TestDifferentCurrenciesAreRefused(t *testing.T) {
	t.Parallel()
	a, b := amount(t, "10 EUR"), amount(t, "10 USD")
	const want = "10.00 EUR and 10.00 USD are in different currencies. Convert one of them first."
	_, err := a.Add(b)
	assert.EqualError(t, err, want)
	_, err = Sum([]Amount{a, b})
	assert.EqualError(t, err, want)
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"42.5 EUR": `{"value":"42.50","currency":"EUR"}`,
		"1200 JPY": `{"value":"1200","currency":"JPY"}`,
		"-1 KWD":   `{"value":"-1.000","currency":"KWD"}`,
	} {
		data, err := json.Marshal(amount(t, text))
		require.NoError(t, err)
		assert.Equal(t, want, string(data))
	}
	data, err := json.Marshal(Amount{})
	require.NoError(t, err)
	assert.Equal(t, `{"value":"0","currency":""}`, string(data))
	back := amount(t, "1 EUR")
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, Amount{}, back)

	for _, bad := range []string{
		`{"value":"1.005","currency":"EUR"}`, `{"value":"1e309","currency":"EUR"}`, `{"value":"1","currency":"XYZ"}`,
		`{"value":"1","currency":""}`, `{"value":"abc","currency":"EUR"}`, `{"value":"1.5","currency":"JPY"}`, `42`,
		`{"value":"","currency":"EUR"}`, `{"value":"-","currency":"EUR"}`, `{"value":"1-.00","currency":"EUR"}`, `{"value":"1.00","currency":"EUR"`,
		`{"value":"1.00","currency":EUR}`, `{"value":"1.0.00","currency":"EUR"}`, `{"value":"1234567890123456789.00","currency":"EUR"}`,
	} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back), bad)
	}
	assert.Equal(t, Amount{}, back, "a refused amount changes nothing")

	for text, want := range map[string]string{
		`{"value":"7","currency":"EUR"}`: "7 EUR", `{ "value": "-0.50", "currency": "EUR" }`: "-0.5 EUR", `{"currency":"JPY","value":"12"}`: "12 JPY",
		`{"value":"123456789012.25","currency":"EUR"}`: "123456789012.25 EUR", `{"value":"-0.00","currency":"EUR"}`: "0 EUR",
	} {
		require.NoError(t, json.Unmarshal([]byte(text), &back), text)
		assert.Equal(t, amount(t, want), back, text)
	}
}

// drawn returns any amount that can be typed.
func drawn(t *rapid.T) Amount {
	c := rapid.SampledFrom([]Currency{"EUR", "JPY", "KWD", "USD", "RSD"}).Draw(t, "currency")
	units := rapid.Int64Range(-999_999_999_999, 999_999_999_999).Draw(t, "units")
	a, err := New(decimal.New(units, -int32(c.Digits())), c)
	require.NoError(t, err)
	return a
}

func TestWhatIsPrintedIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawn(t)
		back, err := Parse(a.String(), "")
		require.NoError(t, err, a.String())
		require.Equal(t, a, back)

		data, err := json.Marshal(a)
		require.NoError(t, err)
		plain, err := json.Marshal(struct {
			Value    string   `json:"value"`
			Currency Currency `json:"currency"`
		}{a.Value.StringFixed(int32(a.Currency.Digits())), a.Currency})
		require.NoError(t, err)
		require.Equal(t, string(plain), string(data))
		var read Amount
		require.NoError(t, json.Unmarshal(data, &read))
		require.Equal(t, a, read)

		found, rest, ok := Find("taxi "+a.String()+" to the airport", "GBP")
		require.True(t, ok, a.String())
		require.Equal(t, a, found)
		require.Equal(t, "taxi to the airport", rest)
	})
}

func TestAFigureHasItsThousandsApart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"1250000": "1,250,000", "2026": "2026", "-12345.50": "-12,345.5", "0.5": "0.5", "10000": "10,000"} {
		assert.Equal(t, want, Figure(decimal.RequireFromString(text)))
	}
}

package money

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/currency"
)

func TestParseCurrency(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Currency{
		"EUR": "EUR", "eur": "EUR", " Gbp ": "GBP", "€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "zł": "PLN",
		"XCG": "XCG", "KWD": "KWD", "all": "ALL",
	} {
		c, err := ParseCurrency(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, c, text)
	}
	for text, want := range map[string]string{
		"":      "No currency was given.",
		"XYZ":   `"XYZ" is not a currency in use. Write its code of three letters, such as EUR, GBP or USD.`,
		"DEM":   "not a currency in use",
		"XXX":   "not a currency in use",
		"XAU":   "not a currency in use",
		"EU":    "not a currency in use",
		"ＥＵＲ":   "not a currency in use",
		"kr":    "not a currency in use",
		"EURO€": "not a currency in use",
	} {
		_, err := ParseCurrency(text)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want)
	}
}

func TestDigits(t *testing.T) {
	t.Parallel()
	for c, want := range map[Currency]int{
		"EUR": 2, "USD": 2, "RSD": 2, "COP": 2, "JPY": 0, "KRW": 0, "ISK": 0, "KWD": 3, "IQD": 3, "TND": 3,
	} {
		assert.Equal(t, want, c.Digits(), c)
	}
}

// tender tells whether a code is one in golang.org/x/text, which carries CLDR
// 32, or was issued since.
func tender(code string) bool {
	switch code {
	case "MRU", "SLE", "STN", "VES", "XCG", "ZWG":
		return true
	}
	unit, err := currency.ParseISO(code)
	if err != nil {
		return false
	}
	edition := time.Date(2017, time.November, 1, 0, 0, 0, 0, time.UTC)
	for at := currency.Query(currency.Date(edition)); at.Next(); {
		if at.Unit() == unit {
			return true
		}
	}
	return false
}

func TestTheCurrenciesAreThoseOfCLDR(t *testing.T) {
	t.Parallel()
	for n := range 26 * 26 * 26 {
		code := string([]byte{byte('A' + n/676), byte('A' + n/26%26), byte('A' + n%26)})
		if _, known := byCode(code); known != tender(code) {
			t.Errorf("%s: %v", code, known)
		}
	}
}

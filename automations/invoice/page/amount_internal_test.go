package page

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// typed makes a sheet of one line, its words a blank apart, "|" a column.
func typed(scanned bool, rows ...string) *sheet {
	var words []Word
	for n, row := range rows {
		x := 10.0
		for _, w := range strings.Split(row, " ") {
			if w == "|" {
				x += 40
				continue
			}
			width := 5 * float64(len([]rune(w)))
			words = append(words, Word{Text: w, X0: x, Y0: float64(n) * 14, X1: x + width, Y1: float64(n)*14 + 11.5})
			x += width + 3
		}
	}
	s := newSheet(Document{Pages: []Page{{Width: 595, Height: 842, Words: words}}, Scanned: scanned}, newVocabulary())
	s.readSums()
	s.mark()
	s.readDates()
	return s
}

func TestAmountsInEverySpelling(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1.234,50": "1234.5", "1,234.50": "1234.5", "1'234.50": "1234.5", "1’234.50": "1234.5", "1 234,50": "1234.5", "12 345 678,90": "12345678.9",
		"1.234,50 €": "1234.5", "€ 1.234,50": "1234.5", "€1,234.50": "1234.5", "USD 99.00": "99", "99.00USD": "99", "CHF 3’405.15": "3405.15", "kr 12,00": "12",
		"12,00-": "-12", "12,00 -": "-12", "-12,00": "-12", "- 12,00": "-12", "−12,00": "-12", "(12.00)": "-12", "-$12.00": "-12", "$-12.00": "-12", "12.00 CR": "-12",
		"1.250,-": "1250", "$3,500": "3500", ".99": "0.99", "0,79": "0.79", "1,23,456.00": "123456", "12,5": "12.5", "*12,34": "12.34", "12,34*": "12.34",
		"1.234.567,89": "1234567.89", "10,5000": "10.5", "R$ 10,00": "10", "£2,016.00": "2016",
	} {
		s := typed(false, text)
		if assert.Len(t, s.lines[0].sums, 1, text) {
			assert.Equal(t, want, s.lines[0].sums[0].value.String(), text)
		}
	}
}

func TestWhatIsNoAmount(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"12.03.2026", "A-12", "12/3", "1.2.3.4", "12:30", "abc", "€", "555-0144-22", "1,2345,6", "12345678901234567890"} {
		assert.Empty(t, typed(false, text).lines[0].sums, text)
	}
}

func TestThreeDigitsBehindAMark(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "1250", typed(false, "1.250").lines[0].sums[0].value.String(), "thousands")
	assert.Equal(t, "0.025", typed(false, "0.025").lines[0].sums[0].value.String(), "no thousands begin with a nought")
	english := typed(false, "1.399 57.64")
	assert.Equal(t, "1.399", english.lines[0].sums[0].value.String(), "the page writes decimals with a point")
}

func TestRatesAreNoAmounts(t *testing.T) {
	t.Parallel()
	s := typed(false, "MwSt 19 % | 7,7% | (8.25%) | 19,00")
	require.Len(t, s.lines[0].percent, 3)
	assert.Equal(t, "7.7", s.lines[0].percent[1].rate.String())
	assert.Len(t, s.lines[0].sums, 1)
}

func TestLettersAmongDigitsOfAPicture(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "1205.18", typed(true, "12O5,1B").lines[0].sums[0].value.String())
	assert.Empty(t, typed(false, "12O5,1B").lines[0].sums)
}

func TestCurrencyOfSigns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"€": "EUR", "US$": "USD", "C$": "CAD", "A$": "AUD", "NZ$": "NZD", "£": "GBP", "Fr.": "CHF", "zł": "PLN", "kr": "kr", "SEK": "SEK", "Kč": "CZK", "Ft": "HUF",
		"¥": "JPY", "₹": "INR", "R$": "BRL", "S$": "SGD", "lei": "RON", "лв": "BGN", "₺": "TRY", "xyz": "",
	} {
		assert.Equal(t, want, currencyOf(text), text)
	}
}

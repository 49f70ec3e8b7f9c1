package invoice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/invoice"
)

func TestSpelling(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, currency, amount, number string }{
		{"100", "EUR", "100.00", "100"},
		{"-129.6", "EUR", "-129.60", "-129.6"},
		{"+5.", "EUR", "5.00", "5"},
		{".5", "EUR", "0.50", "0.5"},
		{"9.9000", "EUR", "9.90", "9.9"},
		{"3.33330", "EUR", "3.3333", "3.3333"},
		{"1000.00", "JPY", "1000", "1000"},
		{"1.5", "KWD", "1.500", "1.5"},
		{"-0.00", "EUR", "0.00", "0"},
		{"20.0000", "", "20.00", "20"},
	} {
		n, ok := invoice.ParseNumber(c.text)
		require.True(t, ok, c.text)
		assert.Equal(t, c.amount, invoice.SpellAmount(n, c.currency), c.text)
		assert.Equal(t, c.number, invoice.SpellNumber(n), c.text)
	}
	for _, text := range []string{"", "-", ".", "1e309", "1,50", "1 000", "１２８", "0x10", "NaN", "1234567890123456789", "--1", "1.2.3"} {
		_, ok := invoice.ParseNumber(text)
		assert.False(t, ok, text)
	}
	assert.Equal(t, "CHE123456788MWST", invoice.SpellCode("che-123.456.788 MWSt"))
	assert.Equal(t, "DE", invoice.SpellCode("D\u202eЕE １"), "only ASCII: a look-alike is not taken for a letter")
}

func TestDates(t *testing.T) {
	t.Parallel()
	for text, is := range map[string]bool{
		"2026-11-21": true, "2024-02-29": true, "2026-02-29": false, "2026-13-01": false, "1899-12-31": false, "21.11.2026": false, "": false,
	} {
		assert.Equal(t, is, invoice.IsDate(text), text)
	}
}

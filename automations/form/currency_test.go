package form

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnAmountWithoutCurrencyHasThatOfTheAmountBefore(t *testing.T) {
	t.Parallel()
	f, problems := Compile([]Field{{Key: "lines", Type: Lines, Fields: []Field{{Key: "amount", Type: Money}, {Key: "tax", Type: Money}}}}, nil)
	require.Empty(t, problems)
	values, problems := f.Parse(Raw{
		"lines.0.amount": {Text: "36.20 USD"}, "lines.0.tax": {Text: "6.20"},
		"lines.1.amount": {Text: "10"}, "lines.1.tax": {Text: "1 GBP"},
	}, Context{Currency: "EUR"})
	require.Empty(t, problems)
	lines := values["lines"].Lines
	assert.Equal(t, "6.20 USD", lines[0]["tax"].Money.String())
	assert.Equal(t, "10.00 EUR", lines[1]["amount"].Money.String())
	assert.Equal(t, "1.00 GBP", lines[1]["tax"].Money.String())
}

package match_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice/match"
)

func number(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func orders() []match.Order {
	order := func(n, vendor, total, currency, billed string) match.Order {
		return match.Order{ID: n, Number: n, Vendor: vendor, Total: number(total), Currency: currency, Billed: number(billed)}
	}
	return []match.Order{
		order("PUR-12", "Lumen Office", "1000", "EUR", "0"),
		order("PUR-13", "Lumen Office GmbH", "500", "EUR", "400"),
		order("PUR-14", "Nordic Paper", "250", "GBP", "0"),
		order("PUR-15", "Twin Supplies", "80", "EUR", "0"),
		order("PUR-16", "Twin Supplies", "80", "EUR", "0"),
	}
}

func TestAnOrderIsFound(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		seller, order, gross, currency string
		number, left, over, odd        string
		named, part                    bool
	}{
		"it is named":            {"Lumen Office GmbH", "Your order PUR-12 of 3 May", "1000", "EUR", "PUR-12", "0", "0", "", true, false},
		"named as others write":  {"Lumen Office GmbH", "pur 0012", "1000", "EUR", "PUR-12", "0", "0", "", true, false},
		"a part of it":           {"Lumen Office GmbH", "PUR-12", "400", "EUR", "PUR-12", "600", "0", "", true, true},
		"the last part":          {"Lumen Office GmbH", "PUR-13", "100", "EUR", "PUR-13", "0", "0", "", true, false},
		"a little more":          {"Lumen Office GmbH", "PUR-12", "1020", "EUR", "PUR-12", "-20", "0", "", true, false},
		"too much":               {"Lumen Office GmbH", "PUR-12", "1020.01", "EUR", "PUR-12", "-20.01", "20.01", "20.01 EUR more than was approved with PUR-12 (1000.00 EUR).", true, false},
		"too much with the rest": {"Lumen Office GmbH", "PUR-13", "150", "EUR", "PUR-13", "-50", "50", "50.00 EUR more than was approved with PUR-13 (500.00 EUR), of which 400.00 EUR were billed before.", true, false},
		"a credit note":          {"Lumen Office GmbH", "PUR-13", "-100", "EUR", "PUR-13", "200", "0", "", true, true},
		"by another vendor":      {"Harbour Catering", "PUR-12", "1000", "EUR", "PUR-12", "0", "0", "PUR-12 was for “Lumen Office”, and the invoice is from “Harbour Catering”.", true, false},
		"in another currency":    {"Nordic Paper", "PUR-14", "250", "EUR", "PUR-14", "0", "0", "PUR-14 is in GBP and the invoice in EUR, so the amounts cannot be compared.", true, false},
		"by vendor and amount":   {"Nordic Paper Ltd", "", "251", "GBP", "PUR-14", "-1", "0", "", false, false},
		"what is left of it":     {"Lumen Office", "", "100", "EUR", "PUR-13", "0", "0", "", false, false},
		"none of that amount":    {"Lumen Office", "", "300", "EUR", "", "", "", "", false, false},
		"two of that amount":     {"Twin Supplies", "", "80", "EUR", "", "", "", "", false, false},
		"none that is ours":      {"Harbour Catering", "PO-99", "80", "EUR", "", "", "", "", false, false},
	}
	tolerance := match.Tolerance{Percent: number("2"), Amount: number("1")}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := match.Facts{Seller: test.seller, Order: test.order, Gross: number(test.gross), Currency: test.currency}
			m, ok := match.Fits(f, orders(), tolerance)
			if test.number == "" {
				assert.False(t, ok)
				return
			}
			assert.True(t, ok)
			assert.Equal(t, test.number, m.Order.Number)
			assert.Equal(t, test.named, m.ByNumber)
			assert.Equal(t, test.part, m.Part)
			assert.Equal(t, test.left, m.Left.String())
			assert.Equal(t, test.over, m.Over.String())
			assert.Equal(t, test.odd, strings.Join(m.Odd, "|"))
			assert.Equal(t, test.named, strings.HasSuffix(m.Why(), "which the invoice names"))
		})
	}
}

func TestNumbersOfOurs(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"PUR-12", "PUR-7"}, match.Numbers("PUR-12, pur/0007 and PUR 12"))
	assert.Empty(t, match.Numbers("4500012345"))
}

package invoice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice"
)

// sound is an invoice in which everything holds.
func sound() invoice.Invoice {
	xml := func(text string) invoice.Value { return invoice.Value{Text: text, Source: invoice.XML} }
	return invoice.Invoice{
		Kind: invoice.Bill,
		Values: map[invoice.Field]invoice.Value{
			invoice.Number: xml("2026-118"), invoice.IssueDate: xml("2026-03-02"), invoice.DueDate: xml("2026-04-01"),
			invoice.Currency: xml("EUR"), invoice.TotalNet: xml("1095.00"), invoice.TotalTax: xml("196.05"), invoice.TotalGross: xml("1291.05"),
			invoice.Seller: xml("Nordlicht Papier GmbH"), invoice.SellerVAT: xml("DE123456788"), invoice.IBAN: xml("DE89370400440532013000"),
		},
		Sums: invoice.Sums{Lines: "1100.00", Allowances: "10.00", Charges: "5.00", Prepaid: "291.00", Rounding: "-0.05", Payable: "1000.00"},
		Lines: []invoice.Line{
			{Text: "Paper", Quantity: "200", UnitPrice: "500.00", PriceQuantity: "100", Adjustment: "-2.00", Net: "998.00", TaxRate: "19"},
			{Text: "Book", Quantity: "3", UnitPrice: "33.3333", Net: "100.00", TaxRate: "7"},
			{Text: "Sample", Quantity: "1", UnitPrice: "2.00", Net: "2.00", TaxRate: "19.0"},
		},
		Allowances: []invoice.Allowance{{Amount: "10.00", TaxRate: "19"}, {Charge: true, Amount: "5.00", TaxRate: "19"}},
		Taxes: []invoice.Tax{
			{Category: "S", Rate: "19", Base: "995.00", Amount: "189.05"},
			{Category: "S", Rate: "7", Base: "100.00", Amount: "7.00"},
		},
	}
}

func TestWhatHoldsGetsNoWarning(t *testing.T) {
	t.Parallel()
	checked := invoice.Check(sound())
	assert.Empty(t, checked.Warnings)
	assert.Empty(t, checked.Uncertain())
}

func TestWhatDoesNotHoldIsSaid(t *testing.T) {
	t.Parallel()
	set := func(field invoice.Field, text string) func(*invoice.Invoice) {
		return func(inv *invoice.Invoice) { inv.Values[field] = invoice.Value{Text: text} }
	}
	for _, c := range []struct {
		name   string
		spoil  func(*invoice.Invoice)
		expect []string
	}{
		{"BR-CO-10", func(inv *invoice.Invoice) {
			inv.Sums.Lines = "1150.00"
			inv.Sums.Allowances = "60.00"
			inv.Allowances[0].Amount = "60.00"
		}, []string{
			"The lines add up to 1,100.00 EUR, but the invoice says 1,150.00 EUR.",
			"Lines, allowances and charges with 19 % tax come to 945.00 EUR, but the tax is reckoned on 995.00 EUR.",
		}},
		{"BR-CO-11", func(inv *invoice.Invoice) { inv.Sums.Allowances = "11.00" }, []string{
			"The allowances add up to 10.00 EUR, but the invoice says 11.00 EUR.",
			"The lines less allowances and plus charges make 1,094.00 EUR, but the total without tax is given as 1,095.00 EUR.",
		}},
		{"BR-CO-12", func(inv *invoice.Invoice) { inv.Sums.Charges = "6.00" }, []string{
			"The charges add up to 5.00 EUR, but the invoice says 6.00 EUR.",
			"The lines less allowances and plus charges make 1,096.00 EUR, but the total without tax is given as 1,095.00 EUR.",
		}},
		{"BR-CO-14", func(inv *invoice.Invoice) { inv.Taxes[1].Amount = "7.01" }, []string{
			"The taxes add up to 196.06 EUR, but the tax is given as 196.05 EUR.",
		}},
		{"BR-CO-15", set(invoice.TotalNet, "1095.01"), []string{
			"The lines less allowances and plus charges make 1,095.00 EUR, but the total without tax is given as 1,095.01 EUR.",
			"1,095.01 EUR without tax and 196.05 EUR of tax make 1,291.06 EUR, but the total is given as 1,291.05 EUR.",
		}},
		{"BR-CO-16", func(inv *invoice.Invoice) { inv.Sums.Prepaid = "" }, []string{
			"1,291.05 EUR less what was paid before leaves 1,291.00 EUR, but 1,000.00 EUR is said to be left to pay.",
		}},
		{"BR-CO-17", func(inv *invoice.Invoice) { inv.Taxes[0].Rate, inv.Taxes[1].Rate = "7", "19" }, []string{
			"7 % of 995.00 EUR are 69.65 EUR, but the tax on it is given as 189.05 EUR.",
			"19 % of 100.00 EUR are 19.00 EUR, but the tax on it is given as 7.00 EUR.",
			"Lines, allowances and charges with 7 % tax come to 100.00 EUR, but the tax is reckoned on 995.00 EUR.",
			"Lines, allowances and charges with 19 % tax come to 995.00 EUR, but the tax is reckoned on 100.00 EUR.",
		}},
		{"lines", func(inv *invoice.Invoice) {
			inv.Lines[0].Quantity = "201"
			inv.Lines[1].UnitPrice = "33.33"
			inv.Lines[2].UnitPrice = "2.02"
		}, []string{"Line 1 comes to 1,003.00 EUR, but it is given as 998.00 EUR."}},
		{"IBAN", set(invoice.IBAN, "DE89370400440532013001"), []string{
			"The IBAN DE89370400440532013001 fails its check digits. Ask the vendor for the right one.",
		}},
		{"VAT ids", func(inv *invoice.Invoice) {
			set(invoice.SellerVAT, "DE123456789")(inv)
			set(invoice.BuyerVAT, "ATU12345678")(inv)
		}, []string{
			"The VAT id DE123456789 of the seller fails its check digit.",
			"The VAT id ATU12345678 of the buyer fails its check digit.",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			inv := sound()
			c.spoil(&inv)
			checked := invoice.Check(inv)
			assert.Equal(t, c.expect, checked.Warnings)
			assert.Equal(t, c.expect, invoice.Check(checked).Warnings, "said twice")
		})
	}
}

func TestTaxIsOffByMoreThanItsRoundings(t *testing.T) {
	t.Parallel()
	inv := sound()
	inv.Taxes[0].Amount, inv.Taxes[1].Amount = "189.07", "6.98" // within half a coin for each line and one for the sum
	assert.Empty(t, invoice.Check(inv).Warnings)
	inv.Taxes[0].Amount, inv.Taxes[1].Amount = "189.08", "6.97"
	assert.Len(t, invoice.Check(inv).Warnings, 2)
	inv.Values[invoice.Currency] = invoice.Value{Text: "KWD"} // a coin is a thousandth
	inv.Taxes[0].Amount, inv.Taxes[1].Amount = "189.06", "6.99"
	assert.Len(t, invoice.Check(inv).Warnings, 2)
}

func TestAnUnsoundIBANIsUncertain(t *testing.T) {
	t.Parallel()
	inv := sound()
	inv.Values[invoice.IBAN] = invoice.Value{Text: "DE89370400440532013001"}
	assert.Equal(t, []invoice.Field{invoice.IBAN}, invoice.Check(inv).Uncertain())
	assert.Empty(t, inv.Uncertain(), "what was handed in is not changed")
}

func TestNegativeTotals(t *testing.T) {
	t.Parallel()
	inv := invoice.Invoice{Kind: invoice.Bill, Values: map[invoice.Field]invoice.Value{
		invoice.Currency: {Text: "EUR"}, invoice.TotalGross: {Text: "-119.00"},
	}}
	assert.Equal(t, []string{"The total is -119.00 EUR, below zero: the vendor owes this amount."}, invoice.Check(inv).Warnings)
	inv.Kind = invoice.CreditNote
	assert.Empty(t, invoice.Check(inv).Warnings, "a credit note keeps its sign")
}

func TestWhatIsNotGivenIsNotChecked(t *testing.T) {
	t.Parallel()
	assert.Empty(t, invoice.Check(invoice.Invoice{}).Warnings)
	inv := sound()
	inv.Lines, inv.Allowances = nil, nil // as in the profile BASIC WL
	inv.Sums.Allowances, inv.Sums.Charges = "10.00", "5.00"
	assert.Empty(t, invoice.Check(inv).Warnings)
	inv = sound()
	inv.Lines[1].TaxRate = ""
	inv.Lines[2].Net = ""
	inv.Taxes = append(inv.Taxes, invoice.Tax{Amount: "0.00"})
	assert.Empty(t, invoice.Check(inv).Warnings)
	inv = sound()
	inv.Allowances[0].TaxRate = ""
	assert.Empty(t, invoice.Check(inv).Warnings)
}

func TestManyBrokenLinesAreNotAllListed(t *testing.T) {
	t.Parallel()
	inv := invoice.Invoice{}
	for range 10 {
		inv.Lines = append(inv.Lines, invoice.Line{Quantity: "2", UnitPrice: "1.00", Net: "3.00"})
	}
	warnings := invoice.Check(inv).Warnings
	assert.Len(t, warnings, 4)
	assert.Equal(t, "More lines do not add up. Look at each of them.", warnings[3])
}

package automations

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/request"
)

// filled puts what was read into the kind invoice.
func filled(t *testing.T, change func(*invoice.Invoice)) Arrival {
	t.Helper()
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	kinds, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", RatesBy: "finance", Fallback: "director", Remind: time.Hour, Teams: []string{"payables", "procurement", "it"},
		Options: map[string][]form.Option{"cost_centres": {{Value: "sales", Label: "Sales"}}},
	}, builtin, nil)
	require.Empty(t, problems)
	kind, err := kinds.Kind("invoice")
	require.NoError(t, err)
	in := invoice.Invoice{Kind: invoice.Bill, Values: map[invoice.Field]invoice.Value{}}
	for field, text := range map[invoice.Field]string{
		invoice.Seller: "Acme  Ltd", invoice.Number: "R-1", invoice.IssueDate: "2026-11-16", invoice.Currency: "USD",
		invoice.TotalGross: "119.00", invoice.TotalNet: "100.00", invoice.TotalTax: "19.00", invoice.IBAN: "DE89370400440532013000",
	} {
		in.Values[field] = invoice.Value{Text: text, Source: invoice.XML}
	}
	change(&in)
	return arrivalOf(kind, "EUR", Found{Invoice: in, Hashes: []string{"00"}}, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
}

func gross(a Arrival) string {
	if m := a.Values["gross"].Money; m != nil {
		return m.String()
	}
	return ""
}

func TestWhatWasReadStandsInTheForm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*invoice.Invoice)
		gross  string
		unsure []string
		odd    int
	}{
		"an invoice":             {func(*invoice.Invoice) {}, "119.00 USD", nil, 0},
		"a credit note":          {func(in *invoice.Invoice) { in.Kind = invoice.CreditNote }, "-119.00 USD", nil, 1},
		"no currency":            {func(in *invoice.Invoice) { delete(in.Values, invoice.Currency) }, "119.00 EUR", []string{"gross", "net", "tax"}, 0},
		"partly paid":            {func(in *invoice.Invoice) { in.Sums.Payable = "19.00" }, "19.00 USD", []string{"gross"}, 1},
		"paid":                   {func(in *invoice.Invoice) { in.Sums.Payable = "0.00" }, "119.00 USD", []string{"gross"}, 1},
		"direct debit":           {func(in *invoice.Invoice) { in.Collected = true }, "119.00 USD", nil, 1},
		"no amount":              {func(in *invoice.Invoice) { in.Values[invoice.TotalGross] = invoice.Value{Text: "much"} }, "", []string{"gross"}, 0},
		"another gets the money": {func(in *invoice.Invoice) { in.Values[invoice.Payee] = invoice.Value{Text: "Factor AG"} }, "119.00 USD", nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := filled(t, c.change)
			assert.Equal(t, c.gross, gross(a))
			assert.ElementsMatch(t, c.unsure, a.Reading.Unsure)
			assert.Len(t, a.Reading.Odd, c.odd)
			assert.Empty(t, a.Holds)
			assert.Equal(t, "Acme Ltd", a.Values["vendor"].Text)
			assert.Equal(t, "DE89370400440532013000", a.Values["iban"].Text)
		})
	}
}

func TestTwoFacesHold(t *testing.T) {
	t.Parallel()
	a := filled(t, func(in *invoice.Invoice) {
		in.Differences = []invoice.Difference{
			{Field: invoice.TotalGross, XML: "119.00", Page: "1190.00"},
			{Field: invoice.Number, XML: "R-1", Page: "R-2"},
			{Field: invoice.IBAN, XML: "DE89370400440532013000", Page: "FR7630006000011234567890189"},
			{Field: invoice.DueDate, XML: "2026-12-01", Page: "2026-12-02"},
			{Field: invoice.TotalNet, XML: "100.00", Page: "1000.00"},
		}
		in.Values[invoice.TotalGross] = invoice.Value{Text: "119.00", Source: invoice.XML, Uncertain: true}
	})
	require.Len(t, a.Holds, 3)
	assert.Equal(t, []string{
		"The page prints “2026-12-02” where the XML inside says “2026-12-01” (due date).",
		"The page prints “1,000.00 USD” where the XML inside says “100.00 USD” (total net).",
	}, a.Reading.Odd)
	kinds := map[request.HoldKind][]string{}
	for _, h := range a.Holds {
		assert.True(t, h.Stays)
		kinds[h.Kind] = append(kinds[h.Kind], h.Path)
		if h.Path == "gross" {
			assert.Equal(t, "1190.00 USD", h.Choices[1].Value.Money.Value.StringFixed(2)+" "+string(h.Choices[1].Value.Money.Currency))
			assert.True(t, h.Choices[0].Value.Same(a.Values["gross"]), "the one that stands there can be chosen")
		}
		for _, account := range h.Accounts {
			assert.NotContains(t, account.Masked, "0532")
		}
	}
	assert.ElementsMatch(t, []string{"gross", "number"}, kinds[request.MismatchHold])
	assert.Len(t, kinds[request.BankHold], 1)
	assert.Empty(t, a.Reading.Unsure, "what is chosen need not be looked at as well")
}

func TestPositionsOfAnInvoiceAreKept(t *testing.T) {
	t.Parallel()
	a := filled(t, func(in *invoice.Invoice) {
		in.Lines = slices.Repeat([]invoice.Line{{Text: "Paper", Quantity: "2", Unit: "BX", UnitPrice: "100", PriceQuantity: "8", Net: "25.00", TaxRate: "19"}}, 300)
		in.Lines[1].PriceQuantity, in.Lines[2].PriceQuantity = "0", ""
	})
	require.Len(t, a.Reading.Positions, request.MostPositions)
	paper := request.Position{Text: "Paper", Quantity: "2", Unit: "BX", Price: "12.5", Net: "25.00", Tax: "19"}
	assert.Equal(t, paper, a.Reading.Positions[0])
	assert.Empty(t, a.Reading.Positions[1].Price)
	assert.Equal(t, "100", a.Reading.Positions[2].Price)
}

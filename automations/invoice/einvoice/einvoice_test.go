package einvoice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/invoice"
	"factotum/automations/invoice/einvoice"
)

func read(t *testing.T, document string) invoice.Invoice {
	t.Helper()
	inv, err := einvoice.Parse([]byte(document))
	require.NoError(t, err)
	return inv
}

// texts are the values of the header, all of them from XML.
func texts(t *testing.T, inv invoice.Invoice) map[invoice.Field]string {
	t.Helper()
	found := map[invoice.Field]string{}
	for field, value := range inv.Values {
		assert.Equal(t, invoice.XML, value.Source, field)
		found[field] = value.Text
	}
	return found
}

func TestFacturX(t *testing.T) {
	t.Parallel()
	inv := read(t, factur)
	assert.Equal(t, invoice.Bill, inv.Kind)
	assert.Empty(t, inv.Warnings)
	assert.Empty(t, inv.Uncertain())
	assert.Equal(t, map[invoice.Field]string{
		invoice.Number: "NP-2026/118", invoice.IssueDate: "2026-03-02", invoice.DueDate: "2026-04-01", invoice.Currency: "EUR",
		invoice.TotalNet: "1102.00", invoice.TotalTax: "190.00", invoice.TotalGross: "1292.00",
		invoice.Seller: "Nordlicht Papier GmbH", invoice.SellerVAT: "DE123456788", invoice.IBAN: "DE89370400440532013000",
		invoice.Payee: "Factor AG", invoice.Buyer: "Alder & Co", invoice.BuyerVAT: "ATU12345675", invoice.OrderReference: "PO-7",
		invoice.PaymentTerms: "30 days net",
	}, texts(t, inv))
	assert.Equal(t, invoice.Sums{Lines: "1100.00", Allowances: "10.00", Charges: "12.00", Prepaid: "292.00", Payable: "1000.00"}, inv.Sums)
	assert.Equal(t, []invoice.Line{
		{Text: "Copy paper, white", Quantity: "200", Unit: "XPK", UnitPrice: "500.00", PriceQuantity: "100", Adjustment: "-2.00", Net: "998.00", TaxRate: "19"},
		{Text: "Stamps", Quantity: "1", Unit: "C62", Net: "102.00", TaxRate: "0"},
	}, inv.Lines)
	assert.Equal(t, []invoice.Allowance{
		{Reason: "Spring", Amount: "10.00", TaxRate: "19"}, {Charge: true, Reason: "Carriage", Amount: "12.00", TaxRate: "19"},
	}, inv.Allowances)
	assert.Equal(t, []invoice.Tax{
		{Category: "S", Rate: "19", Base: "1000.00", Amount: "190.00"}, {Category: "E", Rate: "0", Base: "102.00", Amount: "0.00"},
	}, inv.Taxes)
	assert.Equal(t, []invoice.Account{
		{Number: "1234567"}, {Number: "DE89370400440532013000", Holder: "Factor AG", BIC: "COBADEFFXXX"}, {Number: "GB29NWBK60161331926819"},
	}, inv.Accounts)
	assert.Equal(t, []invoice.Candidate{{Text: "GB29NWBK60161331926819", Label: "another account of the vendor"}}, inv.Values[invoice.IBAN].Others)
	assert.Equal(t, []invoice.Candidate{{Text: "Nordlicht", Label: "trading name"}}, inv.Values[invoice.Seller].Others)
	assert.Equal(t, []invoice.Discount{
		{Days: 7, Until: "2026-03-09", Percent: "3", Base: "1292.00", Amount: "38.76"},
		{Days: 14, Until: "2026-03-16", Percent: "2.5", Base: "1292.00"},
	}, inv.Discounts)
	assert.False(t, inv.Collected)
}

func TestMinimum(t *testing.T) {
	t.Parallel()
	inv := read(t, minimum)
	assert.Empty(t, inv.Warnings)
	assert.Equal(t, map[invoice.Field]string{
		invoice.Number: "M-1", invoice.IssueDate: "2026-03-02", invoice.Currency: "EUR", invoice.TotalNet: "100.00", invoice.TotalTax: "20.00",
		invoice.TotalGross: "120.00", invoice.Seller: "Atelier Sud", invoice.SellerVAT: "FR11123456782", invoice.Buyer: "Alder",
	}, texts(t, inv))
}

func TestZUGFeRD1AndItsDraft(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{"1.0": zugferd, "draft of 2013": draft()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inv := read(t, document)
			assert.Equal(t, []string{"The e-invoice says of itself that it is a test."}, inv.Warnings)
			assert.Equal(t, map[invoice.Field]string{
				invoice.Number: "Z-9", invoice.IssueDate: "2014-03-05", invoice.DueDate: "2014-03-20", invoice.Currency: "EUR",
				invoice.TotalNet: "100.00", invoice.TotalTax: "7.00", invoice.TotalGross: "107.00", invoice.Seller: "Moor & Torf KG",
				invoice.SellerVAT: "DE123456788", invoice.Buyer: "Alder", invoice.OrderReference: "B-4",
			}, texts(t, inv))
			assert.True(t, inv.Collected, "the account named is the buyer's")
			assert.Equal(t, []invoice.Line{{Text: "Peat", Quantity: "4", Unit: "C62", UnitPrice: "25.00", Net: "100.00", TaxRate: "7"}}, inv.Lines)
			assert.Equal(t, []invoice.Tax{{Category: "S", Rate: "7", Base: "100.00", Amount: "7.00"}}, inv.Taxes)
		})
	}
}

func TestPeppol(t *testing.T) {
	t.Parallel()
	inv := read(t, peppol)
	assert.Equal(t, invoice.Bill, inv.Kind)
	assert.Empty(t, inv.Warnings)
	assert.Equal(t, map[invoice.Field]string{
		invoice.Number: "F-77", invoice.IssueDate: "2026-03-02", invoice.DueDate: "2026-04-01", invoice.Currency: "NOK", invoice.TotalNet: "1000.00",
		invoice.TotalTax: "250.00", invoice.TotalGross: "1250.00", invoice.Seller: "Fjell Verktøy AS", invoice.SellerVAT: "NO123456785MVA",
		invoice.IBAN: "NO9386011117947", invoice.Payee: "Factor AS", invoice.Buyer: "Alder", invoice.OrderReference: "PO-7", invoice.PaymentTerms: "Net 30 days",
	}, texts(t, inv))
	assert.Equal(t, invoice.Sums{Lines: "950.00", Charges: "50.00", Rounding: "0.00", Payable: "1250.00"}, inv.Sums)
	assert.Equal(t, []invoice.Line{
		{Text: "Hammer", Quantity: "10", Unit: "EA", UnitPrice: "100.00", Adjustment: "-50.00", Net: "950.00", TaxRate: "25"},
	}, inv.Lines)
	assert.Equal(t, []invoice.Allowance{{Charge: true, Reason: "Freight", Amount: "50.00", TaxRate: "25"}}, inv.Allowances)
	assert.Equal(t, []invoice.Tax{{Category: "S", Rate: "25", Base: "1000.00", Amount: "250.00"}}, inv.Taxes)
	assert.Equal(t, []invoice.Account{{Number: "NO9386011117947", Holder: "Factor AS", BIC: "DNBANOKK"}}, inv.Accounts)
	assert.Equal(t, []invoice.Discount{{Until: "2026-03-12", Percent: "2"}}, inv.Discounts)
}

func TestCreditNotesKeepTheirSign(t *testing.T) {
	t.Parallel()
	inv := read(t, credit)
	assert.Equal(t, invoice.CreditNote, inv.Kind)
	assert.Empty(t, inv.Warnings)
	assert.Equal(t, map[invoice.Field]string{
		invoice.Number: "GS-19", invoice.IssueDate: "2026-02-12", invoice.DueDate: "2026-03-01", invoice.Currency: "EUR",
		invoice.TotalGross: "-132.68", invoice.Seller: "Heide Kost",
	}, texts(t, inv))
	assert.Equal(t, "-8", inv.Lines[0].Quantity)
	assert.Equal(t, invoice.CreditNote, read(t, with(credit, "381", "380")).Kind, "the root says it too")
}

func TestKindsByTheirCode(t *testing.T) {
	t.Parallel()
	for code, kind := range map[string]invoice.Kind{
		"380": invoice.Bill, "384": invoice.Bill, "389": invoice.Bill, "326": invoice.Bill, "": invoice.Bill, "204": invoice.Bill,
		"381": invoice.CreditNote, "261": invoice.CreditNote, "396": invoice.CreditNote, "81": invoice.CreditNote,
	} {
		assert.Equal(t, kind, read(t, with(minimum, "<ram:TypeCode>380", "<ram:TypeCode>"+code)).Kind, code)
	}
	assert.Contains(t, read(t, with(minimum, ">380<", ">751<")).Warnings[0], "information for accounting")
}

func TestOtherXMLIsNoInvoice(t *testing.T) {
	t.Parallel()
	for _, document := range []string{
		`<rss/>`, `<Invoice xmlns="http://www.ebinterface.at/schema/6p0/"/>`, `<Invoice/>`, `<CreditNote><ID>1</ID></CreditNote>`,
		`<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`, `<html><body>Invoice</body></html>`,
	} {
		_, err := einvoice.Parse([]byte(document))
		assert.Equal(t, fault.NotFound, fault.CodeOf(err), document)
		assert.Contains(t, fault.Say(err), "no e-invoice")
	}
}

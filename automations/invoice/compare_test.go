package invoice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice"
)

// page is what is read off the page of sound.
func page() invoice.Invoice {
	inv := invoice.Invoice{Kind: invoice.Bill, Values: map[invoice.Field]invoice.Value{}}
	for field, value := range sound().Values {
		value.Source, value.Label = invoice.Text, string(field)
		inv.Values[field] = value
	}
	return inv
}

func TestFacesThatAgree(t *testing.T) {
	t.Parallel()
	read := page()
	read.Values[invoice.Seller] = invoice.Value{Text: "NORDLICHT Papier", Source: invoice.Text}
	read.Values[invoice.Number] = invoice.Value{Text: "2026 - 118", Source: invoice.Text}
	read.Values[invoice.TotalGross] = invoice.Value{Text: "1291.050", Source: invoice.Text}
	delete(read.Values, invoice.TotalNet)
	delete(read.Values, invoice.DueDate)
	merged := invoice.Merge(sound(), read)
	assert.Empty(t, merged.Differences)
	assert.Empty(t, merged.Uncertain())
	assert.Equal(t, sound().Values, merged.Values, "the XML counts")
}

func TestFacesThatDiffer(t *testing.T) {
	t.Parallel()
	const other = "GB29NWBK60161331926819"
	for _, c := range []struct {
		name      string
		field     invoice.Field
		read      invoice.Value
		held      bool
		uncertain bool
	}{
		{"another total", invoice.TotalGross, invoice.Value{Text: "1300.00"}, true, true},
		{"another net", invoice.TotalNet, invoice.Value{Text: "1.00"}, true, true},
		{"another tax", invoice.TotalTax, invoice.Value{Text: "1.00"}, true, true},
		{"another currency", invoice.Currency, invoice.Value{Text: "USD"}, true, true},
		{"another number", invoice.Number, invoice.Value{Text: "2026-119"}, true, true},
		{"another date", invoice.IssueDate, invoice.Value{Text: "2026-03-03"}, true, true},
		{"another due date", invoice.DueDate, invoice.Value{Text: "2026-03-03"}, true, true},
		{"another account", invoice.IBAN, invoice.Value{Text: other}, true, true},
		{"another account, read without being sure", invoice.IBAN, invoice.Value{Text: other, Uncertain: true}, true, true},
		{"an account misread", invoice.IBAN, invoice.Value{Text: "DE89370400440532013001", Uncertain: true}, false, true},
		{"another total, read without being sure", invoice.TotalGross, invoice.Value{Text: "1300.00", Uncertain: true}, false, true},
		{"no total", invoice.TotalGross, invoice.Value{}, false, true},
		{"no number", invoice.Number, invoice.Value{}, false, true},
		{"no account", invoice.IBAN, invoice.Value{}, false, true},
		{"no date", invoice.IssueDate, invoice.Value{}, false, true},
		{"no currency", invoice.Currency, invoice.Value{}, false, false},
		{"chosen wrongly, but printed", invoice.TotalGross, invoice.Value{Text: "1000.00", Others: []invoice.Candidate{{Text: "1291.05"}}}, false, false},
		{"a number of signs only", invoice.Number, invoice.Value{Text: "//"}, true, true},
		{"an amount that is none", invoice.TotalGross, invoice.Value{Text: "much"}, true, true},
		{"another VAT id", invoice.SellerVAT, invoice.Value{Text: "ATU12345675"}, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			read := page()
			c.read.Label = "label"
			read.Values[c.field] = c.read
			xml := sound()
			said := xml.Values[c.field].Text
			merged := invoice.Merge(xml, read)
			assert.Equal(t, said, merged.Values[c.field].Text, "the XML counts")
			assert.Equal(t, c.uncertain, merged.Values[c.field].Uncertain)
			var held []invoice.Difference
			if c.held {
				held = []invoice.Difference{{Field: c.field, XML: said, Page: c.read.Text}}
				assert.Equal(t, []invoice.Candidate{{Text: c.read.Text, Label: "label"}}, merged.Values[c.field].Others)
			}
			assert.Equal(t, held, merged.Differences)
			assert.Equal(t, sound(), xml, "what was handed in is not changed")
		})
	}
}

func TestAnyOfTheVendorsAccountsWillDo(t *testing.T) {
	t.Parallel()
	xml, read := sound(), page()
	value := xml.Values[invoice.IBAN]
	value.Others = []invoice.Candidate{{Text: "GB29NWBK60161331926819"}}
	xml.Values[invoice.IBAN] = value
	read.Values[invoice.IBAN] = invoice.Value{Text: "GB29NWBK60161331926819"}
	assert.Empty(t, invoice.Merge(xml, read).Differences)
}

func TestACreditNoteMayPrintItsMinusOnOneFace(t *testing.T) {
	t.Parallel()
	xml, read := sound(), page()
	read.Values[invoice.TotalGross] = invoice.Value{Text: "-1291.05"}
	assert.Len(t, invoice.Merge(xml, read).Differences, 1, "an invoice may not")
	xml.Kind = invoice.CreditNote
	merged := invoice.Merge(xml, read)
	assert.Empty(t, merged.Differences)
	assert.Equal(t, "1291.05", merged.Values[invoice.TotalGross].Text)
}

func TestWhatTheXMLDoesNotSayComesFromThePage(t *testing.T) {
	t.Parallel()
	xml, read := sound(), page()
	delete(xml.Values, invoice.DueDate)
	delete(xml.Values, invoice.IBAN)
	xml.Lines, xml.Taxes = nil, nil
	read.Lines, read.Taxes = []invoice.Line{{Text: "Paper"}}, []invoice.Tax{{Rate: "19"}}
	merged := invoice.Merge(xml, read)
	assert.Equal(t, read.Values[invoice.DueDate], merged.Values[invoice.DueDate])
	assert.Equal(t, read.Values[invoice.IBAN], merged.Values[invoice.IBAN])
	assert.Equal(t, read.Lines, merged.Lines)
	assert.Equal(t, read.Taxes, merged.Taxes)

	xml.Collected = true
	assert.NotContains(t, invoice.Merge(xml, read).Values, invoice.IBAN, "the account printed is the buyer's own")
	xml.Collected, xml.Accounts = false, []invoice.Account{{Number: "12345678901"}}
	assert.NotContains(t, invoice.Merge(xml, read).Values, invoice.IBAN, "the XML names another account")
}

package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
	"factotum/connectors/mail/practice"
)

// stores are where the stories of what must not be fooled are told.
func stores() map[string]setup { return map[string]setup{"sqlite": {}, "redis": {redis: true}} }

// from is an invoice of some vendor over so many cents.
func from(vendor, vat, iban, number string, cents int64) form.Values {
	values := invoice(number, 0)
	values["vendor"], values["seller_vat"], values["iban"] = form.Value{Text: vendor}, form.Value{Text: vat}, form.Value{Text: iban}
	values["gross"] = form.Value{Money: &money.Amount{Value: decimal.New(cents, -2), Currency: "EUR"}}
	return values
}

const lumenRow = "Lumen Office GmbH,DE136695976,DE89370400440532013000,+49 30 901820"

// lumen is an invoice of the one vendor that is known.
func lumen(number string, cents int64) form.Values {
	return from("Lumen Office", "DE136695976", "DE89370400440532013000", number, cents)
}

func verified() request.Reading {
	return request.Reading{From: "billing@lumen.example", Verified: true}
}

func TestAnUnknownVendorIsTakenOn(t *testing.T) {
	t.Parallel()
	for name, s := range stores() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, s)
			n := w.Arrives("i1", from("Nordic Paper Ltd", "GB980780684", "GB29NWBK60161331926819", "N-7", 9000), request.Reading{From: "billing@nordic.example"})
			card := w.Card(lena, n, "no vendor is known as “Nordic Paper Ltd”")
			assert.Contains(t, card.Words(), "*Unverified sender:* billing@nordic.example")
			assert.True(t, w.As(jules).SeesNo(n), "nobody decides on it")

			card.Click("Take the vendor on…")
			form := w.As(lena).SeesModal("Name of the company")
			for _, says := range []string{"Nordic Paper Ltd", "GB980780684", "GB29NWBK60161331926819"} {
				assert.Contains(t, fmt.Sprint(form), says, says)
			}
			w.Fills(lena, "Country", "United Kingdom", "E-mail for questions", "billing@nordic.example", "Phone number for call-backs", "+44 20 7946 0018",
				"Cost centre", "400 Design", "What do we need them for?", "Paper").Submit()
			vendor := w.Sends(lena)
			w.Decides(jules, vendor, "Approve", "")
			w.Decides(tomas, vendor, "Approve", "")
			w.Card(marek, vendor, "Mark as set up")
			w.Decides(marek, vendor, "Mark as set up", "Called them")
			w.Decides(jules, n, "Approve", "")
			w.Locked(jules, n, "✅ Approved. Waiting for")

			// Who had the vendor taken on, and who set it up, never pay it.
			for _, who := range []string{lena, marek} {
				assert.False(t, w.Card(who, n, n).Has("Mark as paid"), who)
			}
			w.Decides(ingrid, n, "Mark as paid", "")
			w.Card(lena, n, "Paid")
		})
	}
}

func TestAChangedAccountOfAVerifiedVendorIsNotApproved(t *testing.T) {
	t.Parallel()
	for name, s := range stores() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, s)
			w.Knows(lumenRow)
			n := w.Arrives("i1", from("Lumen Office", "DE136695976", "DE75512108001245126199", "RE-118", 9000), verified())
			card := w.Card(tomas, n, "the account on the invoice is not the one on file")
			for _, says := range []string{"DE89 •••• 3000", "DE75 •••• 6199", "+4930901820", "which our mail server has verified"} {
				assert.Contains(t, card.Words(), says)
			}
			w.Pass(25 * time.Hour)
			assert.True(t, w.As(jules).SeesNo(n), "held: nobody is asked")
			w.calls(tomas, n)
			w.Card(marek, n, "Somebody else has to call")
			assert.True(t, w.As(jules).SeesNo(n), "one voice is none")
			w.calls(marek, n)
			w.Decides(jules, n, "Approve", "")
			w.Locked(jules, n, "✅ Approved. Waiting for *Payables*")
			assert.NotContains(t, w.Card(lena, n, "Mark as paid").Words(), "is not the one on file")
			w.Card(marek, n, "You had a hand in taking on its vendor, or in saying where the money goes, so somebody else does the rest.")
			assert.False(t, w.Card(marek, n, n).Has("Mark as paid"), "who has said where the money goes does not pay")

			next := w.Arrives("i2", from("Lumen Office", "DE136695976", "DE75512108001245126199", "RE-119", 120000), verified())
			w.Decides(jules, next, "Approve", "")
			w.Decides(ingrid, next, "Approve", "") // finance has nobody left who had no hand in it
		})
	}
}

// calls confirms the account of an invoice.
func (w *world) calls(who, number string) {
	w.t.Helper()
	w.Card(who, number, "Confirm a call…").Click("Confirm a call…")
	w.As(who).SeesModal("the number on file").Fill("text", "Ms Sample: it is theirs").Submit()
}

func TestAnAlteredInvoiceIsHeldAgainstTheFirst(t *testing.T) {
	t.Parallel()
	for name, s := range stores() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, s)
			w.Knows(lumenRow)
			first := w.Arrives("i1", lumen("INV-1001", 9000), verified())
			second := w.Arrives("i2", lumen("INV-1O01", 9900), verified())
			w.Card(jules, first, "Approve")
			card := w.Card(tomas, second, fmt.Sprintf("it looks like %s, which has the number INV-1001 and is over 90.00 EUR", first))
			assert.True(t, w.As(jules).SeesNo(second))
			card.Click("Let it go on…")
			w.As(tomas).SeesModal("It looks like "+first).Fill("text", "Two deliveries, both received").Submit()
			w.Decides(jules, second, "Approve", "")
			w.Locked(jules, second, "✅ Approved. Waiting for *Payables*")
		})
	}
}

func TestAnOrderIsBilledInPartsAndNotBeyond(t *testing.T) {
	t.Parallel()
	for name, s := range stores() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, s)
			w.Knows(lumenRow)
			order := w.Asks(chiara, "/purchase", "What do you need?", "Lamps", "From whom?", "Lumen", "Price in all", "200 EUR", "Why?", "It is dark.")
			w.Decides(seun, order, "Approve", "")
			w.Card(chiara, order, "✅ Approved. Waiting for *Procurement*")

			bill := func(id, number string, cents int64) string {
				values := lumen(number, cents)
				values["order"] = form.Value{Text: "Your order " + order}
				return w.Arrives(id, values, verified())
			}
			first := bill("i1", "A", 12000)
			w.Card(jules, first, "80.00 EUR of "+order+" are left after it.")
			second := bill("i2", "B", 12000)
			card := w.Card(tomas, second, "40.00 EUR more than was approved with "+order+" (200.00 EUR), of which 120.00 EUR were billed before")
			assert.True(t, w.As(jules).SeesNo(second))
			card.Click("Let it go on…")
			w.As(tomas).SeesModal("more than was approved").Fill("text", "Freight was agreed by telephone").Submit()
			w.Decides(jules, second, "Approve", "")
			w.Locked(jules, second, "✅ Approved. Waiting for *Payables*")
		})
	}
}

func TestASenderNeverTellsTheVendor(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Connected(ana)
	require.NoError(t, w.demo.Import(context.Background(), "vendors", []byte("name,vat_id,iban,contact\nLumen Office GmbH,DE136695976,DE89370400440532013000,billing@lumen.example\n")))
	letter := practice.Letter{
		Name: "Lumen Office GmbH", Address: "billing@lumen.example", Subject: "Your invoice", Day: time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC), Forged: true,
		Files: []practice.Attachment{{Name: "q-7.pdf", Body: printed([]string{
			"QUICK PARTS TRADING LTD", "1 Sample Street, London", "VAT ID GB980780684", "",
			"INVOICE", "Invoice number: Q-7", "Invoice date: 2026-11-16", "", "TOTAL        EUR 480.00", "", "IBAN GB29NWBK60161331926819",
		})}},
	}
	require.NoError(t, w.demo.Deliver(letter.Raw()))
	card := w.Card(lena, "INV-1", "No vendor was matched, since something speaks against the sender.")
	assert.Contains(t, card.Words(), "*Unverified sender:*")
	assert.Contains(t, card.Words(), "Anybody can write this address.")
	assert.Contains(t, card.Words(), "Cost centre was not found on the document and is needed")
	assert.NotContains(t, card.Words(), "Vendor: Lumen")
	assert.True(t, w.As(jules).SeesNo("INV-1"))

	letter.Forged, letter.Subject = false, "Your second invoice"
	letter.Files[0].Body = printed([]string{
		"QUICK PARTS TRADING LTD", "1 Sample Street, London", "VAT ID GB980780684", "",
		"INVOICE", "Invoice number: Q-8", "Invoice date: 2026-11-17", "", "TOTAL        EUR 481.00", "", "IBAN GB29NWBK60161331926819",
	})
	require.NoError(t, w.demo.Deliver(letter.Raw()))
	card = w.Card(lena, "INV-2", "no vendor is known as")
	assert.Contains(t, card.Words(), "which our mail server has verified")
	assert.NotContains(t, card.Words(), "Vendor: Lumen")
}

// twoNumbers is an invoice that prints two numbers, of which nobody but the
// vendor knows which one counts.
func twoNumbers(document, ours, gross string) practice.Letter {
	page := printed([]string{
		"LUMEN OFFICE GMBH", "Lindenallee 4, 50667 Koeln", "VAT ID DE136695976", "",
		"INVOICE", "Document number:   " + document, "Our number:        " + ours, "Invoice date: 2026-11-16", "Due date: 2026-12-16", "",
		"Desk lamp", "", "TOTAL        EUR " + gross, "", "IBAN DE89370400440532013000",
	})
	return practice.Letter{
		Name: "Lumen Office", Address: "billing@lumen.example", Subject: "Invoice " + ours, Day: time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC),
		Files: []practice.Attachment{{Name: ours + ".pdf", Body: page}},
	}
}

func TestACorrectionIsRememberedForTheNextInvoice(t *testing.T) {
	t.Parallel()
	for name, s := range stores() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, s)
			w.Connected(ana)
			require.NoError(t, w.demo.Import(context.Background(), "vendors", []byte("name,vat_id,iban,cost_centre\nLumen Office GmbH,DE136695976,DE89370400440532013000,400\n")))
			require.NoError(t, w.demo.Deliver(twoNumbers("4711", "2026-77", "119.00").Raw()))
			card := w.Card(lena, "INV-1", "Invoice number was not read for sure")
			assert.Contains(t, card.Words(), "Lumen Office GmbH, by VAT id")
			card.Click("Correct fields…")
			w.As(lena).SeesModal("Compare with the document").Fill("Invoice number", "2026-77").Submit()
			w.Card(jules, "INV-1", "2026-77")

			require.NoError(t, w.demo.Deliver(twoNumbers("4712", "2026-78", "238.00").Raw()))
			assert.NotContains(t, w.Card(jules, "INV-2", "2026-78").Words(), "not read for sure")
			w.Decides(jules, "INV-2", "Approve", "")

			w.As(lena).Drop("bill.pdf", twoNumbers("4713", "2026-79", "357.00").Files[0].Body)
			w.As(lena).Sees("Read from “bill.pdf”").Click("Change to: Invoice")
			draft := w.As(lena).Sees("Invoice number*\n2026-79").Words()
			assert.NotContains(t, draft, "not read for sure", "a dropped file is read as the mails were")
		})
	}
}

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
	"factotum/automations/state"
)

func TestAnApprovedInvoiceIsCorrectedAfterItWasSentBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Knows("Lumen Office,,DE89370400440532013000,+49 30 901820")
	n := w.Arrives("i1", invoice("RE-118", 1190), request.Reading{From: "billing@lumen.example"})
	w.Decides(jules, n, "Approve", "")
	card := w.Card(lena, n, "Waiting for *Marek Nowak or Tomás Ferreira* (Finance)")
	card.Click("Correct fields…")
	w.As(lena).SeesModal("Compare with the document").Fill("To pay", "90.00 EUR").Submit()
	w.Card(jules, n, "To pay: 1,190.00 EUR → 90.00 EUR")
	w.Decides(jules, n, "Approve", "") // finance is asked no more for 90

	card = w.Card(lena, n, "Back to approval…")
	assert.False(t, card.Has("Correct fields…"))
	card.Click("Back to approval…")
	w.As(lena).SeesModal("It is approved.").Fill("text", "The page says 95").Submit()
	assert.Contains(t, w.Card(jules, n, "The page says 95").Words(), "Lena Vogt sent it back to approval")
	w.Card(lena, n, "Waiting for *Jules Moreau*").Click("Correct fields…")
	w.As(lena).SeesModal("Compare with the document").Fill("To pay", "95.00 EUR").Submit()
	w.Card(jules, n, "90.00 EUR → 95.00 EUR")
	w.Decides(jules, n, "Approve", "")
	assert.Contains(t, w.Card(lena, n, "Approved").Words(), "You changed what decides over the money, so somebody else does the rest.")
	w.Decides(marek, n, "Mark as paid", "")
	w.Card(lena, n, "Paid")
}

// freight is a kind whose amount stands in lines.
const freight = `
kind: freight
title: Freight bill
about: Have a freight bill paid
prefix: FRT
summary: "{carrier}"
amount: lines.amount
internal: true
material: [lines]
stewards: [{team: payables}]
fields:
  - {key: carrier, label: Carrier, type: text, required: true}
  - key: lines
    label: Parcels
    type: lines
    required: true
    fields:
      - {key: what, label: Parcel, type: text, required: true}
      - {key: amount, label: Price, type: money, required: true}
route:
  - step: Finance
    approvers: [{role: finance}]
`

// parcels are lines of a freight bill, each over so many euros.
func parcels(euros ...int64) form.Value {
	var v form.Value
	for _, n := range euros {
		v.Lines = append(v.Lines, form.Values{"what": {Text: "Parcel"}, "amount": {Money: &money.Amount{Value: decimal.New(n, 0), Currency: "EUR"}}})
	}
	return v
}

func TestLinesAreCorrectedToo(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: func(folder string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "kinds", "freight.yaml"), []byte(freight), 0o600))
	}})
	bill := func(id string, euros ...int64) string {
		f, err := w.demo.Arrive(context.Background(), automations.Arrival{
			ID: id, Kind: "freight", From: "mail:invoices", Values: form.Values{"carrier": {Text: "Boreal"}, "lines": parcels(euros...)},
			Reading: request.Reading{Unsure: []string{"lines.1.amount"}}, Once: state.Once{Key: "mail/" + id},
		})
		require.NoError(t, err)
		return f.Number
	}
	n := bill("f1", 10, 20, 30)
	w.Card(lena, n, "Parcels was not read for sure").Click("Correct fields…")
	m := w.As(lena).SeesModal("Compare with the document")
	assert.Contains(t, m.Words(), "*Check:* this was not read for sure.")
	m.Fill("lines.1.amount", "25 EUR").Fill("lines.2.what", "").Fill("lines.2.amount", "").Fill("lines.3.what", "Crate").Fill("lines.3.amount", "much")
	assert.Contains(t, m.Errors(), "Price")
	m.Fill("lines.3.amount", "5 EUR").Submit()
	w.Card(marek, n, "40.00 EUR")
	w.Decides(marek, n, "Approve", "")

	many := make([]int64, 40)
	for i := range many {
		many[i] = int64(i + 1)
	}
	n = bill("f2", many...)
	w.Card(lena, n, "Correct fields…").Click("Correct fields…")
	w.As(lena).SeesModal("Compare with the document").Click("Later items")
	w.As(lena).SeesModal("Item 40 of 40").Fill("lines.39.amount", "140 EUR").Submit()
	w.Card(tomas, n, "920.00 EUR")
}

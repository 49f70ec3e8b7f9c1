package e2e

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestARecordIsEnteredLookedUpChangedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	require.NoError(t, w.demo.Import(context.Background(), "vendors", []byte("name\nLumen Office GmbH\n")))
	w.As(daan).Command("/entry")
	list := w.As(daan).Sees("What would you like to enter?")
	assert.Contains(t, list.Words(), "Assets")
	list.Click("Add: Asset")
	form := w.As(daan).SeesModal("Tag")
	assert.NotContains(t, form.Words(), "Serial number", "it is asked once there is a sort that has one")
	form.Fill("Tag", "lap 12").Choose("Sort", "Laptop")
	assert.Contains(t, w.As(daan).SeesModal("Serial number").Words(), "Model")
	form = w.Fills(daan, "Bought from", "Lumen Ofice", "Model", "Bolt 14", "Price", "1,200 EUR")
	assert.Contains(t, form.Errors()["Tag"], "Write it such as LAP-12.")
	assert.Contains(t, form.Fill("Tag", "LAP-12").Errors()["Bought from"], "Did you mean “Lumen Office GmbH”")
	form.Fill("Bought from", "lumen office").Submit()
	check := w.As(daan).SeesModal("Check and send").Words()
	assert.Contains(t, check, "it is saved at once")
	assert.Contains(t, check, "Lumen Office GmbH")
	w.As(daan).Modal().Submit()
	card := w.As(daan).Sees("Asset ENT-1")
	assert.Contains(t, card.Words(), "LAP-12")

	// Looked up, by its tag and by its model; changed; and back again.
	w.As(daan).Command("/entry asset lap-12")
	record := w.As(daan).SeesModal("Still missing: Who has it, Serial number")
	record.Click("Change…")
	w.Fills(daan, "Note", "Stickers", "Price", "1300").Submit()
	assert.Contains(t, w.As(daan).SeesModal("What changes").Words(), "nothing → Stickers")
	w.As(daan).Modal().Submit()
	w.As(daan).Sees("Asset ENT-2")
	w.As(daan).Command("/entry assets bolt")
	w.As(daan).SeesModal("Changed 1 time").Click("History")
	history := w.As(daan).SeesModal("Go back before this…")
	assert.Contains(t, history.Words(), "Note: nothing → Stickers")
	assert.Contains(t, history.Words(), "Price: 1,200.00 EUR → 1,300.00 EUR")
	history.Click("Go back before this…")
	w.As(daan).SeesModal("Change LAP-12").Submit()
	assert.Contains(t, w.As(daan).SeesModal("What changes").Words(), "Stickers → nothing")
	w.As(daan).Modal().Submit()
	w.As(daan).Sees("Asset ENT-3")

	// Who sold it is called otherwise now, and so they are here.
	w.As(marek).Command("/entry vendor lumen")
	w.As(marek).SeesModal("Lumen Office GmbH").Click("Change…")
	w.Fills(marek, "Name", "Lumen Workplace GmbH").Submit()
	w.As(marek).SeesModal("What changes").Submit()
	w.As(marek).Sees("Open the record")
	w.Until(at(t, "2026-11-18 11:00"))
	w.As(daan).Command("/entry asset lap-12")
	w.As(daan).SeesModal("Lumen Workplace GmbH")
}

// informants is a dataset of which who approves may not read all.
const informants = `dataset: informants
title: Informants
one: Informant
label: name
fields:
  - {key: name, label: Name, type: text, required: true}
  - {key: address, label: Address, type: text}
unique: [name]
masked: [address]
add: [everybody]
visible: [everybody]
keepers: [security]
approve: [{step: Director, approvers: [{role: director}]}]
`

func TestWhatIsMaskedIsMaskedOnTheCardThatAsksForApproval(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: func(folder string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "kinds", "informants.yaml"), []byte(informants), 0o600))
	}})
	w.As(ana).Command("/entry informant")
	w.Fills(ana, "Name", "Falcon", "Address", "Mill Lane 3").Submit()
	assert.Contains(t, w.As(ana).SeesModal("Check and send").Words(), "Mill Lane 3", "she has typed it")
	n := w.Sends(ana)
	card := w.Card(aisha, n, "*Why you:*").Words()
	assert.Contains(t, card, "*Address*\n••••")
	assert.NotContains(t, card, "Mill Lane")
	details := w.Opened(aisha, n)
	assert.NotContains(t, details.Words(), "Mill Lane")
	details.Shut()
	w.Decides(aisha, n, "Approve", "")
	w.Card(ana, n, "Open the record")
	w.As(hanna).Command("/entry informant falcon")
	assert.Contains(t, w.As(hanna).SeesModal("Added by").Words(), "Mill Lane 3")

	// Who may not read it changes the rest, and leaves it alone.
	w.As(ben).Command("/entry informant falcon")
	w.As(ben).SeesModal("••••").Click("Change…")
	form := w.Fills(ben, "Name", "Falcon II")
	assert.Empty(t, form.Holds("Address"))
	form.Submit()
	check := w.As(ben).SeesModal("What changes").Words()
	assert.Contains(t, check, "Falcon → Falcon II")
	assert.NotContains(t, check, "Address")
}

func TestWhoAddsAContactCorrectsATypo(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/entry contact Pia Moreu, Tile Works, pia@tile.example, +49 30 901820, 1990-05-01")
	form := w.As(ana).SeesModal("Company")
	assert.Equal(t, "Tile Works", form.Holds("Company"))
	assert.Equal(t, "pia@tile.example", form.Holds("E-mail"))
	form.Submit()
	assert.Contains(t, w.As(ana).SeesModal("it is saved at once").Words(), "1990", "she types it")
	w.As(ana).Modal().Submit()
	card := w.As(ana).Sees("Contact ENT-1")
	assert.Contains(t, card.Words(), "*Birthday*\n••••")
	card.Click("Open the record")
	w.As(ana).SeesModal("Added by you").Click("Change…")
	w.Fills(ana, "Name", "Pia Moreau").Submit()
	w.As(ana).SeesModal("Pia Moreu → Pia Moreau").Submit()
	w.As(ana).Sees("Contact ENT-2")
	w.As(ben).Command("/entry contact Pia Moraeu, Tile Works Ltd")
	w.As(ben).SeesModal("Company").Submit()
	similar := w.As(ben).SeesModal("This looks like a contact that is there already.")
	assert.Contains(t, similar.Words(), "*Pia Moreau*")
	similar.Shut()
	w.As(ben).Command("/entry contact moreau")
	assert.False(t, w.As(ben).SeesModal("Added by").Has("Change…"), "it is not his")
}

func TestADroppedDocumentFillsTheFormOfARecord(t *testing.T) {
	t.Parallel()
	bill := []string{
		"LUMEN OFFICE GMBH", "Musterweg 5, 10115 Berlin", "VAT ID DE136695976", "",
		"INVOICE", "Invoice number: LO-2026-118", "Invoice date: 2026-11-12", "",
		"Net total              EUR 100.00", "VAT 19 %               EUR  19.00", "Total                  EUR 119.00",
	}
	w := start(t)
	require.NoError(t, w.demo.Import(context.Background(), "vendors", []byte("name\nLumen Office GmbH\n")))

	// Who says what it is about gets the form of that at once.
	w.As(daan).Say("asset laptop", w.As(daan).Upload("bill.pdf", printed(bill)))
	w.As(daan).Sees("Read from “bill.pdf”: Bought from, Bought on, Price.").Click("Open the form")
	form := w.As(daan).SeesModal("Tag")
	assert.Equal(t, "2026-11-12", form.Holds("Bought on"))
	w.Fills(daan, "Tag", "LAP-20").Submit()
	check := w.As(daan).SeesModal("Check and send").Words()
	assert.Contains(t, check, "119.00 EUR")
	assert.Contains(t, check, "Lumen Office GmbH")
	w.As(daan).Modal().Submit()
	w.As(daan).Sees("Asset ENT-1")

	// Others choose it on the card of the claim that a dropped file begins. What
	// is unsure says so at its field.
	w.As(hanna).Drop("receipt.pdf", printed([]string{"LUMEN OFFICE", "", "RECEIPT", "Date: 2026-11-12", "", "Total   119.00"}))
	card := w.As(hanna).Sees("Read from “receipt.pdf”")
	card.Click("Enter a record from this…")
	form = w.As(hanna).SeesModal("Tag")
	assert.Contains(t, form.Words(), "Read from “receipt.pdf”: Bought from, Bought on, Price.")
	assert.Contains(t, form.Words(), "This was not read for sure. Compare it with “receipt.pdf”.")
	assert.Equal(t, "2026-11-12", form.Holds("Bought on"))
	w.As(hanna).Sees("Asset, not sent yet")
	w.As(ana).Drop("taxi.pdf", printed(taxi()))
	assert.False(t, w.As(ana).Sees("Read from “taxi.pdf”").Has("Enter a record from this…"), "she may not add assets")
}

func TestAPurchaseNamesAProject(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(marek).Command("/entry project")
	w.Fills(marek, "Name", "Harbour fair 2027").Submit()
	w.As(marek).SeesModal("it is saved at once").Submit()
	w.As(marek).Sees("Project ENT-1")
	w.As(ben).Command("/purchase")
	form := w.Fills(ben, "What do you need?", "Banners", "From whom?", "Print Shop", "Price in all", "90 EUR", "Why?", "The fair", "Project", "Harbor fair 2027")
	assert.Contains(t, form.Errors()["Project"], "Did you mean “Harbour fair 2027”?")
	form.Fill("Project", "harbour fair 2027").Submit()
	assert.Contains(t, w.As(ben).SeesModal("Who decides").Words(), "Harbour fair 2027")
	n := w.Sends(ben)
	assert.Contains(t, w.Card(jules, n, "*Why you:*").Words(), "*Project*\nHarbour fair 2027")
}

func TestACostCentreIsAddedWithoutARestart(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(gus).Command("/entry")
	w.As(gus).Sees("There is nothing that you can enter or look up here.")
	w.As(noor).Command("/entry")
	look := w.As(noor).Sees("enter?")
	assert.Contains(t, look.Words(), "`/entry contacts` opens the form")
	w.As(ben).Command("/entry cost centres all")
	assert.Contains(t, w.As(ben).Sees("Cost centres (5)").Words(), "400 Design")
	w.As(ben).Command("/purchase")
	assert.NotContains(t, w.As(ben).SeesModal("What do you need?").Words(), "Project", "there is none")
	w.As(marek).Command("/entry cost centre 600, Exports, Aysha")
	w.As(marek).SeesModal("Did you mean Aisha Rahman?").Shut()
	w.As(marek).Command("/entry cost centre 600, Exports, Aisha")
	w.As(marek).SeesModal("Owner").Submit()
	w.As(marek).SeesModal("it is saved at once").Submit()
	w.As(marek).Sees("Cost centre ENT-1")
	w.As(ben).Command("/purchase")
	form := w.Fills(ben, "What do you need?", "Pallets", "From whom?", "Box Maker", "Price in all", "300 EUR", "Why?", "To ship")
	form.Choose("Cost centre", "600 Exports")
	form.Submit()
	check := w.As(ben).SeesModal("Who decides").Words()
	assert.Contains(t, check, "600 Exports")
	assert.Contains(t, check, "Aisha")
	w.As(ben).Modal().Shut()

	// The people are looked up like any record, and changed where they come from.
	w.As(aisha).Command("/entry people ana")
	person := w.As(aisha).SeesModal("It is changed there.")
	assert.Contains(t, person.Words(), "400 Design")
	assert.False(t, person.Has("Change…"))
	w.As(aisha).Command("/entry people export")
	thread := w.As(aisha).Sees("Export EXPT-1")
	assert.Contains(t, w.downloads(aisha, thread.TS, "People 2026-11-18.csv"), "ana@harbourpine.example")
}

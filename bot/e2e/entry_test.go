package e2e

import (
	"context"
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
}

package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/evidence"
)

// packed has the compliance lead take out the evidence of the duty that ana did
// and ben signed off, and checks it without the store.
func (w *world) packed(t *testing.T) {
	t.Helper()
	w.As(ana).Command("/duty pack")
	w.As(ana).Sees("Evidence packs are for")
	w.As(aisha).Command("/duty")
	w.As(aisha).Sees("Evidence pack…").Click("Evidence pack…")
	m := w.As(aisha).SeesModal("One ZIP file with the duties of a time").Fill("choice", "Environment").Fill("text", "some day")
	assert.Contains(t, m.Errors(), "Due in", "some day is no period")
	m.Fill("text", "Q4 2026").Submit()
	card := w.Card(aisha, "PACK-1", "Its ZIP file comes into the thread of this card")
	body := w.downloads(aisha, card.TS, "Evidence Environment 2026-10-01 to 2026-12-31.zip")
	proved, err := evidence.Verify(strings.NewReader(body), int64(len(body)))
	require.NoError(t, err)
	assert.Len(t, proved.Duties, 1)
	assert.Equal(t, 1, proved.Files, "what was filed by itself is in it too")
	assert.Equal(t, "PACK-1", proved.Number)
	assert.NotEmpty(t, proved.Young, "the obligation is younger than the period")
}

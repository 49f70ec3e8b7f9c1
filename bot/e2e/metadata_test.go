package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhatAFormCarriesIsAKeyAndNoRight is S23: private_metadata leads to another
// request, to none, or is no metadata at all, and the view has another id.
func TestWhatAFormCarriesIsAKeyAndNoRight(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	other := w.Asks(carl, "/expense 900 EUR flight yesterday")
	theirs := w.Card(mei, other, "Approve").Value("Approve")
	card := w.Card(jules, n, "Return…")
	card.Click("Return…")
	m := w.As(jules).Modal()
	send := func(metadata, id string) {
		m.Fill("What should Ana Ruiz change?", "I say so")
		view := map[string]any{"private_metadata": metadata}
		if id != "" {
			view["id"] = id
		}
		m.SubmitForged(map[string]any{"view": view})
	}
	before := len(w.Log())
	send(strings.Replace(m.Private, card.Value("Return…"), theirs, 1), "")
	w.As(jules).SeesModal("You are not, or no longer, among those who decide " + other).Shut()
	for _, garbage := range []string{"", "{", "[]", `{"ref":7}`, "\x00", strings.Repeat("{", 3000), strings.Replace(m.Private, card.Value("Return…"), "people@0.0", 1), strings.Replace(m.Private, "return", "approve_everything", 1)} {
		card.Click("Return…")
		m = w.As(jules).Modal()
		send(garbage, "V0FORGED")
		if w.As(jules).HasModal() {
			w.As(jules).Modal().Shut()
		}
	}
	for _, r := range w.Log()[before:] {
		assert.Zero(t, r.Version, "only refusals: %s", r.Move)
	}
	w.Card(ana, n, "⏳ Waiting for *Jules Moreau*")
	w.Card(carl, other, "⏳ Waiting for *Mei Tanaka*")
}

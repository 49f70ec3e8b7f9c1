package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// put is a forged submission in which an input says something else.
func put(block string, value map[string]any) map[string]any {
	return map[string]any{"view": map[string]any{"state": map[string]any{"values": map[string]any{block: map[string]any{"v0": value}}}}}
}

func TestForgedSubmissionsAreRead(t *testing.T) {
	t.Parallel()
	w := start(t)
	option := func(value string) map[string]any {
		return map[string]any{"type": "static_select", "selected_option": map[string]any{"value": value, "text": map[string]any{"type": "plain_text", "text": "x"}}}
	}
	day := func(value string) map[string]any { return map[string]any{"type": "datepicker", "selected_date": value} }
	text := func(value string) map[string]any { return map[string]any{"type": "plain_text_input", "value": value} }
	tests := map[string]struct {
		forge       map[string]any
		label, says string
	}{
		"an option that is none": {put("lines.0.category", option("bribes")), "Category", `"bribes" is not one of the choices. `},
		"a foreign cost centre":  {put("lines.0.cost_centre", option("999")), "Cost centre", `"999" is not one of the choices. Choose 100 Management, `},
		"a day that is none":     {put("lines.0.date", day("2026-02-31")), "Date", `There is no such day as "2026-02-31". `},
		"a day to come":          {put("lines.0.date", day("2027-02-01")), "Date", "1 Feb 2027 is too late. "},
		"more text than fits":    {put("purpose", text(strings.Repeat("x", 151))), "What was it for?", "Write at most 150 characters; now there are 151."},
		"much more than fits":    {put("purpose", text(strings.Repeat("x", 1e6))), "What was it for?", "This is far too long to read. Shorten it to 3000 characters."},
		"nothing but controls":   {put("purpose", text("\x00\x01\u202e")), "What was it for?", `Fill in "What was it for?".`},
	}
	for name, tt := range tests {
		w.As(ana).Command("/expense 9 EUR taxi yesterday")
		m := w.As(ana).Modal()
		assert.Contains(t, m.SubmitForged(tt.forge)[tt.label], tt.says, name)
		m.Shut()
	}
}

func TestAFormWithoutItsRequiredInputsComesBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 9 EUR taxi yesterday")
	w.As(ana).Modal().SubmitForged(put("lines.0.merchant", nil))
	w.As(ana).SeesModal(`⚠️ Fill in "Paid to".`).Shut()
	w.As(ana).Command("/expense 9 EUR taxi yesterday")
	w.As(ana).Modal().SubmitForged(map[string]any{"view": map[string]any{"state": nil}})
	w.As(ana).SeesModal(`⚠️ Fill in "What was it for?".`)
}

func TestUnknownPathsAndPlacesAreIgnored(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 9 EUR taxi yesterday")
	m := w.As(ana).Modal()
	forged := put("steps", map[string]any{"type": "plain_text_input", "value": "none"})
	values := forged["view"].(map[string]any)["state"].(map[string]any)["values"].(map[string]any)
	for _, path := range []string{"state", "requester", "lines.99.amount", "lines.999999999.amount", "lines.-1.amount", "lines.x", "amount.base", ".", "lines.0.amount.x"} {
		values[path] = map[string]any{"v0": map[string]any{"type": "plain_text_input", "value": "1"}}
	}
	assert.Empty(t, m.SubmitForged(forged))
	m = w.As(ana).SeesModal("*Item 3 of 3*") // two more lines, with nothing in them that could be sent
	assert.NotContains(t, m.Words(), "Who decides")
}

func TestSomebodyElsesDraftCannotBeWritten(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 9 EUR taxi yesterday")
	w.As(ana).Modal().Submit()
	theirs := w.As(ana).SeesModal("Who decides")
	w.As(ben).Command("/expense 9999 EUR taxi yesterday")
	m := w.As(ben).Modal()
	assert.Empty(t, m.SubmitForged(map[string]any{"view": map[string]any{"private_metadata": theirs.Private}}))
	w.As(ben).SeesModal("This request belongs to somebody else, so nothing was changed.").Shut()
	w.As(ben).Command("/expense 9999 EUR taxi yesterday")
	w.As(ben).Modal().Submit()
	assert.Empty(t, w.As(ben).SeesModal("Who decides").SubmitForged(map[string]any{"view": map[string]any{"private_metadata": theirs.Private}}))
	w.As(ben).SeesModal("This request belongs to somebody else, so nothing was changed.").Shut()
	n := w.Sends(ana)
	w.Card(jules, n, "9.00 EUR")
	assert.NotContains(t, w.As(ben).Home().Words(), n)
}

package form_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"factotum/automations/form"
	"factotum/automations/money"
)

func TestChangedTellsWhatMeansSomethingElse(t *testing.T) {
	t.Parallel()
	amount := func(text string) form.Value {
		return form.Value{Money: &money.Amount{Value: decimal.RequireFromString(text), Currency: "EUR"}}
	}
	before := form.Values{"gross": amount("10.50"), "number": {Text: "A1"}, "file": {Files: []form.File{{Name: "a.pdf", Source: "F1"}}}, "note": {Text: "x"}}
	after := form.Values{"gross": amount("10.5"), "number": {Text: "A2"}, "file": {Files: []form.File{{Name: "a.pdf", Source: "F1", Hash: "aa"}}}, "iban": {Text: "DE1"}}
	assert.Equal(t, []string{"iban", "note", "number"}, form.Changed(before, after))
	assert.Empty(t, form.Changed(before, before))
	assert.Empty(t, form.Changed(nil, nil))
}

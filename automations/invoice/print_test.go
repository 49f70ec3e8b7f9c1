package invoice_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/invoice"
)

func TestALineOfJSON(t *testing.T) {
	t.Parallel()
	inv := sound()
	inv.Values[invoice.Seller] = invoice.Value{Text: "Möller & Söhne <Süd>", Source: invoice.OCR, Uncertain: true}
	inv.Warnings = []string{"Look\ntwice."}
	line, err := invoice.Print(`in "box"/a.pdf`, inv)
	require.NoError(t, err)
	text := string(line)
	assert.NotContains(t, text, "\n")
	assert.Contains(t, text, "Möller & Söhne <Süd>")
	assert.True(t, strings.HasPrefix(text, `{"file":"in \"box\"/a.pdf","number":"2026-118","issue_date":"2026-03-02",`), text)
	var read map[string]any
	require.NoError(t, json.Unmarshal(line, &read))
	for key, want := range map[string]any{
		"kind": "invoice", "total_gross": "1291.05", "due_payable": "1000.00", "buyer": nil, "order_reference": nil, "payment_terms": nil,
		"uncertain": []any{"seller"}, "warnings": []any{"Look\ntwice."}, "discounts": []any{}, "differences": []any{},
	} {
		assert.Equal(t, want, read[key], key)
		assert.Contains(t, read, key)
	}
	assert.Equal(t, "ocr", read["source"].(map[string]any)["seller"])
	assert.NotContains(t, read["source"], "buyer")
	assert.Equal(t, map[string]any{"text": "Book", "quantity": "3", "unit_price": "33.3333", "net": "100.00", "tax_rate": "7"}, read["lines"].([]any)[1])
	assert.Equal(t, map[string]any{"category": "S", "rate": "7", "base": "100.00", "amount": "7.00"}, read["taxes"].([]any)[1])
}

func TestNothingFoundIsPrintedAsNull(t *testing.T) {
	t.Parallel()
	line, err := invoice.Print("a.xml", invoice.Invoice{})
	require.NoError(t, err)
	var read map[string]any
	require.NoError(t, json.Unmarshal(line, &read))
	for _, field := range invoice.Fields() {
		value, there := read[string(field)]
		assert.True(t, there && value == nil, field)
	}
	assert.Nil(t, read["due_payable"])
	assert.Equal(t, []any{}, read["lines"])
}

// The value also travels whole from the process that reads to the one that asked.
func TestAnInvoiceSurvivesJSON(t *testing.T) {
	t.Parallel()
	inv := invoice.Merge(sound(), invoice.Invoice{})
	data, err := json.Marshal(inv)
	require.NoError(t, err)
	var back invoice.Invoice
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, inv, back)
}

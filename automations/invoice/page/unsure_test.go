package page_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

func TestDigitsThatWereNotRecognisedClearlyAreUncertain(t *testing.T) {
	t.Parallel()
	word := func(x, y float64, text string, unsure bool) page.Word {
		return page.Word{Text: text, X0: x, Y0: y, X1: x + 6*float64(len(text)), Y1: y + 10, Unsure: unsure}
	}
	for _, unsure := range []bool{false, true} {
		got, ok := page.New().Read(page.Document{Scanned: true, Pages: []page.Page{{Width: 595, Height: 842, Words: []page.Word{
			word(50, 50, "Invoice", true), word(98, 50, "number:", false), word(146, 50, "4711", unsure),
			word(50, 70, "Date:", false), word(98, 70, "2026-03-03", false),
			word(50, 90, "Total:", false), word(98, 90, "GBP", false), word(122, 90, "120.00", false),
		}}}})
		require.True(t, ok)
		assert.Equal(t, "4711", got.Values[invoice.Number].Text)
		assert.Equal(t, unsure, got.Values[invoice.Number].Uncertain)
		assert.False(t, got.Values[invoice.IssueDate].Uncertain)
	}
}

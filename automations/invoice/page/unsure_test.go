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

func TestTheNameAtTheTopOfAReceiptIsSureWhenItIsClear(t *testing.T) {
	t.Parallel()
	for _, unsure := range []bool{false, true} {
		word := func(x, y float64, text string) page.Word {
			return page.Word{Text: text, X0: x, Y0: y, X1: x + 6*float64(len(text)), Y1: y + 10, Unsure: unsure && y == 20}
		}
		got, ok := page.New().Read(page.Document{Scanned: true, Pages: []page.Page{{Width: 220, Height: 400, Words: []page.Word{
			word(60, 20, "SAMPLE"), word(102, 20, "KIOSK"), word(60, 40, "12"), word(78, 40, "Mill"), word(108, 40, "Road"),
			word(10, 70, "03/14/2026"), word(160, 70, "10:42"), word(10, 90, "TEA"), word(170, 90, "12.00"),
			word(10, 120, "TOTAL"), word(164, 120, "$12.00"), word(10, 140, "VISA"), word(170, 140, "12.00"),
		}}}})
		require.True(t, ok)
		assert.Equal(t, "SAMPLE KIOSK", got.Values[invoice.Seller].Text)
		assert.Equal(t, unsure, got.Values[invoice.Seller].Uncertain)
	}
}

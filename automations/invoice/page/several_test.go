package page_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

func TestTwoInvoicesInOneFileAreDoubted(t *testing.T) {
	t.Parallel()
	for second, warned := range map[string]bool{"NC-70001": false, "NC-70002": true} {
		var pages []page.Page
		for _, number := range []string{"NC-70001", second} {
			p := page.Page{Width: 595, Height: 842}
			for i, row := range []string{"Sample Cables Ltd", "Invoice", "Invoice number: " + number, "Invoice date: 2026-03-03", "Total due: GBP 120.00"} {
				x := 50.0
				for _, w := range strings.Fields(row) {
					p.Words = append(p.Words, page.Word{Text: w, X0: x, Y0: float64(50 + 20*i), X1: x + 6*float64(len(w)), Y1: float64(60 + 20*i)})
					x += 6*float64(len(w)) + 4
				}
			}
			pages = append(pages, p)
		}
		in, ok := page.New().Read(page.Document{Pages: pages})
		require.True(t, ok)
		assert.Equal(t, warned, in.Values[invoice.Number].Uncertain && in.Values[invoice.TotalGross].Uncertain, second)
		if warned {
			assert.Equal(t, []string{"This file seems to hold more than one invoice (NC-70001, NC-70002). Send them one by one."}, in.Warnings)
		} else {
			assert.Empty(t, in.Warnings)
		}
	}
}

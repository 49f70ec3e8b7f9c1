package match_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice/match"
)

func TestNumbersAreComparedWithoutWhatDoesNotCount(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{{"INV-1001", "inv 1001"}, {"R/2026.7", "r20267"}, {"ＩＮＶ１", "INV1"}} {
		assert.Equal(t, match.Number(same[0]), match.Number(same[1]), same)
	}
	assert.NotEqual(t, match.Number("INV-1O01"), match.Number("INV-1001"))
	for _, same := range [][2]string{{"INV-1O01", "INV-1001"}, {"lNV-l001", "INV-1001"}, {"A|7", "AI7"}, {"00417", "417"}, {"о7", "07"}} {
		assert.Equal(t, match.Folded(same[0]), match.Folded(same[1]), same)
	}
	assert.NotEqual(t, match.Folded("INV-1001"), match.Folded("INV-1002"))
	assert.Equal(t, "000", match.Folded("OOO"), "a number of nothing but zeros stays one")
	assert.Empty(t, match.Folded("---"))
}

func facts(number, gross string) match.Facts {
	return match.Facts{Seller: "Lumen Office GmbH", VAT: "DE136695976", Number: number, Gross: decimal.RequireFromString(gross), Currency: "EUR"}
}

func TestFingerprints(t *testing.T) {
	t.Parallel()
	first := match.Fingerprint(facts("INV-1001", "119.00"), "record/vendors/1")
	assert.Len(t, first.Same, 3)
	assert.Equal(t, first, match.Fingerprint(facts("inv 1001", "119"), "record/vendors/1"), "the same invoice")

	altered := match.Fingerprint(facts("INV-1O01", "911"), "record/vendors/1")
	assert.Empty(t, shared(first.Same, altered.Same))
	assert.Equal(t, first.Alike, altered.Alike, "O and 0 look alike, whatever the amount")

	unread := facts("INV-1001", "119")
	unread.VAT = ""
	assert.NotEmpty(t, shared(first.Same, match.Fingerprint(unread, "").Same), "neither vendor nor VAT id need to be known each time")
	unread.Seller = "Nordic Paper"
	assert.Empty(t, shared(first.Same, match.Fingerprint(unread, "").Same))

	credit := match.Fingerprint(facts("INV-1001", "-119"), "record/vendors/1")
	assert.Empty(t, shared(first.Same, credit.Same))
	dollars := facts("INV-1001", "119")
	dollars.Currency = "USD"
	assert.Empty(t, shared(first.Same, match.Fingerprint(dollars, "record/vendors/1").Same))

	assert.Zero(t, match.Fingerprint(facts("", "119"), "record/vendors/1"))
	assert.Empty(t, match.Fingerprint(facts("INV-1001", "0"), "record/vendors/1").Same, "an amount that was not read is no amount")
	assert.Equal(t, "invoice/bytes/ab", match.Bytes("ab"))
}

func shared(a, b []string) []string {
	var both []string
	for _, x := range a {
		for _, y := range b {
			if x == y {
				both = append(both, x)
			}
		}
	}
	return both
}

package match

import (
	"slices"
	"strings"

	"github.com/xrash/smetrics"

	"factotum/automations/dataset"
)

// Similarity tells how alike two names of companies are, from 0 to 100: 100
// where they are the same but for case, marks, punctuation and legal form. Words
// may stand in another order.
func Similarity(a, b string) int {
	wordsA, wordsB := dataset.Words(a), dataset.Words(b)
	if len(wordsA) == 0 || len(wordsB) == 0 {
		return 0
	}
	ordered := alike(strings.Join(wordsA, " "), strings.Join(wordsB, " "))
	slices.Sort(wordsA)
	slices.Sort(wordsB)
	return max(ordered, alike(strings.Join(wordsA, " "), strings.Join(wordsB, " ")))
}

// alike is the lower one of Jaro-Winkler, which forgives what differs behind an
// equal beginning ("Lumen Office", "Lumen Optics"), and of what share of the
// letters stands in both.
func alike(a, b string) int {
	if a == b {
		return 100
	}
	longest := max(len(a), len(b))
	kept := 1 - float64(smetrics.WagnerFischer(a, b, 1, 1, 1))/float64(longest)
	return min(99, int(100*min(smetrics.JaroWinkler(a, b, 0.7, 4), kept)))
}

// named is how alike the name is to what the vendor is called, and by which of
// its names.
func (v Vendor) named(name string) (best int, by By) {
	best, by = Similarity(name, v.Name), ByName
	for _, alias := range v.Aliases {
		if s := Similarity(name, alias); s > best {
			best, by = s, ByAlias
		}
	}
	return best, by
}

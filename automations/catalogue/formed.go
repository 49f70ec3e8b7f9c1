package catalogue

import (
	"bytes"
	"slices"

	"factotum/automations/source"
)

// Check compiles the text of one obligation as those of the company's files are,
// and changes nothing. All mistakes are reported at once.
func (c *Catalogue) Check(f File) (Kind, []source.Problem) {
	kinds, _, problems := parseDuties(f, c.Company())
	if len(problems) > 0 || len(kinds) != 1 {
		return Kind{}, problems
	}
	return kinds[0], nil
}

// Oblige lets these obligations hold beside those of the configuration, each a
// file, which replaces none of them. One that does not stand any more, as where
// its country is not known, is left out.
func (c *Catalogue) Oblige(files []File) {
	for {
		before := c.now()
		same := func(k Kind, f File) bool { return bytes.Equal(k.Text, f.Body) }
		if slices.EqualFunc(before.company.formed, files, same) {
			return
		}
		next := *before
		next.company.formed = nil
		for _, f := range files {
			kinds, _, problems := parseDuties(f, before.company)
			if len(problems) == 0 && len(kinds) == 1 && !slices.ContainsFunc(before.duties, func(k Kind) bool { return k.Key == kinds[0].Key }) {
				next.company.formed = append(next.company.formed, kinds[0])
			}
		}
		if c.newest.CompareAndSwap(before, &next) {
			return
		}
	}
}

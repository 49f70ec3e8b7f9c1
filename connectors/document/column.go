package document

import (
	"image"
	"slices"

	"factotum/automations/invoice/page"
)

// columnWide is the width of print that still is a receipt, in heights of its
// letters: a roll of 80 mm holds 48 of them, a page 90 and more.
const columnWide = 48

// narrow tells whether the print of a picture is one column, as on a receipt.
func narrow(g *image.Gray) bool {
	boxes := lettersOf(g, 1)
	if len(boxes) < fewBoxes {
		return false
	}
	var at, high []int
	for _, box := range boxes {
		at, high = append(at, box.Min.X), append(high, box.Dy())
	}
	slices.Sort(at)
	slices.Sort(high)
	n := len(at)
	return at[n-1-n/50]-at[n/50] < columnWide*high[n/2]
}

// recogniseReceipt reads a receipt both as a block, which keeps a name and its
// price on one line, and as a column, which keeps the large letters at its top.
func (r *reading) recogniseReceipt(scans []scan) (page.Document, error) {
	doc, err := r.recognise(scans, asBlock)
	if err != nil || r.left() < 3*r.took {
		return doc, err
	}
	other, err := r.recognise(scans, asColumn)
	if err != nil {
		return page.Document{}, err
	}
	for i := range doc.Pages {
		doc.Pages[i].Words = filled(doc.Pages[i].Words, other.Pages[i].Words)
	}
	return doc, nil
}

// filled adds to words those of another reading that are clear and stand where
// there are none.
func filled(words, others []page.Word) []page.Word {
	out := slices.Clone(words)
	for _, o := range others {
		taken := slices.ContainsFunc(words, func(w page.Word) bool {
			high := min(w.Y1, o.Y1) - max(w.Y0, o.Y0)
			return w.X0 < o.X1 && o.X0 < w.X1 && high*4 > min(w.Y1-w.Y0, o.Y1-o.Y0)
		})
		if !taken && !o.Unsure {
			out = append(out, o)
		}
	}
	return out
}

// Package page reads an invoice or a receipt off its printed pages: words with
// their places become lines, labels and candidates, and what has to add up
// chooses among them. No rule names a vendor. It must not know file formats:
// whoever takes a document apart gives the words.
package page

// Document is what the pages of one document print.
type Document struct {
	Pages   []Page
	Scanned bool // the words were recognised in a picture, so letters may be wrong
}

// Page is one side. Lengths are in points, the origin is its upper left corner.
type Page struct {
	Width, Height float64
	Words         []Word
}

// Word is a run of letters without a blank, with its box.
type Word struct {
	Text           string
	X0, Y0, X1, Y1 float64
	Unsure         bool // recognised in a picture, and not clearly
}

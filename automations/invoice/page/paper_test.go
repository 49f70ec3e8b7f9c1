package page_test

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"factotum/automations/invoice/page"
)

// paper sets words on pages as a printer does: widths are about those of a
// common sans serif, boxes reach from the ascender to the descender.
type paper struct {
	pages []page.Page
	mono  bool
}

func newPaper(width, height float64) *paper {
	return &paper{pages: []page.Page{{Width: width, Height: height}}}
}

func (p *paper) turn() {
	last := p.pages[len(p.pages)-1]
	p.pages = append(p.pages, page.Page{Width: last.Width, Height: last.Height})
}

func (p *paper) width(size float64, text string) float64 {
	w := 0.0
	for _, r := range text {
		switch {
		case p.mono:
			w += 0.6
		case r == ' ':
			w += 0.278
		case strings.ContainsRune("il.,:;'|!()/", r):
			w += 0.28
		case unicode.IsUpper(r):
			w += 0.69
		default:
			w += 0.54
		}
	}
	return w * size
}

// at sets a text with its left edge at x on the baseline y.
func (p *paper) at(x, y, size float64, text string) {
	last := &p.pages[len(p.pages)-1]
	for _, word := range strings.Split(text, " ") {
		w := p.width(size, word)
		if word != "" {
			last.Words = append(last.Words, page.Word{Text: word, X0: x, Y0: y - 0.9*size, X1: x + w, Y1: y + 0.25*size})
		}
		x += w + p.width(size, " ")
	}
}

// to sets a text with its right edge at x.
func (p *paper) to(x, y, size float64, text string) { p.at(x-p.width(size, text), y, size, text) }

// rows sets lines of text one below another.
func (p *paper) rows(x, y, size float64, lines ...string) {
	for _, line := range lines {
		if line == "" {
			continue
		}
		p.at(x, y, size, line)
		y += 1.25 * size
	}
}

func (p *paper) document() page.Document { return page.Document{Pages: p.pages} }

// scan makes a page as tesseract gives it back: boxes end where the ink ends, the
// paper lies a little askew, some letters are taken for others.
func (p *paper) scan(rng *rand.Rand, wrong float64) page.Document {
	slope := (rng.Float64() - 0.5) * 0.035
	for i := range p.pages {
		words := p.pages[i].Words
		kept := words[:0]
		for _, w := range words {
			size := (w.Y1 - w.Y0) / 1.15
			top, bottom := 0.52, 0.0
			if strings.ContainsFunc(w.Text, func(r rune) bool {
				return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("bdfhklt", r)
			}) {
				top = 0.72
			}
			if strings.ContainsAny(w.Text, "gjpqy,;") {
				bottom = 0.2
			}
			base := w.Y1 - 0.25*size + slope*(w.X0+w.X1)/2 + (rng.Float64()-0.5)*0.06*size
			w.Y0, w.Y1 = base-top*size, base+bottom*size
			w.Text = misread(rng, w.Text, wrong)
			if w.Text != "" {
				kept = append(kept, w)
			}
		}
		p.pages[i].Words = kept
	}
	return page.Document{Pages: p.pages, Scanned: true}
}

// misread takes letters for those that look alike, and drops a dot now and then.
func misread(rng *rand.Rand, text string, wrong float64) string {
	alike := map[rune]string{
		'0': "O", 'O': "0", '1': "l", 'l': "1", 'I': "l", '5': "S", 'S': "5", '8': "B", 'B': "8", 'ü': "u", 'ä': "a", 'ö': "o", 'é': "e",
		'€': "", ',': ".", '.': "", 'c': "e", 'e': "c", 'n': "u", 't': "f", ':': "", '6': "G", 'g': "q", '3': "8",
	}
	var b strings.Builder
	for _, r := range text {
		if other, ok := alike[r]; ok && rng.Float64() < wrong {
			b.WriteString(other)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

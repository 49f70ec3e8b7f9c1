package document

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"factotum/automations/invoice/page"
)

// Parts of a font's size that tell letters of a word from words (by measuring
// documents: a blank is 0.2 to 0.3 wide, tight kerning stays above -0.3).
const (
	gapOfWords = 0.16
	overlap    = -0.45
	sameLine   = 0.3
	ascent     = 0.75
	descent    = 0.22
)

// words puts the letters of a page together. Letters that another direction
// than most are left out: stamps across the page and print along its edge.
func words(glyphs []glyph, width, height float64) page.Page {
	glyphs = shown(glyphs)
	turn := direction(glyphs)
	out := page.Page{Width: width, Height: height}
	if turn%2 == 1 {
		out.Width, out.Height = height, width
	}
	b := builder{page: &out, seen: map[string][]int{}}
	for _, g := range glyphs {
		if heading(g) != turn {
			continue
		}
		b.add(turned(g, turn, width, height))
	}
	b.end()
	return out
}

// shown leaves out what is drawn without colour, unless that is nearly all
// there is: the text laid below a scan.
func shown(glyphs []glyph) []glyph {
	seen := make([]glyph, 0, len(glyphs))
	for _, g := range glyphs {
		if !g.hidden {
			seen = append(seen, g)
		}
	}
	if len(seen)*10 < len(glyphs) {
		return glyphs
	}
	return seen
}

// heading is the direction of writing in quarter turns clockwise, -1 for
// anything askew. A letter without width goes with any.
func heading(g glyph) int {
	dx, dy := g.x1-g.x0, g.y1-g.y0
	switch {
	case dx == 0 && dy == 0:
		return 0
	case math.Abs(dy) < 0.2*math.Abs(dx) && dx > 0:
		return 0
	case math.Abs(dx) < 0.2*math.Abs(dy) && dy > 0:
		return 1
	case math.Abs(dy) < 0.2*math.Abs(dx):
		return 2
	case math.Abs(dx) < 0.2*math.Abs(dy):
		return 3
	}
	return -1
}

func direction(glyphs []glyph) int {
	var count [4]int
	for _, g := range glyphs {
		if h := heading(g); h >= 0 {
			count[h]++
		}
	}
	best := 0
	for i, n := range count {
		if n > count[best] {
			best = i
		}
	}
	return best
}

// turned brings a letter to where it stands when the writing is upright.
func turned(g glyph, turn int, width, height float64) glyph {
	at := func(x, y float64) (float64, float64) {
		switch turn {
		case 1:
			return y, width - x
		case 2:
			return width - x, height - y
		case 3:
			return height - y, x
		}
		return x, y
	}
	g.x0, g.y0 = at(g.x0, g.y0)
	g.x1, g.y1 = at(g.x1, g.y1)
	return g
}

// builder makes words of letters in the order in which they are drawn.
type builder struct {
	page *page.Page
	seen map[string][]int // words of the page by their text

	text strings.Builder
	box  page.Word
	last glyph
	open bool
}

func (b *builder) add(g glyph) {
	gap := g.x0 - b.last.x1
	size := max(g.size, b.last.size)
	switch {
	case strings.TrimFunc(g.text, empty) == "":
		b.end()
		return
	case b.open && g.text == b.last.text && math.Abs(g.x0-b.last.x0) < 0.12*size && math.Abs(g.y0-b.last.y0) < 0.12*size:
		return // drawn twice to look bold
	case b.open && (math.Abs(g.y0-b.last.y0) > sameLine*size || gap > gapOfWords*size || gap < overlap*size):
		b.end()
	}
	top, bottom := g.y0-ascent*g.size, g.y0+descent*g.size
	if !b.open {
		b.open = true
		b.box = page.Word{X0: g.x0, X1: g.x1, Y0: top, Y1: bottom}
	}
	b.box.X0, b.box.X1 = min(b.box.X0, g.x0), max(b.box.X1, g.x1)
	b.box.Y0, b.box.Y1 = min(b.box.Y0, top), max(b.box.Y1, bottom)
	b.text.WriteString(g.text)
	b.last = g
}

func empty(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff'
}

// end closes a word. One outside the page is not seen by anybody, and one that
// stands a second time on the same spot is a shadow.
func (b *builder) end() {
	if !b.open {
		return
	}
	b.open = false
	text := b.text.String()
	b.text.Reset()
	for _, piece := range strings.FieldsFunc(tidy(text), empty) {
		w := b.box
		w.Text = piece
		if w.X1 < 0 || w.Y1 < 0 || w.X0 > b.page.Width || w.Y0 > b.page.Height || b.shadow(w) {
			continue
		}
		b.seen[piece] = append(b.seen[piece], len(b.page.Words))
		b.page.Words = append(b.page.Words, w)
	}
}

func (b *builder) shadow(w page.Word) bool {
	near := 0.2 * (w.Y1 - w.Y0)
	for _, i := range b.seen[w.Text] {
		o := b.page.Words[i]
		if math.Abs(o.X0-w.X0) < near && math.Abs(o.Y0-w.Y0) < near {
			return true
		}
	}
	return false
}

// tidy spells a word as a person types it: ligatures apart, accents on their
// letters, no marks that change the direction of reading.
func tidy(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u00ad':
			return -1
		}
		return r
	}, ligatures().Replace(s)))
}

func ligatures() *strings.Replacer {
	return strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")
}

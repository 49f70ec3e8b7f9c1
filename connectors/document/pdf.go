package document

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/ledongthuc/pdf"

	"factotum/automations/invoice/page"
)

// What is read of a document at most.
const (
	maxPages = 100
	maxNodes = 20_000 // of the page tree or of a name tree
	maxDepth = 40
)

// paper is an opened PDF.
type paper struct {
	reader *pdf.Reader
	pages  []sheetOfPaper
	more   bool // there are more pages than are read
}

type sheetOfPaper struct {
	dict, res pdf.Value
	box       rect
	turn      int
}

// errLocked tells that a document opens with a password only.
var errLocked = errors.New("document: a password is needed")

// openPDF reads the skeleton of a PDF. It may hang or run out of memory inside
// the parser: only a child calls it.
func openPDF(raw []byte) (p *paper, err error) {
	defer func() {
		if x := recover(); x != nil {
			p, err = nil, fmt.Errorf("document: damaged PDF: %v", x)
		}
	}()
	raw = trim(raw)
	r, err := pdf.NewReader(bytes.NewReader(raw), int64(len(raw)))
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword):
		return nil, errLocked
	case err != nil:
		return nil, fmt.Errorf("document: opening PDF: %w", err)
	}
	p = &paper{reader: r}
	root := r.Trailer().Key("Root").Key("Pages")
	nodes := 0
	p.collect(root, sheetOfPaper{box: rect{0, 0, 595, 842}}, nil, &nodes)
	if len(p.pages) == 0 {
		return nil, errors.New("document: damaged PDF: no pages")
	}
	return p, nil
}

// collect walks the page tree downward, so that what a page inherits is known
// without following Parent, which may lead in a circle. Above are the nodes on
// the way here, none of which is entered again.
func (p *paper) collect(node pdf.Value, from sheetOfPaper, above []string, nodes *int) {
	if *nodes++; len(above) > maxDepth || *nodes > maxNodes {
		return
	}
	if len(p.pages) == maxPages {
		p.more = true
		return
	}
	if res := node.Key("Resources"); res.Kind() == pdf.Dict {
		from.res = res
	}
	for _, key := range []string{"MediaBox", "CropBox"} {
		if box, err := boxOf(node.Key(key)); err == nil && !box.empty() {
			from.box = box
		}
	}
	if turn := node.Key("Rotate"); turn.Kind() == pdf.Integer {
		from.turn = int(turn.Int64() % 360)
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if node.Kind() == pdf.Dict {
			from.dict = node
			p.pages = append(p.pages, from)
		}
		return
	}
	self := node.String()
	if slices.Contains(above, self) {
		return
	}
	above = append(above[:len(above):len(above)], self)
	for i := range kids.Len() {
		if p.more || *nodes > maxNodes {
			return
		}
		guard(func() { p.collect(kids.Index(i), from, above, nodes) })
	}
}

// text reads what the pages print. Lost counts the letters of which the fonts
// do not tell what they are; torn tells that parts of the pages are missing.
func (p *paper) text() (doc page.Document, lost int, torn bool) {
	fonts := map[string]*font{}
	for _, s := range p.pages {
		m := upright(s.box, s.turn)
		w := walker{fonts: fonts, state: state{ctm: m, wide: 1}, tm: identity(), line: identity()}
		sound := guard(func() { w.run(s.dict.Key("Contents"), s.res) })
		w.saved, w.state = nil, state{ctm: m, wide: 1}
		guard(func() { w.annotations(s.dict.Key("Annots")) })
		torn = torn || w.torn || !sound
		width, height := s.box.x1-s.box.x0, s.box.y1-s.box.y0
		if s.turn%180 != 0 {
			width, height = height, width
		}
		for _, g := range w.glyphs {
			if g.lost {
				lost++
			}
		}
		doc.Pages = append(doc.Pages, words(w.glyphs, width, height))
	}
	return doc, lost, torn
}

// annotations draws what was typed into the fields of a form, and notes that
// are text upon the page (ISO 32000-1, 12.5.5).
func (w *walker) annotations(list pdf.Value) {
	for i := range min(list.Len(), maxForms) {
		a := list.Index(i)
		kind := a.Key("Subtype").Name()
		if kind != "Widget" && kind != "FreeText" || a.Key("F").Int64()&2 != 0 { // 2: hidden
			continue
		}
		look := a.Key("AP").Key("N")
		if look.Kind() == pdf.Dict {
			look = look.Key(a.Key("AS").Name())
		}
		to, err := boxOf(a.Key("Rect"))
		from, err2 := boxOf(look.Key("BBox"))
		if err != nil || err2 != nil || from.empty() {
			continue
		}
		if m, ok := matrixOf(elements(look.Key("Matrix"))); ok {
			from = from.through(m)
		}
		sx, sy := (to.x1-to.x0)/(from.x1-from.x0), (to.y1-to.y0)/(from.y1-from.y0)
		before := w.state
		w.ctm = matrix{sx, 0, 0, sy, to.x0 - from.x0*sx, to.y0 - from.y0*sy}.times(w.ctm)
		w.form(look)
		w.state = before
	}
}

// trim cuts what mail programs and web servers put around a PDF, and gives the
// parser the first line that it insists on.
func trim(raw []byte) []byte {
	if at := bytes.Index(raw, []byte("%PDF-")); at > 0 {
		raw = raw[at:]
	}
	mark := []byte("%%EOF")
	if end := bytes.LastIndex(raw, mark); end >= 0 {
		raw = raw[:end+len(mark)]
	} else {
		raw = append(bytes.TrimRight(raw[:len(raw):len(raw)], "\r\n\x00 "), "\n%%EOF"...)
	}
	line := []byte("%PDF-1.7\n")
	fits := bytes.HasPrefix(raw, line[:7]) && len(raw) > 8 && raw[7] >= '0' && raw[7] <= '7' && (raw[8] == '\r' || raw[8] == '\n')
	if end := bytes.IndexAny(raw[:min(len(raw), 64)], "\r\n"); !fits && end >= len(line)-1 {
		raw = append([]byte(nil), raw...)
		for i := range raw[:end] {
			raw[i] = ' '
		}
		copy(raw, line)
	}
	return raw
}

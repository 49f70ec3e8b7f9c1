package document

import (
	"fmt"

	"github.com/ledongthuc/pdf"
)

// What a page may cost before the rest of it is left out. Pages of invoices
// stay far below.
const (
	maxGlyphs = 200_000
	maxOps    = 5_000_000
	maxForms  = 5_000
	formDepth = 12
)

// glyph is one letter on the page: from its origin to where the next would
// begin, in points, y downward.
type glyph struct {
	text           string
	x0, y0, x1, y1 float64
	size           float64
	hidden         bool // drawn in no colour, as below a scan
	lost           bool
}

// state is the part of the graphics state that places text (ISO 32000-1, 9.3).
type state struct {
	ctm                    matrix
	font                   *font
	size, char, word, lead float64
	wide, rise             float64
	mode                   int64
}

// walker draws the text of one page.
type walker struct {
	fonts  map[string]*font // of the whole document, by what the font is
	glyphs []glyph
	ops    int
	forms  int
	torn   bool // something could not be drawn

	state
	saved    []state
	tm, line matrix
	res      pdf.Value
	depth    int
}

// run interprets one content stream with its resources, as far as it goes.
func (w *walker) run(stream, res pdf.Value) {
	content, whole := streamOf(stream, maxContent)
	v, err := sheet(clean(content))
	w.torn = w.torn || !whole || err != nil
	outer := w.res
	w.res = res
	names := map[string]*font{}
	sound := guard(func() {
		pdf.Interpret(v, func(stk *pdf.Stack, op string) {
			args := make([]pdf.Value, stk.Len())
			for i := len(args) - 1; i >= 0; i-- {
				args[i] = stk.Pop()
			}
			if w.ops++; w.ops > maxOps || len(w.glyphs) > maxGlyphs {
				panic("too much on a page")
			}
			w.do(op, args, names)
		})
	})
	w.torn = w.torn || !sound
	w.res = outer
}

// do acts on one operator. What has the wrong operands is passed over.
func (w *walker) do(op string, args []pdf.Value, names map[string]*font) {
	switch op {
	case "q":
		if len(w.saved) < maxForms {
			w.saved = append(w.saved, w.state)
		}
	case "Q":
		if n := len(w.saved); n > 0 {
			w.state, w.saved = w.saved[n-1], w.saved[:n-1]
		}
	case "cm":
		if m, ok := matrixOf(args); ok {
			w.ctm = m.times(w.ctm)
		}
	case "Do":
		if len(args) == 1 {
			w.form(w.res.Key("XObject").Key(args[0].Name()))
		}
	case "Tf":
		if len(args) == 2 {
			w.size = args[1].Float64()
			w.font = w.named(args[0].Name(), names)
		}
	case "gs":
		if len(args) == 1 {
			if f := w.res.Key("ExtGState").Key(args[0].Name()).Key("Font"); f.Len() == 2 {
				w.font, w.size = w.fontOf(f.Index(0)), f.Index(1).Float64()
			}
		}
	default:
		w.text(op, args)
	}
}

// text acts on the operators of text.
func (w *walker) text(op string, args []pdf.Value) {
	num := func(i int) float64 {
		if i < len(args) {
			return args[i].Float64()
		}
		return 0
	}
	switch op {
	case "BT":
		w.tm, w.line = identity(), identity()
	case "Tc":
		w.char = num(0)
	case "Tw":
		w.word = num(0)
	case "Tz":
		w.wide = num(0) / 100
	case "TL":
		w.lead = num(0)
	case "Ts":
		w.rise = num(0)
	case "Tr":
		w.mode = int64(num(0))
	case "Td":
		w.down(num(0), num(1))
	case "TD":
		w.lead = -num(1)
		w.down(num(0), num(1))
	case "Tm":
		if m, ok := matrixOf(args); ok {
			w.tm, w.line = m, m
		}
	case "T*":
		w.down(0, -w.lead)
	case "Tj", "TJ", "'", "\"":
		w.shown(op, args)
	}
}

// shown shows the text of an operator: as it is, on the next line, or with gaps.
func (w *walker) shown(op string, args []pdf.Value) {
	if op == "\"" && len(args) > 1 {
		w.word, w.char = args[0].Float64(), args[1].Float64()
	}
	if op == "'" || op == "\"" {
		w.down(0, -w.lead)
	}
	if len(args) == 0 {
		return
	}
	last := args[len(args)-1]
	if op == "TJ" {
		w.showAll(last)
		return
	}
	w.show(last.RawString())
}

func (w *walker) down(x, y float64) {
	w.line = move(x, y).times(w.line)
	w.tm = w.line
}

func (w *walker) showAll(list pdf.Value) {
	for i := range list.Len() {
		x := list.Index(i)
		if x.Kind() == pdf.String {
			w.show(x.RawString())
			continue
		}
		w.tm = move(-x.Float64()/1000*w.size*w.wide, 0).times(w.tm)
	}
}

func (w *walker) show(raw string) {
	if w.font == nil {
		w.font = readFont(pdf.Value{})
	}
	for _, l := range w.font.letters(raw) {
		m := w.tm.times(w.ctm)
		g := glyph{text: l.text, size: w.size * m.scale(), hidden: w.mode == 3, lost: l.lost}
		if g.size < 0 {
			g.size = -g.size
		}
		g.x0, g.y0 = m.at(0, w.rise)
		g.x1, g.y1 = m.at(l.width*w.size*w.wide, w.rise)
		if w.mode != 7 { // 7 only clips
			w.glyphs = append(w.glyphs, g)
		}
		step := l.width*w.size + w.char
		if l.space {
			step += w.word
		}
		w.tm = move(step*w.wide, 0).times(w.tm)
	}
}

// form draws a form within the page (ISO 32000-1, 8.10).
func (w *walker) form(v pdf.Value) {
	if v.Kind() != pdf.Stream || v.Key("Subtype").Name() != "Form" {
		return
	}
	if w.forms++; w.forms > maxForms || w.depth >= formDepth {
		return
	}
	outer, saved, tm, line := w.state, w.saved, w.tm, w.line
	w.depth++
	w.saved = nil
	if m, ok := matrixOf(elements(v.Key("Matrix"))); ok {
		w.ctm = m.times(w.ctm)
	}
	res := v.Key("Resources")
	if res.Kind() != pdf.Dict {
		res = w.res // as writers did before PDF 1.2
	}
	w.run(v, res)
	w.depth--
	w.state, w.saved, w.tm, w.line = outer, saved, tm, line
}

func (w *walker) named(name string, names map[string]*font) *font {
	f, ok := names[name]
	if !ok {
		f = w.fontOf(w.res.Key("Font").Key(name))
		names[name] = f
	}
	return f
}

// fontOf reads a font once a document: the same name may be another font on
// the next page, so it goes by what the dictionary says.
func (w *walker) fontOf(v pdf.Value) *font {
	key := v.String()
	f, ok := w.fonts[key]
	if !ok {
		guard(func() { f = readFont(v) })
		w.fonts[key] = f
	}
	return f
}

func matrixOf(args []pdf.Value) (matrix, bool) {
	var m matrix
	if len(args) != len(m) {
		return m, false
	}
	for i, a := range args {
		m[i] = a.Float64()
	}
	return m, true
}

func elements(v pdf.Value) []pdf.Value {
	out := make([]pdf.Value, min(v.Len(), 16))
	for i := range out {
		out[i] = v.Index(i)
	}
	return out
}

// boxOf reads a rectangle.
func boxOf(v pdf.Value) (rect, error) {
	if v.Len() != 4 {
		return rect{}, fmt.Errorf("document: %d numbers are no rectangle", v.Len())
	}
	a, b, c, d := v.Index(0).Float64(), v.Index(1).Float64(), v.Index(2).Float64(), v.Index(3).Float64()
	return rect{min(a, c), min(b, d), max(a, c), max(b, d)}, nil
}

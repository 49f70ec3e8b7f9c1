package document

import (
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
)

// font tells of the codes of a string what they mean and how wide they are.
type font struct {
	dict      pdf.Font
	composite bool
	unicode   *cmap // nil without ToUnicode
	utf16     bool  // the codes are UTF-16
	base      *[256]rune
	named     bool // the font says which glyph a code is
	scale     float64
	widths    map[uint32]float64
	spans     []widthSpan
	rest      float64 // width of what has none
	metrics   *[95]int
	known     map[uint32]letter
}

type widthSpan struct {
	lo, hi uint32
	w      float64
}

// letter is what one code shows. Width is in units of the font size.
type letter struct {
	text  string
	width float64
	space bool // the code 32 of one byte, which word spacing widens
	lost  bool // the font does not tell what it means
}

// readFont never fails: a font that says nothing gives letters by their code.
func readFont(v pdf.Value) *font {
	f := &font{dict: pdf.Font{V: v}, scale: 0.001, known: map[uint32]letter{}, widths: map[uint32]float64{}}
	if u := v.Key("ToUnicode"); u.Kind() == pdf.Stream {
		program, _ := streamOf(u, 4<<20) // what is there of it helps
		f.unicode = readCmap(program)
	}
	if v.Key("Subtype").Name() == "Type0" {
		f.readComposite()
	} else {
		f.readSimple()
	}
	return f
}

func (f *font) readSimple() {
	v := f.dict.V
	enc := v.Key("Encoding")
	f.named = enc.Kind() == pdf.Dict && enc.Key("Differences").Kind() == pdf.Array
	base := enc.Name()
	if enc.Kind() == pdf.Dict {
		base = enc.Key("BaseEncoding").Name()
	}
	f.base = baseTable(base, v.Key("Subtype").Name() == "TrueType")
	f.rest = v.Key("FontDescriptor").Key("MissingWidth").Float64()
	first, list := v.Key("FirstChar").Int64(), v.Key("Widths")
	for i := range min(list.Len(), 256) {
		f.widths[uint32(first)+uint32(i)] = list.Index(i).Float64()
	}
	if len(f.widths) == 0 {
		f.metrics = standardWidths(v.Key("BaseFont").Name())
	}
	if m := v.Key("FontMatrix"); v.Key("Subtype").Name() == "Type3" && m.Len() == 6 && m.Index(0).Float64() > 0 {
		f.scale = m.Index(0).Float64()
	}
}

func (f *font) readComposite() {
	f.composite = true
	name := f.dict.V.Key("Encoding").Name()
	f.utf16 = strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16")
	child := f.dict.V.Key("DescendantFonts").Index(0)
	f.rest = 1000
	if dw := child.Key("DW"); !dw.IsNull() {
		f.rest = dw.Float64()
	}
	list := child.Key("W") // c [w …] or first last w (ISO 32000-1, 9.7.4.3)
	for i := 0; i+1 < list.Len() && i < maxEntries; {
		lo := uint32(list.Index(i).Int64())
		if second := list.Index(i + 1); second.Kind() == pdf.Array {
			for n := range min(second.Len(), maxEntries) {
				f.widths[lo+uint32(n)] = second.Index(n).Float64()
			}
			i += 2
			continue
		}
		f.spans = append(f.spans, widthSpan{lo, uint32(list.Index(i + 1).Int64()), list.Index(i + 2).Float64()})
		i += 3
	}
}

// letters takes a string apart.
func (f *font) letters(raw string) []letter {
	out := make([]letter, 0, len(raw))
	for len(raw) > 0 {
		n := f.codeLength(raw)
		code := number(raw[:n])
		raw = raw[n:]
		l, ok := f.known[code]
		if !ok {
			l = letter{width: f.width(code) * f.scale, space: n == 1 && code == 32}
			l.text, l.lost = f.meaning(code)
			f.known[code] = l
		}
		out = append(out, l)
	}
	return out
}

func (f *font) codeLength(raw string) int {
	if !f.composite {
		return 1
	}
	if u := f.unicode; u != nil && u.lengths[1] && !u.lengths[2] && f.dict.V.Key("Encoding").Kind() == pdf.Stream {
		return 1
	}
	return min(2, len(raw))
}

func (f *font) width(code uint32) float64 {
	if w, ok := f.widths[code]; ok {
		return w
	}
	for _, s := range f.spans {
		if code >= s.lo && code <= s.hi {
			return s.w
		}
	}
	if f.metrics != nil {
		return standardWidth(f.metrics, f.single(code))
	}
	return f.rest
}

// meaning is the text of a code, and whether that is a guess.
func (f *font) meaning(code uint32) (string, bool) {
	if f.unicode != nil {
		if s, ok := f.unicode.text(code); ok && sane(s) {
			return s, false
		}
	}
	if f.composite {
		if f.utf16 {
			return string(rune(code)), false
		}
		return "\ufffd", true
	}
	r := f.single(code)
	return string(r), r < ' ' || r == utf8.RuneError
}

// single is the character of a simple font's code, by the name of its glyph or
// the table that the font is built on.
func (f *font) single(code uint32) rune {
	if f.composite || code > 255 {
		return utf8.RuneError
	}
	if f.named {
		var r rune
		guard(func() { r, _ = utf8.DecodeRuneInString(f.dict.Encoder().Decode(string([]byte{byte(code)}))) })
		if r != 0 && r != rune(code) {
			return r
		}
		if r := f.spelled(code); r != 0 {
			return r
		}
	}
	return f.base[code]
}

// sane tells whether a mapping is one: some writers map to nothing, to controls
// or into the private use area.
func sane(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == utf8.RuneError || r >= 0xe000 && r <= 0xf8ff {
			return false
		}
	}
	return s != ""
}

// baseTable is the table a font's differences count from.
func baseTable(name string, truetype bool) *[256]rune {
	switch {
	case name == "MacRomanEncoding":
		return tableOf(charmap.Macintosh)
	case name == "WinAnsiEncoding" || truetype:
		return tableOf(charmap.Windows1252)
	}
	t := tableOf(charmap.Windows1252)
	// Where StandardEncoding is another (ISO 32000-1, D.2).
	upper := []rune("¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\u00b0–†‡·µ¶•‚„”»…‰\u00be¿")
	copy(t[0xa1:], upper)
	t['\''], t['`'] = '’', '‘'
	for code, r := range map[byte]rune{0xe1: 'Æ', 0xe3: 'ª', 0xe8: 'Ł', 0xe9: 'Ø', 0xea: 'Œ', 0xeb: 'º', 0xf1: 'æ', 0xf5: 'ı', 0xf8: 'ł', 0xf9: 'ø', 0xfa: 'œ', 0xfb: 'ß', 0xd0: '—'} {
		t[code] = r
	}
	return t
}

func tableOf(c *charmap.Charmap) *[256]rune {
	var t [256]rune
	for i := range t {
		t[i] = c.DecodeByte(byte(i))
	}
	return &t
}

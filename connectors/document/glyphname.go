package document

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// spelled reads a character out of a glyph's name that no list has: uni20AC,
// u1F600, a plain letter, or one of these with a suffix (Adobe Glyph List
// Specification, section 2). It gives 0 for any other.
func (f *font) spelled(code uint32) rune {
	name, _, _ := strings.Cut(f.glyph(code), ".")
	for _, prefix := range []string{"uni", "u"} {
		digits, ok := strings.CutPrefix(name, prefix)
		if !ok || len(digits) < 4 || len(digits) > 6 {
			continue
		}
		if n, err := strconv.ParseUint(digits, 16, 32); err == nil && n >= ' ' && n <= utf8.MaxRune {
			return rune(n)
		}
	}
	if r, n := utf8.DecodeRuneInString(name); n > 0 && n == len(name) && r != utf8.RuneError {
		return r
	}
	return 0
}

// glyph is the name that the font's differences give to a code.
func (f *font) glyph(code uint32) string {
	list := f.dict.V.Key("Encoding").Key("Differences")
	at := int64(-1)
	for i := range min(list.Len(), 1024) {
		switch x := list.Index(i); x.Kind() {
		case pdf.Integer:
			at = x.Int64()
		case pdf.Name:
			if at == int64(code) {
				return x.Name()
			}
			at++
		default:
		}
	}
	return ""
}

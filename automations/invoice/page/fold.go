package page

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold leaves of a word what spelling does not change: letters without case and
// accents, digits, and the sign of a number.
func fold(text string) string {
	if ascii(text) {
		return foldASCII(text)
	}
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(text)) {
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø' || r == '°':
			b.WriteByte('o')
		case r == 'ł':
			b.WriteByte('l')
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'đ' || r == 'ð':
			b.WriteByte('d')
		case r == 'ı':
			b.WriteByte('i')
		case r == '#' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

func foldASCII(text string) string {
	b := make([]byte, 0, len(text))
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '#':
			b = append(b, c)
		}
	}
	return string(b)
}

// blur is fold for words recognised in a picture: letters that look alike there
// become one.
func blur(folded string) string {
	s := folded
	for _, pair := range [][2]string{{"rn", "m"}, {"ii", "u"}, {"vv", "w"}} {
		s = strings.ReplaceAll(s, pair[0], pair[1])
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '0':
			return 'o'
		case '1', 'i', 'j':
			return 'l'
		case '5':
			return 's'
		case '8':
			return 'b'
		case '6':
			return 'g'
		}
		return r
	}, s)
}

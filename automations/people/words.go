package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// split folds a text and cuts it into words of letters and digits.
func split(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// fold makes "José", "JOSÉ" and "jose" equal: lower case, without marks, and
// with the letters that Unicode does not take apart spelled out.
func fold(text string) string {
	text = strings.ToLower(text)
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return unmarked(text)
		}
	}
	return text
}

func unmarked(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'ø':
			b.WriteRune('o')
		case r == 'ł':
			b.WriteRune('l')
		case r == 'đ' || r == 'ð':
			b.WriteRune('d')
		case r == 'þ':
			b.WriteString("th")
		case r == 'ı':
			b.WriteRune('i')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oneSlip tells whether one letter wrong, missing, too many, or swapped with
// its neighbour makes a out of b.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	from := 0
	for from < len(a) && a[from] == b[from] {
		from++
	}
	a, b = a[from:], b[from:]
	if len(a) == len(b) {
		swapped := len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
		return a == b || swapped || a[1:] == b[1:]
	}
	return a == b[1:]
}

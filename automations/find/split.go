package find

import (
	"strings"
	"unicode"
)

// part is one thing in a line: words, or a filter with its value.
type part struct {
	key    string // in small letters; empty for words
	value  string
	quoted bool
}

// split takes a line apart at spaces; between double quotes they count as part
// of a word. A quote that is not closed ends with the line.
func split(text string) []part {
	var parts []part
	var now part
	var b strings.Builder
	inside := false
	end := func() {
		if now.value = b.String(); now.value != "" || now.key != "" {
			parts = append(parts, now)
		}
		now = part{}
		b.Reset()
	}
	for _, r := range text {
		switch {
		case strings.ContainsRune("\"“”„", r):
			inside, now.quoted = !inside, true
		case unicode.IsSpace(r) && !inside:
			end()
		case r == ':' && !inside && now.key == "" && b.Len() > 0 && !now.quoted:
			now.key = strings.ToLower(b.String())
			b.Reset()
		default:
			b.WriteRune(r)
		}
	}
	end()
	return parts
}

package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxTyped bounds, in bytes, what is read at all.
const maxTyped = 20_000

// cleanLine makes one line of text: NFC, without control, direction and other
// invisible characters, with single spaces. Cleaning again changes nothing.
func cleanLine(text string) string {
	return meaning(strings.Join(strings.Fields(visible(text)), " "))
}

// cleanParagraph does the same and keeps line breaks, at most one empty line in
// a row.
func cleanParagraph(text string) string {
	var lines []string
	for line := range strings.SplitSeq(visible(text), "\n") {
		line = meaning(strings.Join(strings.Fields(line), " "))
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// visible drops what people cannot see, since it hides or turns around what
// others read. Joiners stay: emoji and several scripts need them.
func visible(text string) string {
	text = strings.ToValidUTF8(text, "")
	if strings.ContainsAny(text, "\r\u2028\u2029") { // a Replacer costs more to be made than all of this
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u200c' || r == '\u200d':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point),
			r == '\u115f', r == '\u1160', r == '\u3164', r == '\uffa0', r == '\u2800': // Fillers that look like spaces.
			return -1
		}
		return r
	}, text))
}

// meaning is the text, or nothing where it holds only joiners.
func meaning(text string) string {
	if strings.Trim(text, " \u200c\u200d\ufe0e\ufe0f") == "" {
		return ""
	}
	return text
}

// Capital begins a sentence: the first letter becomes a capital, unless the
// sentence begins with an address, which is written in one way only.
func Capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	first, _, _ := strings.Cut(text, " ")
	if size == 0 || strings.ContainsAny(first, "@/") {
		return text
	}
	return string(unicode.ToUpper(r)) + text[size:]
}

// shorten keeps what a person typed readable inside a sentence.
func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= 40 {
		return text
	}
	return string(runes[:40]) + "…"
}

package form

import (
	"slices"
	"strings"
	"unicode"
)

// gap stands in a text for what was taken out of it. No text holds one: what
// people cannot see is dropped before.
const gap = '\x1f'

// cut is a text without what rest lacks of it, with a gap where that was.
func cut(text, rest string) string {
	words, left := strings.Fields(text), strings.Fields(rest)
	at := 0
	for at < len(words) && at < len(left) && words[at] == left[at] {
		at++
	}
	return strings.Join(slices.Insert(left, at, string(gap)), " ")
}

// spaced has single spaces, and keeps its gaps.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// piece is what stands before a comma, a semicolon, a gap or the end, and what
// parts it from the next.
type piece struct {
	text string
	mark rune // 0 at the end
	wide bool // a space follows the mark
}

func (p piece) empty() bool { return strings.Trim(p.text, " -–—:") == "" }

// pieces are those of a text. A comma between two digits is one of a number.
func pieces(text string) []piece {
	runes := []rune(text)
	var all []piece
	begin := 0
	for i, r := range runes {
		last := i+1 == len(runes)
		inside := r == ',' && i > 0 && !last && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])
		if (r == ',' || r == ';' || r == gap) && !inside {
			all = append(all, piece{strings.TrimSpace(string(runes[begin:i])), r, last || unicode.IsSpace(runes[i+1])})
			begin = i + 1
		}
	}
	return append(all, piece{text: strings.TrimSpace(string(runes[begin:]))})
}

// remains is a text without its gaps and the small words that led to them, and
// without the pieces that a choice was taken from, unless nothing else was said.
func remains(text string, taken func(piece string) bool) string {
	all := pieces(text)
	for i, p := range all {
		if p.mark == gap {
			all[i].text = ending(p.text)
		}
	}
	if slices.ContainsFunc(all, func(p piece) bool { return !p.empty() && !taken(p.text) }) {
		for i, p := range all {
			if taken(p.text) {
				all[i].text = ""
			}
		}
	}
	return strings.Trim(loose(rejoined(all)), " ,;:-–—")
}

// rejoined are the pieces that hold something, with the first mark between two.
func rejoined(all []piece) string {
	var b strings.Builder
	between := " "
	for _, p := range all {
		if !p.empty() {
			if b.Len() > 0 {
				b.WriteString(between)
			}
			b.WriteString(p.text)
			between = " "
		}
		if p.mark != gap && p.mark != 0 && between == " " {
			between = string(p.mark)
			if p.wide {
				between += " "
			}
		}
	}
	return b.String()
}

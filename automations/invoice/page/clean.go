package page

import (
	"math"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// glued finds a value that stands directly behind the sign or the abbreviation
// of a number: "Nr.4711", "#4711", "n°12".
var glued = regexp.MustCompile(`^(#|(?i:nr\.?|no\.|n[°º]|num\.))([A-Za-z0-9].*\d.*)$`)

// touching finds an amount that the word before it touches: "TOTAL978,53".
var touching = regexp.MustCompile(`^((?:\pL{4,}|\p{Ll}{3}):?)([€$£]?\d[\d.,']*[.,]\d{2})$`)

// beginning and rest find such an amount whose thousands a blank parts: "TOTAL2"
// and "978,53".
var (
	beginning = regexp.MustCompile(`^((?:\pL{4,}|\p{Ll}{3}):?)(\d{1,3})$`)
	rest      = regexp.MustCompile(`^\d{3}([.,]\d{2})?$`)
)

// clean drops what is no word and parts what a page writes without a blank:
// "Kundennummer:2" is a label and a value.
func clean(words []Word) []Word {
	out := make([]Word, 0, len(words))
	for i, w := range words {
		if !finite(w) || w.X1-w.X0 <= 0 || w.Y1 <= w.Y0 {
			continue
		}
		if n := len([]rune(w.Text)); n >= 3 && w.Y1-w.Y0 > 2*(w.X1-w.X0) {
			continue // turned by a right angle: a stamp in the margin
		}
		if !ascii(w.Text) {
			w.Text = strings.ReplaceAll(w.Text, "№", "Nr.") // a ligature of some fonts
			w.Text = norm.NFC.String(strings.Map(plain, w.Text))
		}
		if i+1 < len(words) {
			if m := beginning.FindStringSubmatch(w.Text); m != nil && rest.MatchString(words[i+1].Text) {
				out = append(out, split(w, m[1:])...)
				continue
			}
		}
		for _, part := range split(w, strings.Fields(w.Text)) {
			out = append(out, split(part, parts(part.Text))...)
		}
	}
	return out
}

func finite(w Word) bool {
	sum := w.X0 + w.X1 + w.Y0 + w.Y1
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// plain makes one letter of those that print alike.
func plain(r rune) rune {
	switch {
	case r == '−' || r == '–' || r == '‐' || r == '‑' || r == '—':
		return '-'
	case r == '’' || r == '‘' || r == 'ʼ' || r == '´':
		return '\''
	case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || unicode.Is(unicode.Bidi_Control, r):
		return -1
	case unicode.IsSpace(r) || r == '\u2007' || r == '\u202f':
		return ' '
	case unicode.IsControl(r):
		return -1
	}
	return r
}

// parts cuts a word behind a colon that follows a letter, and before the value
// that is glued to the sign of a number.
func parts(text string) []string {
	for i := 1; i < len(text)-1; i++ {
		before, _ := lastRune(text[:i])
		if text[i] == ':' && (unicode.IsLetter(before) || before == '.' || before == ')') && text[i+1] != '/' {
			return append([]string{text[:i+1]}, parts(text[i+1:])...)
		}
	}
	for _, form := range [...]*regexp.Regexp{glued, touching} {
		if m := form.FindStringSubmatch(text); m != nil {
			return []string{m[1], m[2]}
		}
	}
	return []string{text}
}

func lastRune(text string) (rune, bool) {
	r := []rune(text)
	if len(r) == 0 {
		return 0, false
	}
	return r[len(r)-1], true
}

// split shares the box of a word among its parts by their letters.
func split(w Word, parts []string) []Word {
	if len(parts) == 1 {
		w.Text = parts[0]
		return []Word{w}
	}
	total := 0
	for _, p := range parts {
		total += len([]rune(p))
	}
	var out []Word
	x, step := w.X0, (w.X1-w.X0)/float64(max(total, 1))
	for _, p := range parts {
		next := x + step*float64(len([]rune(p)))
		out = append(out, Word{Text: p, X0: x, Y0: w.Y0, X1: next, Y1: w.Y1})
		x = next
	}
	return out
}

// straighten turns a page that lay askew on the glass: of the slopes up to three
// degrees it takes the one at which most lower edges coincide.
func straighten(words []Word) {
	best, slope := -1, 0.0
	for step := -26; step <= 26; step++ {
		try := float64(step) * 0.002
		if score := sharpness(words, try); score > best || score == best && math.Abs(try) < math.Abs(slope) {
			best, slope = score, try
		}
	}
	for i := range words {
		shift := slope * (words[i].X0 + words[i].X1) / 2
		words[i].Y0 -= shift
		words[i].Y1 -= shift
	}
}

func sharpness(words []Word, slope float64) int {
	count := make(map[int]int, len(words))
	for _, w := range words {
		count[int(math.Floor((w.Y1-slope*(w.X0+w.X1)/2)/2))]++
	}
	score := 0
	for _, n := range count {
		score += n * n
	}
	return score
}

package document

import (
	"encoding/hex"
	"strings"
	"unicode/utf16"
)

// cmap tells what the codes of a font mean (ISO 32000-1, 9.10.3), and how many
// bytes a code has.
type cmap struct {
	lengths [5]bool // of codes, by the codespace
	single  map[uint32]string
	ranges  []span
}

type span struct {
	lo, hi uint32
	to     []rune // of lo; the last one counts up
}

// maxEntries is more than a font can have glyphs.
const maxEntries = 1 << 16

// readCmap takes the entries of a ToUnicode program. It does not run the
// program, since many are not well formed.
func readCmap(program []byte) *cmap {
	m := &cmap{single: map[uint32]string{}}
	var open string    // the section that we are in
	var codes []string // its strings so far
	var list []string  // the destinations of a range in brackets
	var listing bool   // inside the brackets
	tokens := lexer{program}
	for {
		token, text := tokens.next()
		switch {
		case token == 0:
			return m
		case token == '[':
			listing, list = true, nil
		case token == ']':
			listing = false
			if open == "beginbfrange" && len(codes) == 2 {
				m.listed(codes[0], list)
			}
			codes = nil
		case token == 'k' && strings.HasPrefix(text, "begin"):
			open, codes = text, nil
		case token == 'k' && strings.HasPrefix(text, "end"):
			open = ""
		case token == '<' && listing:
			list = append(list, text)
		case token == '<' && open != "":
			codes = m.take(open, append(codes, text))
		}
	}
}

// take uses the strings of a section as soon as an entry is complete, and gives
// what is left of them.
func (m *cmap) take(section string, codes []string) []string {
	if len(m.single)+len(m.ranges) > maxEntries {
		return nil
	}
	switch {
	case section == "begincodespacerange" && len(codes) == 2:
		if n := len(codes[0]); n > 0 && n < len(m.lengths) {
			m.lengths[n] = true
		}
	case section == "beginbfchar" && len(codes) == 2:
		m.single[number(codes[0])] = decode16(codes[1])
	case section == "beginbfrange" && len(codes) == 3:
		m.ranges = append(m.ranges, span{number(codes[0]), number(codes[1]), []rune(decode16(codes[2]))})
	default:
		return codes
	}
	return nil
}

func (m *cmap) listed(first string, list []string) {
	for i, to := range list[:min(len(list), maxEntries-min(len(m.single), maxEntries))] {
		m.single[number(first)+uint32(i)] = decode16(to)
	}
}

// text is what a code means.
func (m *cmap) text(code uint32) (string, bool) {
	if s, ok := m.single[code]; ok {
		return s, true
	}
	for _, r := range m.ranges {
		if code >= r.lo && code <= r.hi && len(r.to) > 0 {
			out := append([]rune(nil), r.to...)
			out[len(out)-1] += rune(code - r.lo)
			return string(out), true
		}
	}
	return "", false
}

func number(s string) uint32 {
	var n uint32
	for i := range len(s) {
		n = n<<8 | uint32(s[i])
	}
	return n
}

func decode16(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	if len(s) == 1 { // some writers leave out the high byte
		units = append(units, uint16(s[0]))
	}
	return string(utf16.Decode(units))
}

// lexer splits a program into strings '<', brackets and keywords 'k'.
type lexer struct{ rest []byte }

func (l *lexer) next() (byte, string) {
	for len(l.rest) > 0 {
		switch b := l.rest[0]; {
		case b == '<' && len(l.rest) > 1 && l.rest[1] != '<':
			return '<', l.hex()
		case b == '[' || b == ']':
			l.rest = l.rest[1:]
			return b, ""
		case b >= 'a' && b <= 'z':
			n := 0
			for n < len(l.rest) && (l.rest[n] >= 'a' && l.rest[n] <= 'z' || l.rest[n] >= 'A' && l.rest[n] <= 'Z') {
				n++
			}
			word := string(l.rest[:n])
			l.rest = l.rest[n:]
			return 'k', word
		case b == '<':
			l.rest = l.rest[min(2, len(l.rest)):]
		case b == '/': // a name is not a keyword
			l.rest = l.rest[1:]
			for len(l.rest) > 0 && !blank(l.rest[0]) && !strings.ContainsRune("<>[]()/", rune(l.rest[0])) {
				l.rest = l.rest[1:]
			}
		default:
			l.rest = l.rest[1:]
		}
	}
	return 0, ""
}

func (l *lexer) hex() string {
	digits := make([]byte, 0, 8)
	i := 1
	for ; i < len(l.rest) && l.rest[i] != '>'; i++ {
		if !blank(l.rest[i]) {
			digits = append(digits, l.rest[i])
		}
	}
	l.rest = l.rest[min(i+1, len(l.rest)):]
	out := make([]byte, len(digits)/2)
	n, _ := hex.Decode(out, digits[:len(digits)/2*2]) // what is no digit ends it
	return string(out[:n])
}

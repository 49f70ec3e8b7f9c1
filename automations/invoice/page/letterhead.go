package page

import (
	"strings"
	"unicode"
)

// headLines is how deep a letterhead reaches.
const headLines = 8

// letterhead collects what stands at the top of the first page and is no title,
// no address and no sentence: a receipt begins with the name of the shop.
func (s *sheet) letterhead(paper bool) []candidate {
	var out []candidate
	usual := s.usualHeight()
	seen := 0
	for i := 0; i < len(s.lines) && i < headLines && s.lines[i].page == 0; i++ {
		l := &s.lines[i]
		if l.row || l.header || paper && hasMoney(l) {
			break
		}
		found := false
		l.runs(func(from, to int) {
			if !s.nameLike(l, from, to) {
				return
			}
			c, ok := s.nameIn(span{i, from, to})
			if !ok {
				return
			}
			found = true
			c.score = s.headScore(c, paper, seen)
			if h := l.height(from, to); h > 1.25*usual {
				c.score += min(1.2, 1.5*(h/usual-1))
			}
			out = append(out, c)
		})
		if found {
			seen++
		}
	}
	return out
}

// headScore is how much speaks for a name in a letterhead, where some lines with
// names stand above it; a receipt on paper has the shop's on top.
func (s *sheet) headScore(c candidate, paper bool, above int) float64 {
	score := 1.6 - 0.3*float64(above)
	switch {
	case paper:
		score = 3.2 - 0.9*float64(above)
		if s.scanned && countLetters(c.text) < 4 {
			score -= 1.5
		}
	case s.mayBeWindow(c.at):
		score -= 0.6
	case above == 0 && s.particulars(c.at):
		score += 0.8
	}
	return score
}

// nameLike tells whether a run may be a name: few words that begin with capitals,
// no label in front, no street, town, date or telephone number.
func (s *sheet) nameLike(l *line, from, to int) bool {
	text := l.text(from, to)
	if to-from > 8 || countLetters(text) < 3 || countDigits(text) > 3 || strings.ContainsAny(text, "@:/%€$£") || domain.MatchString(text) {
		return false
	}
	for _, b := range l.labels {
		if b.from <= from && b.to >= to {
			return false
		}
		if len(fold(b.text)) > 3 && b.from < to && b.to > from && (b.from == from || b.is(titleRole, creditRole, receiptRole, numberRole)) && !b.is(payRole, extraRole, cutRole, nameRole, columnRole) {
			return false
		}
	}
	for _, d := range l.dates {
		if d.from < to && d.to > from {
			return false
		}
	}
	for i, w := range l.words[from:to] {
		r, _ := firstRune(w.Text)
		if i == 0 && !unicode.IsUpper(r) && !unicode.IsDigit(r) && !s.scanned {
			return false
		}
	}
	return !postcode.MatchString(text) && !(to < len(l.words) && strings.HasPrefix(l.words[to].Text, ":"))
}

func firstRune(text string) (rune, bool) {
	for _, r := range strings.TrimLeft(text, "\"'„“«*") {
		return r, true
	}
	return 0, false
}

// mayBeWindow tells whether a name at the left is followed by an address, as the
// one who gets the letter is, and no other label says who that is.
func (s *sheet) mayBeWindow(p span) bool {
	if s.left(p) > s.width/3 || s.lines[p.line].top() < 0.11*s.height {
		return false // letters begin their address lower (DIN 5008: 45 mm)
	}
	for i := range s.lines {
		for j := range s.lines[i].labels {
			b := &s.lines[i].labels[j]
			if party(b) != buyerRole || !s.heads(b) {
				continue
			}
			// "Frau Linde" below the name of her company says whose address it is.
			return i > p.line && i <= p.line+2 && s.alike(b.span(), p)
		}
	}
	return s.addressed(p)
}

// addressed tells whether an address stands below a name at the left of the first
// page.
func (s *sheet) addressed(p span) bool {
	for n := p.line + 1; n <= p.line+4 && n < len(s.lines); n++ {
		l := &s.lines[n]
		if from, to := l.run(0); l.page == 0 && postcode.MatchString(l.text(from, to)) && s.alike(span{n, from, to}, p) {
			return true
		}
	}
	return false
}

// second tells whether a name stands below another with an address of its own,
// which begins the page: whoever writes comes before whom he writes to.
func (s *sheet) second(p span) bool {
	_, to := s.lines[0].run(0)
	head := span{0, 0, to}
	return p.line > 1 && s.nameLike(&s.lines[0], 0, to) && s.alike(head, p) && s.addressed(head) && s.addressed(p) && s.owner(p) == ""
}

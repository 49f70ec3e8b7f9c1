package page

import (
	"strings"
)

// namedParty finds the name at a label such as "Sold by" or "Käufer": right of it,
// below it, or at a label "Name" further below.
func (s *sheet) namedParty(r role) []candidate {
	var out []candidate
	for i := range s.lines {
		for j := range s.lines[i].labels {
			b := &s.lines[i].labels[j]
			if party(b) != r || !s.heads(b) {
				continue
			}
			if c, ok := s.partyName(b); ok {
				c.label, c.score = b.text, 4
				if s.account(b) {
					c.score = 1.5
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// account tells a label of the owner of a bank account, who may be a person or a
// factor.
func (s *sheet) account(b *label) bool {
	f := fold(b.text)
	for _, part := range []string{"konto", "account", "compte", "conto", "cuenta", "payable", "check", "benef", "empfanger", "titul", "remit", "payee", "begun", "zahl", "naamvan", "tnv", "rekening"} {
		if strings.Contains(f, part) {
			return true
		}
	}
	return false
}

// heads tells whether a party label begins a run, or is all that stands before a
// colon.
func (s *sheet) heads(b *label) bool {
	l := &s.lines[b.line]
	from, to := l.run(b.from)
	return (b.from == from || b.from == 0) && (colonAfter(l, b.to) || to == b.to || b.strength(party(b)) >= 4 && to-b.to <= 7) && !l.row && !l.header
}

func (s *sheet) partyName(b *label) (candidate, bool) {
	l := &s.lines[b.line]
	from := b.to
	for from < len(l.words) && (l.words[from].Text == ":" || fold(l.words[from].Text) == "") {
		from++
	}
	if limit := s.limit(b); from < limit && (!l.gap[from] || colonAfter(l, b.to) && l.words[from].X0-l.words[from-1].X1 < 14*l.em) {
		_, to := l.run(from)
		if c, ok := s.nameIn(span{b.line, from, min(to, limit)}); ok {
			return c, true
		}
	}
	for n := b.line + 1; n < len(s.lines) && n <= b.line+7 && s.lines[n].page == l.page; n++ {
		for k := range s.lines[n].labels {
			sub := &s.lines[n].labels[k]
			if sub.is(nameRole) && s.owner(sub.span()) == party(b) && s.limit(sub) > sub.to {
				_, to := s.lines[n].run(sub.to)
				return s.nameIn(span{n, sub.to, min(to, s.limit(sub))})
			}
		}
	}
	for _, p := range s.below(b, s.runsOf) {
		if c, ok := s.nameIn(p); ok {
			return c, true
		}
	}
	return candidate{}, false
}

// nameIn takes a name from a run: up to its legal form, else up to the address
// that follows it.
func (s *sheet) nameIn(p span) (candidate, bool) {
	l := &s.lines[p.line]
	if from, to, ok := s.company(l, p.from, p.to); ok {
		return candidate{text: l.text(from, to), at: span{p.line, from, to}}, true
	}
	to := p.from
	for to < p.to && to < p.from+8 && !separator(l.words[to].Text) {
		if strings.HasSuffix(l.words[to].Text, ":") {
			return candidate{}, false
		}
		to++
		if strings.HasSuffix(l.words[to-1].Text, ",") {
			break
		}
	}
	if to < p.to && l.words[to].Text == ":" {
		return candidate{}, false // a label that nobody knows
	}
	name := tidy(l.text(p.from, to))
	if f := fold(name); strings.HasPrefix(f, "www") || capital(f) {
		return candidate{}, false
	}
	if countLetters(name) < 2 || countDigits(name) > countLetters(name)/2 || strings.Contains(name, "@") {
		return candidate{}, false
	}
	return candidate{text: name, at: span{p.line, p.from, to}}, true
}

// capital tells what a company says about itself in its foot from its name: "SARL
// au capital de 8000 EUR".
func capital(folded string) bool {
	for _, words := range [...]string{"aucapital", "capitalsocial", "capitalesociale", "stammkapital"} {
		if strings.Contains(folded, words) {
			return true
		}
	}
	return false
}

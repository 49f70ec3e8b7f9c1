package page

import "strings"

// compose joins labels that mean something else together than apart: "Total"
// and "HT", "Summe", "inkl." and "MwSt", "VAT" and "total".
func (s *sheet) compose(l *line) {
	if len(l.labels) < 2 {
		return
	}
	var out []label
	for _, b := range l.labels {
		for len(out) > 0 {
			joined, ok := s.join(l, out[len(out)-1], b)
			if !ok {
				break
			}
			out, b = out[:len(out)-1], joined
		}
		out = append(out, b)
	}
	l.labels = out
}

// join makes one label of two that stand in one run with nothing but a rate or a
// small word between them.
func (s *sheet) join(l *line, a, b label) (label, bool) {
	if strings.HasSuffix(l.words[a.to-1].Text, ":") {
		return label{}, false
	}
	for i := a.to; i <= b.from; i++ {
		if l.gap[i] || i < b.from && !filler(l.words[i].Text) {
			return label{}, false
		}
	}
	r, strength := together(a, b)
	if r == "" {
		return label{}, false
	}
	if a.to != b.from && (r == taxRole && !a.is(inclRole, exclRole) || a.is(taxRole) && b.is(totalRole)) {
		return label{}, false
	}
	return label{
		line: a.line, from: a.from, to: b.to, text: l.text(a.from, b.to),
		entries: []entry{{role: r, strength: strength}},
	}, true
}

// filler tells whether a word between two labels parts nothing: a rate, a
// bracket, an article, the sign of a currency.
func filler(text string) bool {
	f := fold(strings.Trim(text, "()[],.%"))
	if f == "" || strings.HasSuffix(strings.Trim(text, "()[],"), "%") {
		return true
	}
	switch f {
	case "de", "of", "der", "die", "la", "le", "l", "di", "del", "della", "van", "von", "af", "av", "in", "the", "gesetzliche",
		"gesetzlicher", "eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "pln", "all", "aller", "with", "mit", "con", "avec":
		return true
	}
	return len(f) <= 2 && f[0] >= '0' && f[0] <= '9'
}

// together says what two labels mean as one, "" when they stay two.
func together(a, b label) (role, int) {
	sumA, sumB := a.is(totalRole, amountRole, subtotalRole, grossRole), b.is(totalRole, amountRole, grossRole)
	switch {
	case a.is(exclRole) && b.is(taxRole) && adds(a):
		return taxRole, 3
	case a.is(exclRole) && b.is(taxRole):
		return netRole, 2
	case a.is(inclRole) && b.is(taxRole):
		return taxRole, 2
	case a.is(taxRole) && b.is(inclRole, exclRole):
		return "", 0
	case sumA && b.is(inclRole), sumA && b.is(grosswordRole), a.is(grosswordRole) && sumB:
		return grossRole, 4
	case sumA && b.is(exclRole), sumA && b.is(netRole), a.is(netRole) && sumB && !a.is(exclRole):
		return netRole, 4
	case a.is(netRole, grossRole) && b.is(taxRole) && endsWithModifier(a):
		return only(a)
	case a.is(totalRole, subtotalRole, amountRole) && b.is(taxRole), a.is(taxRole) && sumB:
		return taxRole, 3
	case a.is(totalRole, subtotalRole) && b.is(payableRole):
		return payableRole, 3
	}
	return "", 0
}

// adds tells "plus 19 % VAT", which is the tax, from "without VAT", which is the
// net amount.
func adds(a label) bool {
	f := fold(a.text)
	return f == "plus" || f == "zzgl" || f == "zuzuglich"
}

// endsWithModifier tells whether a joined label still waits for the tax that it
// includes or leaves out.
func endsWithModifier(a label) bool {
	return len(a.entries) == 1 && strings.ContainsAny(a.text, " (/")
}

func only(a label) (role, int) { return a.entries[0].role, a.entries[0].strength }

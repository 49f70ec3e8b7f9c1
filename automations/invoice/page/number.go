package page

import (
	"strings"
	"unicode"
)

// numbers collects what may be the number of the invoice.
func (s *sheet) numbers(credit bool) []candidate {
	var out []candidate
	taken := map[string]bool{}
	for i := range s.lines {
		l := &s.lines[i]
		if l.row {
			continue
		}
		for j := range l.labels {
			b := &l.labels[j]
			if b.is(origRole) {
				if c, ok := s.code(b); ok {
					taken[c.text] = true
				}
				continue
			}
			if c, ok := s.numbered(b, credit); ok {
				out = append(out, c)
			}
		}
	}
	out = append(out, s.bareNumbers()...)
	if credit {
		out = without(out, taken)
	}
	return pick(out)
}

// bareNumbers finds what stands behind a sign for a number that does not say of
// what, near the title: "FACTURE", and below it "N° 2026-118".
func (s *sheet) bareNumbers() []candidate {
	var out []candidate
	for i := 0; i < s.firstPage(); i++ {
		l := &s.lines[i]
		for at, w := range l.words {
			if from, to := l.run(at); at != from || l.row || l.header || !sign(w.Text) || at+1 >= to || to-from > 4 {
				continue
			}
			text, to, ok := s.codeAt(l, at+1, len(l.words))
			if p := (span{i, at, to}); !ok || !s.titled(p) && !s.datedBelow(p) {
				continue
			}
			out = append(out, candidate{text: text, at: span{i, at + 1, to}, score: 2.4, label: w.Text})
		}
	}
	return out
}

// sign tells whether a word means "number" and nothing else.
func sign(text string) bool {
	switch strings.ToLower(strings.TrimRight(text, ".:")) {
	case "nr", "no", "n°", "nº", "n.º", "#", "num", "núm", "nro":
		return true
	}
	return false
}

// titled tells whether the title of an invoice stands above a place and nothing
// else between them.
func (s *sheet) titled(p span) bool {
	b := s.above(p)
	return b != nil && b.is(titleRole, creditRole, receiptRole)
}

func without(list []candidate, taken map[string]bool) []candidate {
	var out []candidate
	for _, c := range list {
		if !taken[c.text] {
			out = append(out, c)
		}
	}
	return out
}

// datedBelow tells whether the label of the day of issue stands on one of the next
// lines at the same edge.
func (s *sheet) datedBelow(p span) bool {
	for n := p.line + 1; n <= p.line+2 && n < len(s.lines) && s.near(p.line, n); n++ {
		for i := range s.lines[n].labels {
			b := &s.lines[n].labels[i]
			if d := s.left(b.span()) - s.left(p); b.is(issuedRole) && d < s.lines[n].em && d > -s.lines[n].em {
				return true
			}
		}
	}
	return false
}

// numbered scores the code at a label that names the number, or at a title.
func (s *sheet) numbered(b *label, credit bool) (candidate, bool) {
	strength := float64(b.strength(numberRole))
	title := b.is(titleRole, creditRole, receiptRole)
	if strength == 0 && !title {
		return candidate{}, false
	}
	if strength == 2 && colonAfter(&s.lines[b.line], b.to) && s.owner(b.span()) != "" {
		strength-- // "Nummer:" of a customer
	}
	c, ok := s.code(b)
	if !ok {
		return candidate{}, false
	}
	if strength == 0 {
		strength = 2.5
		if from, to := s.lines[b.line].run(b.from); to-from > 9 || from != b.from || credit && !b.is(creditRole) {
			strength = 1.2
		}
	}
	if credit && strings.Contains(fold(b.text), "credit") || b.is(creditRole) {
		strength += 0.5
	}
	if before := s.governor(b.span()); before != nil && before.is(paidRole, orderRole, refRole, origRole) && !s.parted(before, b) {
		strength -= 2
	}
	if s.lines[b.line].page > 0 {
		strength -= 0.3
	}
	c.score, c.label = strength, b.text
	c.doubtful = strength < 1.5 || s.scanned && (confusable(c.text) || open(c.text))
	return c, true
}

// parted tells whether a column gap stands between two labels of one line.
func (s *sheet) parted(a, b *label) bool {
	for i := a.to; i <= b.from; i++ {
		if s.lines[a.line].gap[i] {
			return true
		}
	}
	return false
}

// code finds the code that belongs to a label: right of it, else below.
func (s *sheet) code(b *label) (candidate, bool) {
	limit := s.limit(b)
	l := &s.lines[b.line]
	gaps, words := 0, 0
	for i := b.to; i < limit; i++ {
		if l.gap[i] {
			gaps++
		}
		if gaps > 1 || words > 2 {
			break
		}
		if text, to, ok := s.codeAt(l, i, limit); ok {
			return candidate{text: text, at: span{b.line, i, to}}, true
		}
		if marker(l.words[i].Text) {
			continue
		}
		if s.datedOrPriced(l, i) || strings.HasSuffix(l.words[i].Text, ":") || b.strength(numberRole) >= 3 && !bracket(l.words[i].Text) {
			break
		}
		words++
	}
	if from, to := l.run(b.from); !b.is(numberRole, origRole, orderRole) && !s.captioned(b) || from < b.from && to-from > 6 {
		return candidate{}, false // nothing below a word of a sentence belongs to it
	}
	for _, p := range s.below(b, s.legible) {
		if text, to, ok := s.codeBelow(b, p); ok {
			return candidate{text: text, at: span{p.line, p.from, to}}, true
		}
	}
	return candidate{}, false
}

// captioned tells whether a title names a column beside one of dates: "Faktura",
// "Dato", "Forfald".
func (s *sheet) captioned(b *label) bool {
	l := &s.lines[b.line]
	dated := false
	for i := range l.labels {
		o := &l.labels[i]
		dated = dated || o.is(issuedRole, dueRole) && o.from > b.from
	}
	_, to := l.run(b.from)
	return dated && to == b.to && len(l.dates) == 0 && len(l.sums) == 0
}

// legible lists the runs of a line; of a picture only those with a digit, since
// rules and shades of a table are taken for letters.
func (s *sheet) legible(n int) []span {
	var out []span
	for _, p := range s.runsOf(n) {
		if !s.scanned || hasDigit(s.lines[n].text(p.from, p.to)) {
			out = append(out, p)
		}
	}
	return out
}

// codeBelow takes of a run below a label the code that stands under it.
func (s *sheet) codeBelow(b *label, p span) (string, int, bool) {
	l := &s.lines[p.line]
	for i := p.from; i < p.to; i++ {
		if text, to, ok := s.codeAt(l, i, p.to); ok && s.overlaps(b.span(), span{p.line, i, to}) {
			return text, to, true
		}
	}
	return "", 0, false
}

func bracket(text string) bool { return strings.HasPrefix(text, "(") || strings.HasSuffix(text, ")") }

// marker tells whether a word only announces a number.
func marker(text string) bool {
	switch fold(text) {
	case "nr", "no", "n", "#", "num", "number", "numero", "nummer", "id", "nro", "c", "":
		return true
	}
	return false
}

func (s *sheet) datedOrPriced(l *line, i int) bool {
	for _, d := range l.dates {
		if i >= d.from && i < d.to {
			return true
		}
	}
	for _, m := range l.sums {
		if i >= m.from && i < m.to && (m.currency != "" || m.places == 2) {
			return true
		}
	}
	for _, p := range l.percent {
		if p.word == i {
			return true
		}
	}
	return false
}

// maxCode bounds the length of a number of an invoice.
const maxCode = 32

// codeAt reads a code: a word with digits, or short capitals and then such a
// word, as in "FV 27/02/2026".
func (s *sheet) codeAt(l *line, i, limit int) (string, int, bool) {
	if raw := l.words[i].Text; strings.HasPrefix(raw, "(") && strings.HasSuffix(raw, ")") {
		return "", 0, false // the code of a kind of document
	}
	text := trimCode(l.words[i].Text)
	if i+1 < limit && !l.gap[i+1] && prefix(text) && isCode(trimCode(l.words[i+1].Text)) {
		return text + " " + trimCode(l.words[i+1].Text), i + 2, true
	}
	if !isCode(text) || s.datedOrPriced(l, i) {
		return "", 0, false
	}
	to := i + 1
	for to+1 < limit && !l.gap[to] && !l.gap[to+1] && (l.words[to].Text == "/" || l.words[to].Text == "-") && isCode(trimCode(l.words[to+1].Text)) {
		text += l.words[to].Text + trimCode(l.words[to+1].Text)
		to += 2
	}
	if open(text) && to < limit && !l.gap[to] && isCode(trimCode(l.words[to].Text)) && !s.datedOrPriced(l, to) {
		return text + trimCode(l.words[to].Text), to + 1, true
	}
	return text, to, true
}

// open tells whether a code ends as if the rest of it had been torn off.
func open(code string) bool { return strings.HasSuffix(code, "-") || strings.HasSuffix(code, "/") }

func trimCode(text string) string { return strings.Trim(text, "#:;,.()[]*|'\"=_") }

// prefix tells the letters that begin a code in two words; a marker of a number
// in capitals ("NO") is none.
func prefix(text string) bool {
	return len(text) >= 1 && len(text) <= 4 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && !marker(text)
}

func isCode(text string) bool {
	if len(text) > maxCode || !hasDigit(text) {
		return false
	}
	digits, others := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r) || strings.ContainsRune("-/._\\#", r):
			others++
		default:
			return false
		}
	}
	return digits*6 >= others
}

// confusable tells whether a code recognised in a picture holds letters that are
// easily taken for digits, beside digits.
func confusable(text string) bool {
	for i := 1; i < len(text); i++ {
		a, b := text[i-1], text[i]
		if strings.IndexByte("OIlSBZQDo", a) >= 0 && digits(text[i:i+1]) || strings.IndexByte("OIlSBZQDo", b) >= 0 && digits(text[i-1:i]) {
			return true
		}
	}
	return false
}

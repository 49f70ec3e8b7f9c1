package page

import (
	"slices"
	"strings"
)

// issued collects what may be the day of issue; due collects what may be the day
// of payment.
func (s *sheet) issued(receipt bool) (issued, due []candidate) {
	for i := range s.lines {
		l := &s.lines[i]
		used := map[*label]bool{}
		for _, d := range l.dates {
			if l.row {
				continue
			}
			p := span{i, d.from, d.to}
			b, strong := s.dating(p)
			c := candidate{text: d.iso(), doubtful: d.doubtful, at: p}
			if b != nil {
				c.label = b.text
				// A label with something else on its own line may not mean what is below.
				c.doubtful = c.doubtful || b.line < i && strong && s.limit(b) > b.to && !s.lines[b.line].gap[b.to]
			}
			switch r, score := s.dated(b, strong); {
			case r == dueRole:
				c.score = score
				due = append(due, c)
			case r == issuedRole && !used[b]:
				c.score = score
				issued = append(issued, c)
			case r == "":
				c.score = s.bareDate(p, receipt) - shortYear(d)
				issued = append(issued, c)
			}
			if b != nil {
				used[b] = true
			}
		}
	}
	return pick(issued), pick(due)
}

func shortYear(d date) float64 {
	if d.short {
		return 0.2
	}
	return 0
}

// dating returns the label that a date belongs to: the nearest on its left, else
// the one above, else the last of the sentence that broke before it. It is strong
// when it was not taken from above.
func (s *sheet) dating(p span) (*label, bool) {
	l := &s.lines[p.line]
	left := s.governor(p)
	if left != nil && s.reaches(left, p) {
		if r, _ := s.dated(left, true); r != "" {
			return left, true
		}
	}
	if b := s.charge(p); b != nil {
		return b, true
	}
	if b := s.above(p); b != nil && b.is(issuedRole, dueRole, movedRole) {
		return b, true
	}
	if p.from == 0 && p.line > 0 && p.to < len(l.words)+1 {
		before := &s.lines[p.line-1]
		if n := len(before.labels); n > 0 && before.page == l.page && s.near(p.line-1, p.line) && !colonAfter(before, len(before.words)) {
			if b := &before.labels[n-1]; s.lastRun(before, b) && len(before.words) > 4 {
				return b, false
			}
		}
	}
	return nil, false
}

// charge returns the label that speaks of taking the money from an account behind
// a date in one sentence: that is the day of payment.
func (s *sheet) charge(p span) *label {
	for n := p.line; n <= p.line+1 && n < len(s.lines) && s.lines[n].page == s.lines[p.line].page; n++ {
		for i := range s.lines[n].labels {
			b := &s.lines[n].labels[i]
			if b.is(debitRole) && (n > p.line || b.from >= p.to) && (n == p.line || s.near(p.line, n)) {
				return b
			}
		}
	}
	return nil
}

func (s *sheet) lastRun(l *line, b *label) bool {
	_, to := l.run(b.from)
	return to == len(l.words)
}

// reaches tells whether a label on the left still speaks of a date: few words
// stand between them, at most one column ends there.
func (s *sheet) reaches(b *label, p span) bool {
	l := &s.lines[p.line]
	gaps := 0
	for i := b.to; i <= p.from; i++ {
		if l.gap[i] {
			gaps++
		}
	}
	return gaps == 0 && p.from-b.to <= 7 || gaps == 1 && p.from-b.to <= 3
}

// dated says what a label makes of a date. A title or a number with a date behind
// it is dated by it.
func (s *sheet) dated(b *label, strong bool) (role, float64) {
	switch {
	case b == nil:
		return "", 0
	case b.is(dueRole) && !b.is(issuedRole):
		return dueRole, float64(b.strength(dueRole))
	case b.is(movedRole) && !b.is(issuedRole):
		return movedRole, 0
	case b.is(issuedRole):
		return issuedRole, float64(b.strength(issuedRole))
	case b.is(debitRole):
		return dueRole, 2
	case b.is(skontoRole, origRole, orderRole, paidRole, otherRole, earlierRole):
		return movedRole, 0
	case b.is(numberRole, titleRole, creditRole, receiptRole) && strong:
		return issuedRole, 3
	case b.is(payableRole, termsRole) && strong:
		return dueRole, 2 // "Amount due by 3 March", "Zahlbar 30 Tage netto bis 4.4."
	case b.is(columnRole, qtyRole, priceRole, lineamountRole) && s.lines[b.line].header:
		return movedRole, 0
	}
	return "", 0
}

// bareDate scores a date without a label: in the upper part of the first page,
// behind the name of a town, or on a receipt beside the time.
func (s *sheet) bareDate(p span, receipt bool) float64 {
	l := &s.lines[p.line]
	score := 0.5
	if l.page == 0 && p.line*2 < s.firstPage() {
		score = 1
	}
	if receipt {
		score += 0.5
	}
	if p.from > 0 && strings.HasSuffix(l.words[p.from-1].Text, ",") && p.from <= 3 {
		score += 0.7
	}
	if slices.ContainsFunc(l.words, func(w Word) bool { return clock(w.Text) }) {
		score += 0.5
	}
	if from, to := l.run(p.from); to-from > p.to-p.from+6 {
		score -= 0.5
	}
	return score
}

func (s *sheet) firstPage() int {
	n := 0
	for n < len(s.lines) && s.lines[n].page == 0 {
		n++
	}
	return n
}

// clock tells whether a word is a time of day.
func clock(text string) bool {
	h, m, found := strings.Cut(text, ":")
	return found && digits(h) && len(h) <= 2 && len(m) >= 2 && digits(m[:2])
}

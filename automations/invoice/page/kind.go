package page

import (
	"strings"

	"factotum/automations/invoice"
)

// titles is what the headings of a document say that it is.
type titles struct {
	bill, credit, receipt, other float64
	billed                       bool // a number of an invoice is labelled
}

// headings weighs every label that is a title: what stands alone, at the top and
// in large type counts most.
func (s *sheet) headings() titles {
	var t titles
	usual := s.usualHeight()
	for i := range s.lines {
		l := &s.lines[i]
		for j := range l.labels {
			b := &l.labels[j]
			if b.strength(numberRole) >= 4 && s.hasCode(b) {
				t.billed = true
				if s.credited(b) {
					t.credit = max(t.credit, 1.5)
				}
			}
			if !b.is(titleRole, creditRole, receiptRole, otherRole) {
				continue
			}
			w := s.prominence(b, usual)
			t.bill = max(t.bill, w*ifRole(b, titleRole, 1)*min(1, float64(b.strength(titleRole))/3))
			t.credit = max(t.credit, w*ifRole(b, creditRole, 1))
			t.receipt = max(t.receipt, w*ifRole(b, receiptRole, 0.9))
			t.other = max(t.other, w*ifRole(b, otherRole, 1))
		}
	}
	return t
}

// credited tells whether a label of a number is that of a credit note: it begins
// with the title of one.
func (s *sheet) credited(b *label) bool {
	key := fold(b.text)
	for n := len(key); n >= 5; n-- {
		for _, e := range s.words.exact[key[:n]] {
			if e.role == creditRole {
				return true
			}
		}
	}
	return false
}

func (s *sheet) hasCode(b *label) bool {
	_, ok := s.code(b)
	return ok
}

func ifRole(b *label, r role, w float64) float64 {
	if b.is(r) {
		return w
	}
	return 0
}

// prominence of a title, 0 where it is a word of a sentence or the label of a
// reference to another document.
func (s *sheet) prominence(b *label, usual float64) float64 {
	l := &s.lines[b.line]
	from, to := l.run(b.from)
	if b.from-from > 2 || to-from > 8 || l.row || b.is(otherRole) && hasMoney(l) {
		return 0
	}
	w := 1.0
	if b.from > from {
		w = 0.5
	}
	alone := to-b.to <= 4
	if !alone {
		w *= 0.6
	}
	if h := l.height(b.from, b.to); h > 1.25*usual {
		w += min(2, h/usual-1) * 1.5
	} else if strings.HasSuffix(l.words[b.to-1].Text, ":") || to < len(l.words) && s.limit(b) > to {
		w *= 0.5 // a label with its value
	}
	if strings.HasSuffix(l.words[b.to-1].Text, ":") || b.is(otherRole) && b.is(orderRole, refRole, paidRole, tipRole) && s.hasCode(b) {
		w *= 0.3
	}
	if strings.ToUpper(b.text) == b.text && len(b.text) > 3 {
		w += 0.3
	}
	if l.page == 0 && b.line*2 <= s.firstPage() {
		w += 0.5
	}
	if l.page > 0 {
		w *= 0.4
	}
	return w
}

func (s *sheet) usualHeight() float64 {
	var sum, n float64
	for i := range s.lines {
		for _, w := range s.lines[i].words {
			sum, n = sum+(w.Y1-w.Y0)*float64(len(w.Text)), n+float64(len(w.Text))
		}
	}
	return sum / max(n, 1)
}

// kind tells what the document is, and whether it asks for money or proves a
// payment at all.
func (s *sheet) kind(t titles, paper receipt) (invoice.Kind, bool) {
	asks := max(t.bill, t.credit, t.receipt)
	switch {
	case t.other > asks && (!t.billed || t.other > asks+1) && !(paper.sure() && t.other < 2):
		return "", false
	case t.credit > 0 && t.credit >= t.bill-0.4:
		return invoice.CreditNote, true
	case paper.likely() && t.receipt >= t.bill && !t.billed, paper.sure() && t.bill < 1.5 && !t.billed:
		return invoice.Receipt, true
	case asks > 0 || t.billed:
		return invoice.Bill, true
	}
	return invoice.Receipt, paper.sure()
}

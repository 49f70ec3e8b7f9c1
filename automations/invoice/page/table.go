package page

import (
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/invoice"
)

// tabulate marks the lines of goods: from a line that names columns down to the
// first that begins with a sum.
func (s *sheet) tabulate() {
	head := -1
	for i := range s.lines {
		l := &s.lines[i]
		switch {
		case l.header:
			head = i
			l.labels = keep(l.labels, columnRole, qtyRole, unitRole, priceRole, lineamountRole, rateRole)
			continue
		case head >= 0 && (s.ends(l) || s.captions(l) || i > head+1 && s.far(i)):
			head = -1
		}
		if head >= 0 {
			l.row, l.head = true, head
			if l.page == s.lines[head].page+2 { // a table that never ended
				head = -1
			}
		}
	}
}

func keep(labels []label, roles ...role) []label {
	var out []label
	for _, b := range labels {
		if b.is(roles...) {
			out = append(out, b)
		}
	}
	return out
}

// ends tells whether a line is below the table of goods: it begins with a sum,
// or with terms, a bank account, a party.
func (s *sheet) ends(l *line) bool {
	for i := range l.labels {
		b := &l.labels[i]
		r, strength := sumRole(b)
		starts := b.from == 0 || l.gap[b.from]
		tail := true
		for _, m := range l.sums {
			tail = tail && m.from >= b.to
		}
		switch {
		case !starts || !tail:
		case r == grossRole || r == totalRole || r == netRole || r == subtotalRole || r == payableRole || r == taxRole && strength >= 3 && b.from == 0:
			return len(l.sums) > 0 && len(l.sums) <= 3 || strings.HasSuffix(b.text, ":")
		case b.is(carryRole, ibanRole, vatRole, termsRole, dueRole) && b.from == 0 && colonAfter(l, b.to):
			return true
		}
	}
	return false
}

// captions tells whether a line names two sums or more whose amounts stand below.
func (s *sheet) captions(l *line) bool {
	n := 0
	for i := range l.labels {
		if r, _ := sumRole(&l.labels[i]); r != "" {
			n++
		}
	}
	return n >= 2 && len(l.sums) == 0 && len(l.words) <= 4*n
}

// far tells whether a line without an amount stands well below the one before it:
// what follows is the foot of the page.
func (s *sheet) far(n int) bool {
	l, before := &s.lines[n], &s.lines[n-1]
	return l.page == before.page && l.top()-before.bottom() > 5*max(l.em, before.em) && !hasMoney(l)
}

func hasMoney(l *line) bool {
	for i := range l.sums {
		if l.sums[i].money() {
			return true
		}
	}
	return false
}

// goods reads the lines of the invoice where the columns are clear, and what they
// add up to; zero where some amount is missing.
func (s *sheet) goods() ([]invoice.Line, decimal.Decimal) {
	var out []invoice.Line
	sum := decimal.Zero
	for i := range s.lines {
		l := &s.lines[i]
		if !l.row {
			continue
		}
		cells := s.cells(l)
		net, ok := cells[lineamountRole]
		if !ok || len(net.sums) == 0 {
			if text := cells[columnRole].text; text != "" && len(out) > 0 && len(l.sums) == 0 && len(out[len(out)-1].Text) < 300 && s.lines[i-1].row {
				out[len(out)-1].Text = strings.TrimSpace(out[len(out)-1].Text + " " + text)
			}
			continue
		}
		value := net.sums[len(net.sums)-1].value
		sum = sum.Add(value)
		out = append(out, s.good(l, cells, value))
	}
	return out, sum
}

// cell is what stands in one column of a line.
type cell struct {
	text string
	sums []sum
}

// cells parts a line by the columns above it: a run belongs to the column that
// it overlaps, the rightmost amount to the amounts of the lines.
func (s *sheet) cells(l *line) map[role]cell {
	head := &s.lines[l.head]
	out := map[role]cell{}
	last := lastAmount(head)
	l.runs(func(from, to int) {
		p := span{0, from, to}
		best, width := role(""), 0.0
		for i := range head.labels {
			b := &head.labels[i]
			overlap := min(l.words[p.to-1].X1, head.words[b.to-1].X1+head.em) - max(l.words[p.from].X0, head.words[b.from].X0-head.em)
			if overlap > width {
				best, width = column(b, i == last), overlap
			}
		}
		if best == "" {
			best = columnRole
			if to == len(l.words) && from > 0 {
				best = lineamountRole
			}
		}
		c := out[best]
		c.text = strings.TrimSpace(c.text + " " + l.text(from, to))
		for _, m := range l.sums {
			if m.from >= from && m.to <= to {
				c.sums = append(c.sums, m)
			}
		}
		out[best] = c
	})
	return out
}

// lastAmount is the rightmost label of a header that may be the amount of a line.
func lastAmount(head *line) int {
	last := -1
	for i := range head.labels {
		if head.labels[i].is(lineamountRole) {
			last = i
		}
	}
	return last
}

func column(b *label, last bool) role {
	if last {
		return lineamountRole
	}
	for _, r := range []role{qtyRole, priceRole, rateRole, unitRole, columnRole, lineamountRole} {
		if b.is(r) {
			return r
		}
	}
	return columnRole
}

func (s *sheet) good(l *line, cells map[role]cell, net decimal.Decimal) invoice.Line {
	out := invoice.Line{Text: cells[columnRole].text, Net: invoice.SpellAmount(net, "EUR"), Unit: cells[unitRole].text}
	if list := cells[qtyRole].sums; len(list) > 0 {
		out.Quantity = invoice.SpellNumber(list[0].value)
		if rest := strings.Fields(cells[qtyRole].text); len(rest) == 2 && out.Unit == "" && !hasDigit(rest[1]) {
			out.Unit = rest[1]
		}
	}
	if list := cells[priceRole].sums; len(list) > 0 {
		out.UnitPrice = invoice.SpellNumber(list[0].value)
	}
	for _, p := range l.percent {
		out.TaxRate = invoice.SpellNumber(p.rate)
	}
	if list := cells[rateRole].sums; out.TaxRate == "" && len(list) > 0 {
		out.TaxRate = invoice.SpellNumber(list[0].value)
	}
	return out
}

package page

// receipt is what speaks for the paper of a till.
type receipt struct {
	titled bool // says that it is a receipt
	narrow bool // short lines, as on a roll of paper
	paid   bool // a card, cash or change beside an amount
	timed  bool // a time of day beside the date
	total  bool
}

func (r receipt) points() int {
	n := 0
	for _, sign := range []bool{r.titled, r.narrow, r.paid, r.timed} {
		if sign {
			n++
		}
	}
	return n
}

// likely is enough where the title agrees, sure where there is none.
func (r receipt) likely() bool { return r.points() >= 1 && r.total }
func (r receipt) sure() bool   { return r.points() >= 2 && r.total }

// narrowColumns is the most words that a line of a receipt holds: a roll of 80 mm
// prints 42 to 48 letters on a line.
const narrowColumns = 11

func (s *sheet) receipt() receipt {
	var r receipt
	wide := 0
	for i := range s.lines {
		l := &s.lines[i]
		if len(l.words) > narrowColumns {
			wide++
		}
		for _, w := range l.words {
			r.timed = r.timed || len(l.dates) > 0 && clock(w.Text)
		}
		for j := range l.labels {
			b := &l.labels[j]
			r.titled = r.titled || b.is(receiptRole)
			r.paid = r.paid || b.is(payRole, changeRole, tipRole) && len(l.sums) > 0
			r.total = r.total || b.is(totalRole, grossRole, payableRole, subtotalRole) && len(l.sums) > 0
		}
	}
	r.narrow = wide*12 <= len(s.lines) && len(s.lines) < 120 && s.columnWidth() < 62
	return r
}

// columnWidth is the width of what is printed, in sizes of its type.
func (s *sheet) columnWidth() float64 {
	lo, hi, em := 1e9, 0.0, 0.0
	for i := range s.lines {
		l := &s.lines[i]
		lo, hi = min(lo, l.words[0].X0), max(hi, l.words[len(l.words)-1].X1)
		em += l.em
	}
	if em == 0 {
		return 0
	}
	return (hi - lo) / (em / float64(len(s.lines)))
}

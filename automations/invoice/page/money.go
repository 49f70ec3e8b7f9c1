package page

import (
	"strings"

	"github.com/shopspring/decimal"
)

// total is an amount that a label makes a sum of the invoice.
type total struct {
	role   role
	score  float64
	value  decimal.Decimal
	label  string
	at     span
	rate   decimal.Decimal // of a tax, 0 where none stands beside it
	marked bool            // has the form of an amount of money
}

// withheld tells whether an amount is income tax that the buyer keeps back and
// pays for the seller (Spain's IRPF, Italy's ritenuta d'acconto).
func (t *total) withheld() bool {
	label := fold(t.label)
	for _, name := range [...]string{"irpf", "reten", "ritenuta", "withheld", "withhold"} {
		if strings.Contains(label, name) {
			return true
		}
	}
	return false
}

// totals gives every amount that is labelled as a sum its roles.
func (s *sheet) totals() []total {
	var out []total
	for i := range s.lines {
		l := &s.lines[i]
		if l.header || l.row && !s.summing(l) {
			continue
		}
		for j := range l.labels {
			b := &l.labels[j]
			r, strength := sumRole(b)
			if r == "" {
				continue
			}
			amounts := s.amountsOf(b)
			if row := netTaxGross(r, amounts); row != nil {
				for k, part := range []role{netRole, taxRole, grossRole} {
					out = append(out, total{role: part, score: 4, value: row[k].value, label: b.text, at: span{row[k].line, row[k].from, row[k].to}, marked: true})
				}
				continue
			}
			for _, m := range amounts {
				t := total{role: r, score: strength, value: m.value, label: b.text, at: span{m.line, m.from, m.to}, marked: m.money()}
				t.rate = s.rateOf(b)
				if !t.marked && r != grossRole && r != totalRole && r != payableRole {
					continue // "Net 30" is a time to pay
				}
				if !t.marked {
					t.score--
				}
				if b.text == l.text(0, b.to) {
					t.score += 0.2
				}
				t.score += 0.1 * float64(i) / float64(len(s.lines))
				out = append(out, t)
			}
		}
	}
	return out
}

// netTaxGross tells whether the amounts beside a total are its net amount, its tax and
// both together, as below columns called so; nil where they are not.
func netTaxGross(r role, amounts []sum) []sum {
	if len(amounts) != 3 || r != grossRole && r != totalRole {
		return nil
	}
	net, tax, gross := amounts[0], amounts[1], amounts[2]
	if net.line != gross.line || !net.money() || !tax.money() || !gross.money() || !tax.value.IsPositive() ||
		tax.value.Mul(decimal.NewFromInt(3)).GreaterThan(gross.value) || !net.value.Add(tax.value).Equal(gross.value) {
		return nil
	}
	return amounts
}

// summing tells whether a line of the table of lines is one of its sums.
func (s *sheet) summing(l *line) bool {
	if len(l.labels) == 0 || l.labels[0].from != 0 {
		return false
	}
	return l.labels[0].is(totalRole, grossRole, payableRole, netRole, subtotalRole)
}

// sumRole is the meaning of a label that counts for sums, the strongest first.
func sumRole(b *label) (role, float64) {
	best, strength := role(""), 0
	for _, r := range []role{
		grossRole, netRole, payableRole, totalRole, subtotalRole, taxRole, paidRole, earlierRole, extraRole, cutRole, roundRole, tipRole, payRole, changeRole,
	} {
		if n := b.strength(r); n > strength {
			best, strength = r, n
		}
	}
	if b.is(carryRole) {
		return "", 0
	}
	return best, float64(strength)
}

// amountsOf returns the amounts of a label: those right of it up to the next
// label, else those below.
func (s *sheet) amountsOf(b *label) []sum {
	l := &s.lines[b.line]
	limit := s.amountLimit(b)
	var out []sum
	for _, m := range l.sums {
		if m.to > b.to && m.from >= b.from && m.from < limit && !inDate(l, m.from, m.to) {
			out = append(out, m)
		}
	}
	if len(out) > 0 {
		return out
	}
	spots := s.below(b, func(n int) []span {
		var list []span
		if s.lines[n].row {
			return nil
		}
		for _, m := range s.lines[n].sums {
			if m.money() && !s.labelled(&s.lines[n], m) {
				list = append(list, span{n, m.from, m.to})
			}
		}
		return list
	})
	if s.alone(b) {
		for _, p := range spots {
			for _, m := range s.lines[p.line].sums {
				if m.from == p.from {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

// alone tells whether nothing but a currency follows a label in its run.
func (s *sheet) alone(b *label) bool {
	l := &s.lines[b.line]
	_, to := l.run(b.from)
	for i := b.to; i < to; i++ {
		if currencyOf(l.words[i].Text) == "" && l.folds[i] != "" {
			return false
		}
	}
	return true
}

// labelled tells whether an amount has a label of its own on its line.
func (s *sheet) labelled(l *line, m sum) bool {
	for i := range l.labels {
		b := &l.labels[i]
		if r, _ := sumRole(b); r != "" && b.to <= m.from {
			return true
		}
	}
	return false
}

// amountLimit is where the next label begins that claims amounts of its own.
func (s *sheet) amountLimit(b *label) int {
	l := &s.lines[b.line]
	for i := range l.labels {
		o := &l.labels[i]
		if o.from < b.to {
			continue
		}
		if r, _ := sumRole(o); r != "" && !(b.is(taxRole) && o.is(netRole)) || o.is(issuedRole, skontoRole, numberRole, origRole) {
			return o.from
		}
	}
	return len(l.words)
}

func inDate(l *line, from, to int) bool {
	for _, d := range l.dates {
		if from < d.to && to > d.from {
			return true
		}
	}
	return false
}

// rateOf is the rate that stands beside a label.
func (s *sheet) rateOf(b *label) decimal.Decimal {
	l := &s.lines[b.line]
	for _, p := range l.percent {
		if p.word >= b.from-2 && p.word <= b.to+3 {
			return p.rate
		}
	}
	return decimal.Zero
}

package page

import (
	"github.com/shopspring/decimal"

	"factotum/automations/invoice"
)

// putSums chooses among the ways to read the sums and spells the best.
func (s *sheet) putSums(in *invoice.Invoice, g *ledger) {
	ways := g.balances()
	if len(ways) == 0 {
		s.putOnly(in)
		return
	}
	best := ways[0]
	sure := s.sureOf(g, &best, ways) && !best.withheld
	code := ""
	for _, c := range s.currencies() {
		code = c.text
		break
	}
	if best.withheld { // the invoice is about what it would be without
		best.gross = &total{value: best.net.value.Add(best.tax.value)}
	}
	s.putSum(in, invoice.TotalGross, best.gross, !sure, code, g.gross)
	for _, t := range g.payable {
		in.Sums.Payable = invoice.SpellAmount(t.value, code)
	}
	if best.net != nil && best.derived != netRole {
		opposed := best.net.value.Sign()*best.gross.value.Sign() < 0
		s.putSum(in, invoice.TotalNet, best.net, !sure || opposed || !best.holds && !best.proved && !g.explicit(best.net), code, g.net)
	}
	if best.tax != nil {
		s.putSum(in, invoice.TotalTax, best.tax, !sure || !best.holds, code, g.tax)
	}
	taxesOf(in, &best)
	switch best.derived {
	case netRole:
		s.putSum(in, invoice.TotalNet, derived(best.gross, best.tax), true, code, nil)
	case taxRole:
		s.putSum(in, invoice.TotalTax, derived(best.gross, best.net), true, code, nil)
	default:
	}
}

// putOnly takes the one amount of money on the pages for the gross amount where
// nothing says what it is. A person is to look at it.
func (s *sheet) putOnly(in *invoice.Invoice) {
	var only *sum
	for i := range s.lines {
		for j := range s.lines[i].sums {
			m := &s.lines[i].sums[j]
			switch {
			case !m.money() || m.currency == "" || !m.value.IsPositive():
			case only != nil && !only.value.Equal(m.value):
				return
			default:
				only = m
			}
		}
	}
	if only != nil {
		s.putSum(in, invoice.TotalGross, &total{value: only.value}, true, only.currency, nil)
	}
}

// taxesOf fills the breakdown where one rate with its amount is all that the page
// prints of it.
func taxesOf(in *invoice.Invoice, b *balance) {
	if len(in.Taxes) > 0 || !b.holds || b.net == nil || b.tax == nil || !b.tax.rate.IsPositive() || !owes(b.net.value, b.tax.rate, b.tax.value) {
		return
	}
	in.Taxes = breakdownOf([]taxed{{rate: b.tax.rate, base: b.net.value, tax: b.tax.value}})
}

// explicit tells whether a net amount is called so in full.
func (g *ledger) explicit(t *total) bool { return t.role == netRole && t.score >= 4 }

// derived is what follows from the gross amount and one other. The page does not
// print it, so a person is to look at it.
func derived(gross, other *total) *total {
	return &total{value: gross.value.Sub(other.value)}
}

func (s *sheet) putSum(in *invoice.Invoice, f invoice.Field, t *total, uncertain bool, code string, others []total) {
	v := invoice.Value{Text: invoice.SpellAmount(t.value, code), Label: t.label, Source: invoice.Text, Uncertain: uncertain}
	if s.scanned {
		v.Source = invoice.OCR
	}
	for _, o := range others {
		if !o.value.Equal(t.value) && len(v.Others) < maxOthers {
			v.Others = append(v.Others, invoice.Candidate{Text: invoice.SpellAmount(o.value, code), Label: o.label})
		}
	}
	in.Values[f] = v
}

// sureOf tells whether the sums leave no doubt: net and tax make the gross amount
// and nothing else does as well; or there is no tax and no other total.
func (s *sheet) sureOf(g *ledger, best *balance, ways []balance) bool {
	for _, w := range ways[1:] {
		if !w.gross.value.Equal(best.gross.value) && w.score > best.score-1.5 {
			return false
		}
	}
	if g.tipped() || !s.prints(best.gross.value) {
		return false
	}
	if best.holds && (best.net != nil && best.tax != nil || best.proved || best.gross.score >= 3) {
		return true
	}
	if best.proved && (!s.scanned || s.printedTwice(best.gross.value)) {
		return best.tax == nil || !s.scanned
	}
	if s.scanned || best.gross.score < 2.9 {
		return false
	}
	return !g.rivals(best.gross)
}

// tipped tells whether a tip was added: which total is meant is for a person.
func (g *ledger) tipped() bool {
	for _, t := range g.all {
		if t.role == tipRole && t.value.IsPositive() {
			return true
		}
	}
	return false
}

// rivals tells whether another total is printed that nothing explains.
func (g *ledger) rivals(gross *total) bool {
	for _, t := range g.gross {
		if !t.value.Equal(gross.value) && t.role != payRole && t.value.IsPositive() {
			return true
		}
	}
	return false
}

func (s *sheet) prints(value decimal.Decimal) bool { return s.printed(value) > 0 }

func (s *sheet) printedTwice(value decimal.Decimal) bool { return s.printed(value) > 1 }

// printed counts how often an amount stands on the pages.
func (s *sheet) printed(value decimal.Decimal) int {
	n := 0
	for i := range s.lines {
		for _, m := range s.lines[i].sums {
			if m.value.Equal(value) {
				n++
			}
		}
	}
	return n
}

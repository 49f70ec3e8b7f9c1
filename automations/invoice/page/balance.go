package page

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

// balance is one way to read the sums of a document, with what holds in it.
type balance struct {
	gross, net, tax *total
	derived         role // what is not printed but follows from the two others
	score           float64
	holds           bool // net and tax make the gross amount
	proved          bool // gross is confirmed some other way
	withheld        bool // less a tax that the buyer pays for the seller
}

// ledger is what a document prints of its sums, ordered by what it may be.
type ledger struct {
	gross, net, tax        []total
	paid, extra, cut, pays []total
	payable                []total
	rates                  []decimal.Decimal
	lines                  decimal.Decimal // what the lines add up to, 0 if unknown
	charged                bool            // some label speaks of a tax with an amount
	all                    []total
}

// maxTotals bounds the ways that are tried.
const maxTotals = 9

func (s *sheet) ledger(rows []taxed, lines decimal.Decimal) ledger {
	g := ledger{lines: lines, all: s.totals()}
	g.rates = s.taxRates()
	for _, t := range g.all {
		g.sort(t)
	}
	g.addUp()
	base, tax := decimal.Zero, decimal.Zero
	for _, r := range rows {
		base, tax = base.Add(r.base), tax.Add(r.tax)
	}
	if len(rows) > 0 {
		at := span{rows[0].line, 0, 1}
		g.net = append(g.net, total{role: netRole, score: 2, value: base, at: at, marked: true})
		g.tax = append(g.tax, total{role: taxRole, score: 3, value: tax, at: at, marked: true})
		g.rates = append(g.rates, rows[0].rate)
		g.charged = true
		if sum := base.Add(tax); len(g.gross) == 0 || s.prints(sum) {
			g.gross = append(g.gross, total{role: totalRole, score: 1.5, value: sum, at: at, marked: true})
		}
	}
	for _, list := range []*[]total{&g.gross, &g.net, &g.tax} {
		*list = distinct(*list)
	}
	return g
}

// taxRates lists the rates that stand on a line with the name of a tax.
func (s *sheet) taxRates() []decimal.Decimal {
	var out []decimal.Decimal
	for i := range s.lines {
		for j := range s.lines[i].labels {
			if !s.lines[i].labels[j].is(taxRole, rateRole, baseRole) {
				continue
			}
			for _, p := range s.lines[i].percent {
				out = append(out, p.rate)
			}
			break
		}
	}
	return out
}

func (g *ledger) sort(t total) {
	as := func(score float64) total { t.score = score + t.score - float64(int(t.score)); return t }
	switch t.role {
	case grossRole:
		g.gross = append(g.gross, as(4))
	case totalRole:
		g.gross = append(g.gross, as(3))
		g.net = append(g.net, as(0.8))
	case payableRole:
		g.gross = append(g.gross, as(2))
		g.payable = append(g.payable, t)
	case netRole:
		g.net = append(g.net, t)
	case subtotalRole:
		g.net = append(g.net, as(2))
	case taxRole:
		if t.marked {
			g.tax = append(g.tax, t)
		}
		g.charged = g.charged || t.marked && t.value.IsPositive()
	case paidRole, earlierRole, tipRole:
		g.paid = append(g.paid, t)
	case extraRole:
		g.extra = append(g.extra, t)
	case cutRole, roundRole:
		g.cut = append(g.cut, t)
	case payRole:
		g.pays = append(g.pays, t)
		g.gross = append(g.gross, as(0.5))
	default: // change is asked for when an amount is confirmed
	}
}

// addUp offers the sum of taxes that are printed one by one, each with its rate
// or its name.
func (g *ledger) addUp() {
	sum, n, at := decimal.Zero, 0, span{}
	var seen []total
	for _, t := range g.tax {
		if t.at.line == at.line && n > 0 || slices.ContainsFunc(seen, func(o total) bool { return o.label == t.label && o.rate.Equal(t.rate) }) {
			continue
		}
		seen = append(seen, t)
		sum, n, at = sum.Add(t.value), n+1, t.at
	}
	if n > 1 {
		g.tax = append(g.tax, total{role: taxRole, score: 2, value: sum, at: seen[0].at, label: seen[0].label, marked: true})
	}
}

// distinct keeps of each amount the best, and of the rest the best few.
func distinct(list []total) []total {
	slices.SortStableFunc(list, func(a, b total) int { return cmp.Compare(b.score, a.score) })
	var out []total
	for _, t := range list {
		i := slices.IndexFunc(out, func(o total) bool { return o.value.Equal(t.value) })
		switch {
		case i >= 0:
			out[i].score += 0.15
		case len(out) < maxTotals:
			out = append(out, t)
		}
	}
	return out
}

// balances tries every way to read the sums and orders them, the best first.
func (g *ledger) balances() []balance {
	var out []balance
	for i := range g.gross {
		gross := &g.gross[i]
		for n := -1; n < len(g.net); n++ {
			for t := -1; t < len(g.tax); t++ {
				b := balance{gross: gross}
				if n >= 0 {
					b.net = &g.net[n]
				}
				if t >= 0 {
					b.tax = &g.tax[t]
				}
				if g.weigh(&b) {
					out = append(out, b)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b balance) int { return cmp.Compare(b.score, a.score) })
	return out
}

// weigh scores a balance; false where it cannot be.
func (g *ledger) weigh(b *balance) bool {
	b.score = b.gross.score
	gross := b.gross.value
	if gross.IsZero() && len(g.gross) > 1 {
		b.score -= 2
	}
	if b.net != nil && b.net.at == b.gross.at && b.gross.label != "" || b.tax != nil && b.tax.at == b.gross.at && b.gross.label != "" || b.net != nil && b.tax != nil && b.net.at == b.tax.at && b.net.label != "" {
		return false
	}
	switch {
	case b.net != nil && b.tax != nil:
		b.score += b.net.score + b.tax.score
		b.holds = g.same(b.net.value.Add(b.tax.value), gross)
		if !b.holds && !g.withExtras(b) {
			return false
		}
		b.score += 6
	case b.net != nil:
		b.score += b.net.score - 0.5
		if !g.netOnly(b) {
			return false
		}
	case b.tax != nil:
		b.score += b.tax.score
		if !g.taxOnly(b) {
			return false
		}
	}
	g.confirm(b)
	return true
}

// same allows for a rounding to five cents, which cash asks for in some
// countries, where the page mentions one; else to the cent.
func (g *ledger) same(a, b decimal.Decimal) bool {
	d := a.Sub(b).Abs()
	if d.LessThanOrEqual(cent()) {
		return true
	}
	for _, t := range g.cut {
		if t.role == roundRole && d.Sub(t.value.Abs()).Abs().LessThanOrEqual(cent()) {
			return true
		}
	}
	return false
}

// withExtras tells whether a subtotal, charges and discounts between it and the
// total, and the tax make the gross amount; the net amount then follows.
func (g *ledger) withExtras(b *balance) bool {
	rest := b.gross.value.Sub(b.tax.value).Sub(b.net.value)
	for _, t := range g.cut {
		if t.withheld() && t.value.Abs().Add(rest).Abs().LessThanOrEqual(cent()) {
			b.holds, b.withheld = true, true
			return true
		}
	}
	if b.net.role == netRole && b.net.score >= 4 {
		return false
	}
	var parts []decimal.Decimal
	for _, t := range g.extra {
		parts = append(parts, t.value)
	}
	for _, t := range g.cut {
		parts = append(parts, t.value.Abs().Neg())
	}
	if len(parts) == 0 || len(parts) > 6 {
		return false
	}
	for pick := 1; pick < 1<<len(parts); pick++ {
		sum := decimal.Zero
		for i, p := range parts {
			if pick>>i&1 == 1 {
				sum = sum.Add(p)
			}
		}
		if sum.Sub(rest).Abs().LessThanOrEqual(cent()) {
			b.holds, b.derived = true, netRole
			return true
		}
	}
	return false
}

// netOnly: without a tax the net amount is the gross amount, or the tax is a rate
// that the page prints without its amount.
func (g *ledger) netOnly(b *balance) bool {
	net, gross := b.net.value, b.gross.value
	if g.same(net, gross) {
		if g.charged {
			b.score -= 2
		} else {
			b.score++
			b.proved = b.net.at.line != b.gross.at.line
		}
		return true
	}
	if net.GreaterThan(gross) && gross.IsPositive() {
		b.score -= 3
		return b.net.role == subtotalRole
	}
	for _, r := range g.rates {
		if r.IsPositive() && owes(net, r, gross.Sub(net)) {
			b.score += 3
			b.holds, b.derived = true, taxRole
			return true
		}
	}
	b.score -= 2
	return b.net.role == subtotalRole || !g.charged
}

// taxOnly: the tax is contained in the gross amount; a rate on the page confirms
// it.
func (g *ledger) taxOnly(b *balance) bool {
	tax, gross := b.tax.value, b.gross.value
	if tax.Abs().Mul(decimal.NewFromInt(3)).GreaterThan(gross.Abs()) {
		return false
	}
	for _, r := range g.rates {
		if r.IsPositive() && r.LessThanOrEqual(decimal.NewFromInt(maxRate)) && owes(gross.Sub(tax), r, tax) {
			b.score += 4
			b.holds, b.derived = true, netRole
			return true
		}
	}
	b.derived = netRole
	return true
}

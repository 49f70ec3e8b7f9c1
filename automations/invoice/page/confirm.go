package page

import (
	"github.com/shopspring/decimal"
)

// confirm looks for what else speaks for a gross amount: the lines add up to it,
// prepayments explain what is left to pay, it was paid by card.
func (g *ledger) confirm(b *balance) {
	gross := b.gross.value
	if g.lines.IsPositive() && (g.lines.Equal(gross) || b.net != nil && g.lines.Equal(b.net.value)) {
		b.score++
		b.proved = true
	}
	for _, p := range g.pays {
		if p.value.Equal(gross) && p.at != b.gross.at {
			b.score += 0.5
			b.proved = true
		}
	}
	if g.changed(gross) || g.settled(gross) {
		b.score += 1.5
		b.proved = true
	}
	for _, p := range g.payable {
		if p.value.Equal(gross) && p.at != b.gross.at && b.gross.role != payableRole {
			b.score += 0.5
			b.proved = true
		}
	}
}

// changed tells whether cash less change is the amount.
func (g *ledger) changed(gross decimal.Decimal) bool {
	for _, t := range g.all {
		if t.role != changeRole {
			continue
		}
		for _, p := range append(g.pays, g.paid...) {
			if p.value.Sub(t.value.Abs()).Equal(gross) && !t.value.IsZero() {
				return true
			}
		}
	}
	return false
}

// settled tells whether prepayments or an earlier balance lie between the amount
// and what is left to pay.
func (g *ledger) settled(gross decimal.Decimal) bool {
	for _, due := range g.payable {
		sum := decimal.Zero
		for _, p := range g.paid {
			if p.value.IsZero() {
				continue
			}
			if p.role == earlierRole {
				sum = sum.Add(p.value)
			} else {
				sum = sum.Sub(p.value.Abs())
			}
			if gross.Add(sum).Equal(due.value) || p.role != earlierRole && gross.Sub(p.value.Abs()).Equal(due.value) {
				return true
			}
		}
	}
	return false
}

package page

import (
	"slices"

	"github.com/shopspring/decimal"

	"factotum/automations/invoice"
)

// taxed is one rate with its base and its tax, as a line of the page adds them.
type taxed struct {
	rate, base, tax decimal.Decimal
	line            int
	row             bool // stands in the table of lines
}

// breakdown finds the lines on which a rate, a base and a tax hold together, and
// adds up those of one rate. Lines of the table of goods count only where there
// is no table of taxes.
func (s *sheet) breakdown() []taxed {
	var rows, items []taxed
	for i := range s.lines {
		t, ok := s.taxedLine(i)
		switch {
		case !ok:
		case t.row:
			items = append(items, t)
		default:
			rows = append(rows, t)
		}
	}
	if len(rows) == 0 {
		rows = items
	}
	return byRate(rows)
}

func byRate(rows []taxed) []taxed {
	var out []taxed
	for n, t := range rows {
		repeated := slices.ContainsFunc(rows[:n], func(o taxed) bool {
			return !o.row && o.rate.Equal(t.rate) && o.base.Equal(t.base)
		})
		if repeated {
			continue
		}
		i := slices.IndexFunc(out, func(o taxed) bool { return o.rate.Equal(t.rate) })
		if i < 0 {
			out = append(out, t)
			continue
		}
		out[i].base, out[i].tax = out[i].base.Add(t.base), out[i].tax.Add(t.tax)
	}
	return out
}

// maxRate is above every rate of VAT (27 % in Hungary).
const maxRate = 30

// taxedLine finds a rate on a line for which one amount is the tax on another.
func (s *sheet) taxedLine(n int) (taxed, bool) {
	l := &s.lines[n]
	if len(l.sums) < 2 || l.header {
		return taxed{}, false
	}
	rates := slices.Clone(l.percent)
	for _, m := range l.sums { // a column of rates may leave the sign to its heading
		if l.row && !s.under(l, m, rateRole) {
			continue
		}
		if m.currency == "" && !m.value.IsNegative() && m.value.LessThanOrEqual(decimal.NewFromInt(maxRate)) {
			rates = append(rates, percent{word: m.from, rate: m.value})
		}
	}
	for _, r := range rates {
		for _, base := range l.sums {
			for _, tax := range l.sums {
				if base.from == tax.from || base.from == r.word || tax.from == r.word || base.places != 2 || tax.places != 2 {
					continue
				}
				if l.row && s.under(l, tax, priceRole, qtyRole) {
					continue
				}
				if r.rate.IsPositive() && r.rate.LessThanOrEqual(decimal.NewFromInt(maxRate)) && !base.value.IsZero() && owes(base.value, r.rate, tax.value) {
					return taxed{rate: r.rate, base: base.value, tax: tax.value, line: n, row: l.row}, true
				}
			}
		}
	}
	return taxed{}, false
}

// under tells whether a number of the table of lines stands in a column. A tenth
// of an amount is also the price of one of ten.
func (s *sheet) under(l *line, m sum, roles ...role) bool {
	head := &s.lines[l.head]
	for i := range head.labels {
		b := &head.labels[i]
		if b.is(roles...) && s.overlaps(b.span(), span{m.line, m.from, m.to}) {
			return true
		}
	}
	return false
}

// owes tells whether the tax on a base is that amount, give or take a cent of
// rounding.
func owes(base, rate, tax decimal.Decimal) bool {
	if base.Sign()*tax.Sign() < 0 {
		return false
	}
	return base.Mul(rate).Shift(-2).Sub(tax).Abs().LessThanOrEqual(cent())
}

func cent() decimal.Decimal { return decimal.New(1, -2) }

// breakdownOf spells the taxes for the invoice.
func breakdownOf(rows []taxed) []invoice.Tax {
	var out []invoice.Tax
	for _, t := range rows {
		out = append(out, invoice.Tax{Rate: invoice.SpellNumber(t.rate), Base: t.base.StringFixed(2), Amount: t.tax.StringFixed(2)})
	}
	return out
}

package invoice

import (
	"github.com/shopspring/decimal"

	"factotum/automations/checkdigit"
)

// taxes are BR-CO-14, BR-CO-17 and the rules on the base of a category (BR-S-08
// and its like).
func (c *checker) taxes() {
	if len(c.Taxes) == 0 {
		return
	}
	slack := c.roundings()
	total, all := add(c.Taxes, func(t Tax) string { return t.Amount })
	if stated, ok := c.field(TotalTax); ok && all && !c.equal(total, stated) {
		c.warn("The taxes add up to %s, but the tax is given as %s.", c.show(total), c.show(stated))
	}
	for _, t := range c.Taxes {
		base, hasBase := ParseNumber(t.Base)
		amount, hasAmount := ParseNumber(t.Amount)
		rate, hasRate := ParseNumber(t.Rate)
		if !hasBase || !hasAmount || !hasRate && t.Category == "" {
			continue
		}
		if want := base.Mul(rate).Shift(-2); !near(want, amount, slack) {
			c.warn("%s %% of %s are %s, but the tax on it is given as %s.", SpellNumber(rate), c.show(base), c.show(want), c.show(amount))
		}
	}
	c.bases(slack)
}

// roundings is how far a tax may lie from rate times base. EN 16931 rounds once,
// but programs that round the tax of each line are common: half a coin for each
// line, and one for the total.
func (c *checker) roundings() decimal.Decimal {
	return c.unit().Mul(decimal.New(int64(len(c.Lines)+1)*5, -1))
}

// bases compares what the lines, allowances and charges of each rate come to
// with the base of its tax.
func (c *checker) bases(slack decimal.Decimal) {
	want, ok := c.byRate()
	if !ok {
		return
	}
	stated := map[string]decimal.Decimal{}
	var rates []string // in the order of the document
	for _, t := range c.Taxes {
		base, ok := ParseNumber(t.Base)
		if !ok {
			return
		}
		rate := SpellNumber(zero(t.Rate))
		if _, seen := stated[rate]; !seen {
			rates = append(rates, rate)
		}
		stated[rate] = stated[rate].Add(base)
	}
	for _, rate := range rates {
		if !near(want[rate], stated[rate], slack) {
			c.warn("Lines, allowances and charges with %s %% tax come to %s, but the tax is reckoned on %s.", rate, c.show(want[rate]), c.show(stated[rate]))
		}
	}
}

// byRate sums lines, charges and allowances by their rate of tax. It fails when
// one of them does not state it.
func (c *checker) byRate() (map[string]decimal.Decimal, bool) {
	byRate := map[string]decimal.Decimal{}
	put := func(rate, amount string, sign int64) bool {
		r, okRate := ParseNumber(rate)
		n, okAmount := ParseNumber(amount)
		key := SpellNumber(r)
		byRate[key] = byRate[key].Add(n.Mul(decimal.New(sign, 0)))
		return okRate && okAmount
	}
	for _, l := range c.Lines {
		if !put(l.TaxRate, l.Net, 1) {
			return nil, false
		}
	}
	for _, a := range c.Allowances {
		sign := int64(-1)
		if a.Charge {
			sign = 1
		}
		if !put(a.TaxRate, a.Amount, sign) {
			return nil, false
		}
	}
	return byRate, len(c.Lines) > 0
}

// lines compares quantity times price with the net of each line. The slack of
// two hundredths is that of Peppol's rule PEPPOL-EN16931-R120.
func (c *checker) lines() {
	slack := decimal.New(2, -2)
	shown := 0
	for i, l := range c.Lines {
		net, hasNet := ParseNumber(l.Net)
		quantity, hasQuantity := ParseNumber(l.Quantity)
		price, hasPrice := ParseNumber(l.UnitPrice)
		if !hasNet || !hasQuantity || !hasPrice {
			continue
		}
		want := quantity.Mul(price)
		if per := zero(l.PriceQuantity); !per.IsZero() {
			want = want.DivRound(per, 6)
		}
		want = want.Add(zero(l.Adjustment))
		if near(want, net, slack.Add(rounded(price, quantity))) {
			continue
		}
		if shown++; shown > 3 {
			c.warn("More lines do not add up. Look at each of them.")
			return
		}
		c.warn("Line %d comes to %s, but it is given as %s.", i+1, c.show(want), c.show(net))
	}
}

// rounded is what a line may be off because its price was rounded to an odd
// number of decimals: half of the last of them for each unit. A price in whole
// coins was not.
func rounded(price, quantity decimal.Decimal) decimal.Decimal {
	if price.Exponent() >= -2 {
		return decimal.Zero
	}
	return quantity.Abs().Mul(decimal.New(5, price.Exponent()-1))
}

// codes looks at check digits.
func (c *checker) codes() {
	if iban := c.Values[IBAN].Text; iban != "" && !checkdigit.ValidIBAN(iban) {
		c.warn("The IBAN %s fails its check digits. Ask the vendor for the right one.", iban)
	}
	for _, party := range []struct {
		field Field
		name  string
	}{{SellerVAT, "seller"}, {BuyerVAT, "buyer"}} {
		id := c.Values[party.field].Text
		if valid, known := checkdigit.ValidVAT(id); known && !valid {
			c.warn("The VAT id %s of the %s fails its check digit.", id, party.name)
		}
	}
}

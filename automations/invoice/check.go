package invoice

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"factotum/automations/checkdigit"
	"factotum/automations/money"
)

// Check adds a warning for everything in an invoice that does not add up or
// fails its own check digits, and marks an IBAN that cannot be one as uncertain.
// The rules are those of EN 16931-1, section 6.4; a rule one of whose values is
// not given is not looked at. Checking twice says nothing twice.
func Check(inv Invoice) Invoice {
	c := checker{Invoice: inv, currency: inv.Values[Currency].Text}
	c.sums()
	c.taxes()
	c.lines()
	c.codes()
	for _, warning := range c.found {
		if !slices.Contains(inv.Warnings, warning) {
			inv.Warnings = append(slices.Clip(inv.Warnings), warning)
		}
	}
	if iban, ok := inv.Values[IBAN]; ok && !checkdigit.ValidIBAN(iban.Text) {
		iban.Uncertain = true
		inv.Values = maps.Clone(inv.Values)
		inv.Values[IBAN] = iban
	}
	return inv
}

type checker struct {
	Invoice
	currency string
	found    []string
}

func (c *checker) warn(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// show writes an amount for people: "1,234.50 EUR".
func (c *checker) show(n decimal.Decimal) string {
	return money.Amount{Value: n, Currency: money.Currency(c.currency)}.String()
}

// unit is the smallest coin of the currency.
func (c *checker) unit() decimal.Decimal {
	return decimal.New(1, -int32(money.Currency(c.currency).Digits()))
}

// near tells whether two amounts differ by at most slack.
func near(a, b, slack decimal.Decimal) bool { return !a.Sub(b).Abs().GreaterThan(slack) }

// field is an amount of the header.
func (c *checker) field(f Field) (decimal.Decimal, bool) { return ParseNumber(c.Values[f].Text) }

// zero reads an amount that counts as nothing where it is not given.
func zero(text string) decimal.Decimal {
	n, _ := ParseNumber(text)
	return n
}

// sums are BR-CO-10 to BR-CO-16.
func (c *checker) sums() {
	if stated, ok := ParseNumber(c.Sums.Lines); ok && len(c.Lines) > 0 {
		if total, all := add(c.Lines, func(l Line) string { return l.Net }); all && !c.equal(total, stated) { // BR-CO-10
			c.warn("The lines add up to %s, but the invoice says %s.", c.show(total), c.show(stated))
		}
	}
	c.allowances(false, "allowances", c.Sums.Allowances) // BR-CO-11
	c.allowances(true, "charges", c.Sums.Charges)        // BR-CO-12
	net, hasNet := c.field(TotalNet)
	tax, hasTax := c.field(TotalTax)
	gross, hasGross := c.field(TotalGross)
	if lines, ok := ParseNumber(c.Sums.Lines); ok && hasNet { // BR-CO-13
		if want := lines.Sub(zero(c.Sums.Allowances)).Add(zero(c.Sums.Charges)); !c.equal(want, net) {
			c.warn("The lines less allowances and plus charges make %s, but the total without tax is given as %s.", c.show(want), c.show(net))
		}
	}
	if hasNet && hasTax && hasGross && !c.equal(net.Add(tax), gross) { // BR-CO-15
		c.warn("%s without tax and %s of tax make %s, but the total is given as %s.", c.show(net), c.show(tax), c.show(net.Add(tax)), c.show(gross))
	}
	if payable, ok := ParseNumber(c.Sums.Payable); ok && hasGross { // BR-CO-16
		if want := gross.Sub(zero(c.Sums.Prepaid)).Add(zero(c.Sums.Rounding)); !c.equal(want, payable) {
			c.warn("%s less what was paid before leaves %s, but %s is said to be left to pay.", c.show(gross), c.show(want), c.show(payable))
		}
	}
	if hasGross && gross.IsNegative() && c.Kind == Bill {
		c.warn("The total is %s, below zero: the vendor owes this amount.", c.show(gross))
	}
}

func (c *checker) allowances(charge bool, name, text string) {
	stated, ok := ParseNumber(text)
	if !ok {
		return
	}
	var total decimal.Decimal
	for _, a := range c.Allowances {
		if a.Charge == charge {
			total = total.Add(zero(a.Amount))
		}
	}
	// The profile MINIMUM and BASIC WL before 1.0.07 may state the sum alone.
	if (total.Sign() != 0 || len(c.Lines) > 0) && !c.equal(total, stated) {
		c.warn("The %s add up to %s, but the invoice says %s.", name, c.show(total), c.show(stated))
	}
}

// equal compares to the smallest coin: EN 16931 states sums with two decimals.
func (c *checker) equal(a, b decimal.Decimal) bool {
	digits := int32(money.Currency(c.currency).Digits())
	return a.Round(digits).Equal(b.Round(digits))
}

// add sums what every element states; all is false when one states nothing.
func add[T any](list []T, amount func(T) string) (total decimal.Decimal, all bool) {
	for _, element := range list {
		n, ok := ParseNumber(amount(element))
		if !ok {
			return decimal.Zero, false
		}
		total = total.Add(n)
	}
	return total, true
}

package match

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Order is what was approved to be bought, and what was billed of it so far.
type Order struct {
	ID       string
	Number   string // PUR-12
	Vendor   string // as whoever asked wrote it
	Total    decimal.Decimal
	Currency string
	Billed   decimal.Decimal // by other invoices
}

// Tolerance is by how much an invoice may exceed what is left of an order: the
// larger one of the two.
type Tolerance struct {
	Percent decimal.Decimal // of the total of the order
	Amount  decimal.Decimal // in its currency
}

// Fit is how an invoice fits an order.
type Fit struct {
	Order    Order
	ByNumber bool            // the invoice names it; otherwise vendor and amount fit
	Part     bool            // more is left to be billed
	Left     decimal.Decimal // of the order after this invoice; negative where it was exceeded
	Over     decimal.Decimal // by how much more than the tolerance; zero where it is not
	Odd      []string        // sentences for a person
}

// Why says what the order was recognised by.
func (m Fit) Why() string {
	if m.ByNumber {
		return m.Order.Number + ", which the invoice names"
	}
	return m.Order.Number + ", by vendor and amount"
}

// orderForm is how our numbers are printed by others: PUR-12, PUR 12, pur12.
var orderForm = regexp.MustCompile(`(?i)\b([A-Z]{2,5})[-\s/._#]{0,2}(\d{1,9})\b`)

// Fits gives the order that the invoice belongs to: the one it names or, where
// it names none, the only one of the same vendor of which as much is left as it
// asks for, within the tolerance. A credit note gives back what was billed.
func Fits(f Facts, orders []Order, t Tolerance) (Fit, bool) {
	for _, number := range Numbers(f.Order) {
		if at := slices.IndexFunc(orders, func(o Order) bool { return o.Number == number }); at >= 0 {
			return fit(f, orders[at], t, true), true
		}
	}
	var fits []Fit
	for _, o := range orders {
		if Similarity(f.Seller, o.Vendor) < same || o.Currency != f.Currency {
			continue
		}
		if m := fit(f, o, t, false); m.Left.Abs().LessThanOrEqual(t.of(o)) {
			fits = append(fits, m)
		}
	}
	if len(fits) != 1 {
		return Fit{}, false
	}
	return fits[0], true
}

// Numbers are what in a text may be numbers of ours, as we write them.
func Numbers(text string) []string {
	var numbers []string
	for _, m := range orderForm.FindAllStringSubmatch(text, -1) {
		number := strings.ToUpper(m[1]) + "-" + strings.TrimLeft(m[2], "0")
		if !slices.Contains(numbers, number) {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

func fit(f Facts, o Order, t Tolerance, named bool) Fit {
	m := Fit{Order: o, ByNumber: named}
	if o.Vendor != "" && f.Seller != "" && Similarity(f.Seller, o.Vendor) < near {
		m.Odd = append(m.Odd, fmt.Sprintf("%s was for “%s”, and the invoice is from “%s”.", o.Number, o.Vendor, f.Seller))
	}
	if o.Currency != f.Currency {
		m.Odd = append(m.Odd, fmt.Sprintf("%s is in %s and the invoice in %s, so the amounts cannot be compared.", o.Number, o.Currency, f.Currency))
		return m
	}
	m.Left = o.Total.Sub(o.Billed).Sub(f.Gross)
	m.Part = m.Left.GreaterThan(t.of(o))
	if over := m.Left.Neg(); over.GreaterThan(t.of(o)) && f.Gross.IsPositive() {
		m.Over = over
		m.Odd = append(m.Odd, m.exceeded(f))
	}
	return m
}

// exceeded says by how much more is billed than was approved.
func (m Fit) exceeded(f Facts) string {
	say := fmt.Sprintf("%s %s more than was approved with %s (%s %s)", m.Over.StringFixed(2), f.Currency, m.Order.Number, m.Order.Total.StringFixed(2), f.Currency)
	if m.Order.Billed.IsPositive() {
		say += fmt.Sprintf(", of which %s %s were billed before", m.Order.Billed.StringFixed(2), f.Currency)
	}
	return say + "."
}

// of is the tolerance for an order.
func (t Tolerance) of(o Order) decimal.Decimal {
	percent := o.Total.Abs().Mul(t.Percent).Shift(-2)
	return decimal.Max(percent, t.Amount)
}

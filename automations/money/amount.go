package money

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/shopspring/decimal"
)

// maxDigits bounds the digits before the point of any amount, sums included:
// far above every company's total, far below what makes arithmetic slow.
const maxDigits = 18

// Amount is a value in one currency. Its zero value means no amount. An Amount
// from New, Parse, Find or JSON never has more digits than its currency.
type Amount struct {
	Value    decimal.Decimal `json:"value"`
	Currency Currency        `json:"currency"`
}

// New returns the amount of value in c. It refuses an unknown currency, a value
// with more digits after the point than c has, and one of more than 18 digits
// before it. Errors are sentences for a person.
func New(value decimal.Decimal, c Currency) (Amount, error) {
	if _, ok := byCode(string(c)); !ok {
		_, err := ParseCurrency(string(c))
		if err == nil {
			err = sayf("The currency %q is not an ISO 4217 code. Write its code of three capital letters, such as EUR.", c)
		}
		return Amount{}, err
	}
	// An exponent such as 1e999999999 is refused before any arithmetic, which would spell it out.
	if e := value.Exponent(); e > maxDigits || e < -3*maxDigits || value.NumDigits() > 4*maxDigits ||
		value.NumDigits()+int(e) > maxDigits {
		return Amount{}, sayf("That amount has too many digits. Write a smaller one, such as 1234.50.")
	}
	if !value.Equal(value.Truncate(int32(c.Digits()))) {
		return Amount{}, tooFine(value.String(), c)
	}
	return Amount{Value: scaled(value, c), Currency: c}, nil
}

// scaled gives value exactly the digits of c, so that equal amounts are equal field by field.
func scaled(value decimal.Decimal, c Currency) decimal.Decimal {
	digits := int32(c.Digits())
	if value.IsZero() {
		return decimal.New(0, -digits)
	}
	return decimal.NewFromBigInt(value.Shift(digits).BigInt(), -digits)
}

func tooFine(text string, c Currency) error {
	if c.Digits() == 0 {
		return sayf("%s has no smaller unit, so %s is not an amount in it. Write a whole number, such as 1200.", c, shorten(text))
	}
	return sayf("%s has only %d digits after the point, so %s is not an amount in it. Round it, such as %s.",
		c, c.Digits(), shorten(text), decimal.New(125, 0).StringFixed(int32(c.Digits())))
}

// String prints the amount with groups of three, a decimal point and the
// currency's digits: "1,234.50 EUR". Parse reads it back.
func (a Amount) String() string {
	text := a.Value.Abs().StringFixed(int32(a.Currency.Digits()))
	whole, fraction, _ := strings.Cut(text, ".")
	var b strings.Builder
	if a.Value.IsNegative() {
		b.WriteByte('-')
	}
	b.WriteString(Thousands(whole))
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return strings.TrimSpace(b.String() + " " + string(a.Currency))
}

// Count is a number of things, written as amounts are: 50,000.
func Count(n int) string {
	if n < 0 {
		return "-" + Count(-n)
	}
	return Thousands(strconv.Itoa(n))
}

// Figure is a number that is no amount, written as amounts are from five digits
// on: 1,250,000.5, but 2026, which may be a year.
func Figure(v decimal.Decimal) string {
	whole, fraction, is := strings.Cut(v.Abs().String(), ".")
	if len(whole) > 4 {
		whole = Thousands(whole)
	}
	if is {
		whole += "." + fraction
	}
	if v.IsNegative() {
		return "-" + whole
	}
	return whole
}

// Thousands parts digits by thousands: 1,234,567.
func Thousands(digits string) string {
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// IsZero reports whether the value is zero, in whatever currency.
func (a Amount) IsZero() bool { return a.Value.IsZero() }

// Add returns a+b. Different currencies are refused.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, sayf("%s and %s are in different currencies. Convert one of them first.", a, b)
	}
	return Amount{Value: a.Value.Add(b.Value), Currency: a.Currency}, nil
}

// Sum adds amounts of one currency. The sum of none is the zero Amount.
func Sum(amounts []Amount) (Amount, error) {
	if len(amounts) == 0 {
		return Amount{}, nil
	}
	total := amounts[0]
	for _, a := range amounts[1:] {
		var err error
		if total, err = total.Add(a); err != nil {
			return Amount{}, err
		}
	}
	return total, nil
}

// The JSON of an amount is these with its value and currency between them.
const (
	opening, middle, closing = `{"value":"`, `","currency":`, `}`
)

// MarshalJSON writes the value as a string with the currency's digits, since a
// JSON number loses cents in readers that use floats.
func (a Amount) MarshalJSON() ([]byte, error) {
	value := "0"
	if a.Currency != "" {
		value = a.Value.StringFixed(int32(a.Currency.Digits()))
	}
	body := append(append(append(make([]byte, 0, 64), opening...), value...), middle...)
	body, err := jsontext.AppendQuote(body, a.Currency)
	if err != nil {
		return nil, fmt.Errorf("money: writing an amount: %w", err)
	}
	return append(body, closing...), nil
}

// UnmarshalJSON reads what MarshalJSON wrote and refuses what New refuses.
func (a *Amount) UnmarshalJSON(data []byte) error {
	if read, ok := written(data); ok { // nearly always, and a request has many
		*a = read
		return nil
	}
	type plain Amount
	var p plain
	if err := jsonv2.Unmarshal(data, &p); err != nil {
		return fmt.Errorf("money: reading an amount: %w", err)
	}
	if p.Currency == "" && p.Value.IsZero() {
		*a = Amount{}
		return nil
	}
	read, err := New(p.Value, p.Currency)
	if err != nil {
		return err
	}
	*a = read
	return nil
}

// written reads an amount that is exactly as MarshalJSON writes it.
func written(data []byte) (Amount, bool) {
	text, ok := bytes.CutPrefix(data, []byte(opening))
	value, code, parted := bytes.Cut(text, []byte(middle+`"`))
	code, closed := bytes.CutSuffix(code, []byte(`"`+closing))
	c, known := byCode(string(code))
	if !ok || !parted || !closed || !known {
		return Amount{}, false
	}
	figures, negative := bytes.CutPrefix(value, []byte("-"))
	point := len(figures)
	if c.Digits() > 0 {
		point -= c.Digits() + 1
	}
	if point < 1 || len(figures) > maxDigits {
		return Amount{}, false
	}
	n := int64(0)
	for i, d := range figures {
		switch {
		case i == point && d == '.':
		case i == point || d < '0' || d > '9':
			return Amount{}, false
		default:
			n = 10*n + int64(d-'0')
		}
	}
	if negative {
		n = -n
	}
	return Amount{Value: decimal.New(n, -int32(c.Digits())), Currency: c}, true
}

package invoice

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"factotum/automations/money"
)

// Eighteen digits before the point are far above every invoice; the bound keeps arithmetic cheap (money.New has the same).
var plainNumber = regexp.MustCompile(`^[+-]?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})$`)

// ParseNumber reads a number with a decimal point, such as "-1234.5". No
// exponents, no groups: those are the business of whoever reads pages.
func ParseNumber(text string) (decimal.Decimal, bool) {
	if !plainNumber.MatchString(text) {
		return decimal.Zero, false
	}
	n, err := decimal.NewFromString(text)
	return n, err == nil
}

// SpellAmount writes an amount with the digits of its currency, and with more
// only where they are not zero: "100.00", "1000" (JPY), "0.1234".
func SpellAmount(amount decimal.Decimal, currency string) string {
	digits := int32(money.Currency(currency).Digits())
	if short := amount.Truncate(digits); short.Equal(amount) {
		return unsigned(amount.StringFixed(digits))
	}
	return amount.String()
}

// SpellNumber writes a quantity or a rate without zeros at its end: "20", "7.5".
func SpellNumber(n decimal.Decimal) string { return unsigned(n.String()) }

// unsigned drops the sign of a zero.
func unsigned(text string) string {
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// SpellCode writes an identifier such as an IBAN or a VAT id in capitals and
// without blanks and punctuation: "CHE-123.456.788 MWST" is CHE123456788MWST.
func SpellCode(text string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
}

// IsDate tells whether text is a day of the calendar in ISO 8601, from 1900 on.
func IsDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil && text >= "1900"
}

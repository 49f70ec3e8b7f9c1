package form

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

var (
	plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(?:\.[0-9]{1,10})?$`)
	threeDigits = regexp.MustCompile(`^-?[1-9][0-9]{0,2}[.,][0-9]{3}$`)
	grouped     = regexp.MustCompile(`^-?[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+)$`)
)

// parseNumber reads "1234.5", "1 234,5" and "1,234.5". A single point or comma
// before exactly three digits could be either, so nothing is guessed.
func parseNumber(text string) (decimal.Decimal, error) {
	plain := strings.NewReplacer("−", "-", "’", "'").Replace(text)
	if threeDigits.MatchString(plain) {
		joined := strings.NewReplacer(".", "", ",", "").Replace(plain)
		return decimal.Decimal{}, sayf("%s could mean %s or %s. Write %s or %s.", text, joined,
			strings.ReplaceAll(plain, ",", "."), joined, strings.ReplaceAll(plain, ",", ".")+"0")
	}
	whole, fraction := plain, ""
	if at := strings.LastIndexAny(plain, ".,"); at >= 0 && strings.Count(plain, plain[at:at+1]) == 1 {
		whole, fraction = plain[:at], plain[at:]
	}
	if grouped.MatchString(whole) {
		whole = strings.NewReplacer(".", "", ",", "", "'", "", " ", "").Replace(whole)
	}
	written := whole + strings.ReplaceAll(fraction, ",", ".")
	if !plainNumber.MatchString(written) {
		return decimal.Decimal{}, sayf("%q is not a number. Write it in the digits 0 to 9, such as 12 or 2.5.", shorten(text))
	}
	n, err := decimal.NewFromString(written)
	if err != nil {
		return decimal.Decimal{}, sayf("%q is not a number. Write it such as 12 or 2.5.", shorten(text))
	}
	return canonical(n), nil
}

// canonical drops trailing zeros, so that equal numbers are equal field by field.
func canonical(n decimal.Decimal) decimal.Decimal { return decimal.RequireFromString(n.String()) }

// rawNumber writes a number so that parseNumber reads it back.
func rawNumber(n decimal.Decimal) string {
	text := n.String()
	if threeDigits.MatchString(text) {
		text += "0"
	}
	return text
}

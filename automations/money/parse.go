package money

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// typedDigits bounds what a person may type before the point: a trillion is a slip.
const typedDigits = 12

var formAmount = regexp.MustCompile(`^(-?) ?(\pL{1,2}\$|\pL{2,7}\.?|\p{Sc})? ?(-?)([0-9][0-9.,' ]*?)(?:[.,]--?)? ?(\pL{2,7}\.?|\p{Sc})?$`)

// Parse reads the whole of a form value as one amount, in def where it names no
// currency: "1.234,56", "1,234.56", "1'234.50", "1 234,56", "€42", "EUR 42,5".
//
// A single point or comma followed by exactly three digits groups thousands
// where the currency has fewer than three digits. Where it has three, a point is
// decimal and a comma is refused as ambiguous. A leading minus is read. Errors
// are sentences that say what to write instead.
func Parse(text string, def Currency) (Amount, error) {
	tidy := plainMarks(text)
	if tidy == "" {
		return Amount{}, sayf("No amount was given. Write a number and its currency, such as 42.50 EUR.")
	}
	if strings.ContainsFunc(tidy, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsNumber(r) }) {
		return Amount{}, sayf("%q is not written in the digits 0 to 9. Type it with them, such as 42.50.", shorten(text))
	}
	m := formAmount.FindStringSubmatch(tidy)
	if m == nil || m[1] != "" && m[3] != "" {
		return Amount{}, sayf("%q is not an amount. Write a number and its currency, such as 42.50 EUR.", shorten(text))
	}
	c, err := statedCurrency(m[2], m[5], def)
	if err != nil {
		return Amount{}, err
	}
	return number(m[1]+m[3], m[4], c)
}

// plainMarks replaces the typographic spaces, minus signs, dashes and
// apostrophes that phones and spreadsheets produce by the plain ones.
func plainMarks(text string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '’' || r == 'ʼ' || r == '´' || r == '`':
			return '\''
		case r == '−' || r == '–' || r == '—':
			return '-'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(plain), " ")
}

func statedCurrency(before, after string, def Currency) (Currency, error) {
	stated := def
	for i, word := range []string{before, after} {
		if word == "" {
			continue
		}
		c, ok := bySymbol(word, def)
		if !ok {
			var err error
			if c, err = ParseCurrency(word); err != nil {
				return "", err
			}
		}
		if i == 1 && before != "" && c != stated {
			return "", sayf("Two currencies are named, %s and %s. Keep the one on the receipt.", stated, c)
		}
		stated = c
	}
	return stated, nil
}

// number reads digits with their separators as an amount in c.
func number(sign, text string, c Currency) (Amount, error) {
	whole, fraction, err := split(text, c)
	if err != nil {
		return Amount{}, err
	}
	if len(strings.TrimLeft(whole, "0")) > typedDigits {
		return Amount{}, sayf("%s has more than %d digits before the point. Check it for a slip.", shorten(text), typedDigits)
	}
	if len(fraction) > c.Digits() {
		return Amount{}, tooFine(text, c)
	}
	value, err := decimal.NewFromString(sign + whole + "." + fraction + "0")
	if err != nil {
		return Amount{}, notNumber(text)
	}
	return New(value, c)
}

// split separates whole and fraction digits and drops the separators of thousands.
func split(text string, c Currency) (whole, fraction string, err error) {
	point := strings.LastIndexAny(text, ".,")
	if point < 0 {
		whole, err = ungroup(text, "' ")
		return whole, "", err
	}
	mark := text[point : point+1]
	whole, fraction = text[:point], text[point+1:]
	digits := strings.Trim(fraction, "0123456789") == "" && fraction != ""
	switch {
	case !digits:
		return "", "", notNumber(text)
	case strings.Contains(whole, mark): // A mark used twice can only group.
		whole, err = ungroup(text, mark)
		return whole, "", err
	case len(fraction) != 3 || strings.ContainsAny(whole, ".,' ") || len(whole) > 3 || whole[0] == '0':
		whole, err = ungroup(whole, ".,' ")
		return whole, fraction, err
	case c.Digits() < 3:
		return whole + fraction, "", nil
	case mark == ".":
		return whole, fraction, nil
	}
	return "", "", sayf("%s could mean %s%s or %s.%s %s. Write %s%s.000 or %s.%s.", text, whole, fraction,
		whole, fraction, c, whole, fraction, whole, fraction)
}

// ungroup joins groups of three digits parted by one and the same mark out of marks.
func ungroup(text, marks string) (string, error) {
	at := strings.IndexAny(text, marks+".,' ")
	if at < 0 {
		return text, nil
	}
	mark := text[at : at+1]
	groups := strings.Split(text, mark)
	good := strings.Contains(marks, mark) && len(groups[0]) >= 1 && len(groups[0]) <= 3
	for i, g := range groups {
		good = good && strings.Trim(g, "0123456789") == "" && (i == 0 || len(g) == 3)
	}
	if !good {
		return "", notNumber(text)
	}
	return strings.Join(groups, ""), nil
}

func notNumber(text string) error {
	return sayf("%q cannot be read as a number. Write it like 1234.50 or 1,234.50.", shorten(text))
}

package page

import (
	"strings"

	"github.com/shopspring/decimal"
)

// figure is a number as it is spelled.
type figure struct {
	value   decimal.Decimal
	places  int
	grouped bool
	code    string
}

// number reads one number in any spelling: 1.234,50 and 1,234.50 and 1'234.50,
// with a sign before or behind it, in brackets, with its currency.
func (s *sheet) number(text string, point byte) (figure, bool) {
	var f figure
	text = strings.Trim(text, "*:;=|")
	minus := strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")")
	text = strings.Trim(text, "()[]")
	text, f.code = stripCurrency(text)
	if strings.HasPrefix(text, "-") || strings.HasSuffix(text, "-") {
		minus = minus || len(text) < 3 || !strings.HasSuffix(text, ",-") && !strings.HasSuffix(text, ".-")
		text = strings.Trim(text, "-")
	}
	text = strings.TrimPrefix(text, "+")
	if f.code == "" {
		text, f.code = stripCurrency(text)
	}
	text = strings.TrimRight(text, ".,*;")
	if s.scanned {
		text = unblur(text)
	}
	whole, fraction, grouped, ok := cut(text, point)
	if !ok {
		return figure{}, false
	}
	value, err := decimal.NewFromString(whole + "." + fraction + "0")
	if err != nil {
		return figure{}, false
	}
	if minus {
		value = value.Neg()
	}
	f.value, f.places, f.grouped = value.Truncate(max(int32(len(fraction)), 0)), len(fraction), grouped
	return f, true
}

// cut parts a spelling at its decimal mark. Three digits behind a single mark are
// thousands, unless the page uses that mark for decimals and nothing else.
func cut(text string, point byte) (whole, fraction string, grouped, ok bool) {
	last := -1
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
		case (c == '.' || c == ',' || c == '\'') && i > 0 && i < len(text)-1 && text[i-1] != '.' && text[i-1] != ',':
			last = i
		case c == '.' && i == 0 && len(text) > 1:
			last = i
		default:
			return "", "", false, false
		}
	}
	if len(text) == 0 || len(text) > 18 {
		return "", "", false, false
	}
	if last < 0 {
		return text, "", false, true
	}
	head, tail := text[:last], text[last+1:]
	marks := strings.Count(text, text[last:last+1])
	isGroup := len(tail) == 3 && (marks > 1 || text[last] == '\'' || head != "0" && head != "" && len(head) <= 3 && text[last] != point ||
		head != "0" && point == 0 && len(head) <= 3)
	if isGroup {
		head, tail = head+tail, ""
	}
	plain := strings.NewReplacer(".", "", ",", "", "'", "").Replace(head)
	if len(tail) > 4 || len(tail) > 3 && len(plain) < len(head) || !groups(head) {
		return "", "", false, false
	}
	if plain == "" {
		plain = "0"
	}
	return plain, tail, isGroup || len(plain) < len(head), true
}

// groups tells whether marks before the decimals part thousands, so that a date
// or a telephone number is no amount.
func groups(head string) bool {
	parts := strings.FieldsFunc(head, func(r rune) bool { return r == '.' || r == ',' || r == '\'' })
	for i, p := range parts {
		if i > 0 && (len(p) < 2 || len(p) > 3) || i == 0 && len(parts) > 1 && len(p) > 3 {
			return false
		}
	}
	return true
}

// unblur gives a number recognised in a picture its digits back, when most of
// it are digits.
func unblur(text string) string {
	n := 0
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	if n*2 < len(text) || !strings.ContainsAny(text, ".,") {
		return text
	}
	return strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1", "S", "5", "B", "8").Replace(text)
}

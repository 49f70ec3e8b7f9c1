package form

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

// Limits where a field states none. Slack takes at most 3,000 characters from a
// plain_text_input and 10 files from a file_input
// (docs.slack.dev/reference/block-kit/block-elements), and 100 blocks in a modal.
const (
	maxText  = 3000
	maxFiles = 10
	maxLines = 60
)

var movingDay = regexp.MustCompile(`^today(?:([+-])([0-9]{1,4}))?$`)

// boundExample says what to write where a bound does not fit the field.
func (f Field) boundExample(text string) string {
	switch f.Type {
	case Number:
		if _, err := decimal.NewFromString(text); err != nil || !plainNumber.MatchString(text) {
			return "write a number such as 2.5"
		}
	case Money:
		if _, _, ok := amountBound(text); !ok {
			return "write an amount such as 0.01 or 500 EUR"
		}
	case Date:
		if dayBound(text, calendar.NewDate(2026, 1, 1)).IsZero() {
			return "write a day such as 2026-11-20, today, today+30 or today-90"
		}
	case Text, Paragraph, MultiSelect, People, Upload, Lines:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > f.most() || strconv.Itoa(n) != text {
			return "write a whole number up to " + strconv.Itoa(f.most())
		}
	default:
		return "leave it out"
	}
	return ""
}

// most is how much of a field there can be at all.
func (f Field) most() int {
	switch f.Type {
	case Upload:
		return maxFiles
	case Lines:
		return maxLines
	default:
		return maxText
	}
}

// dayBound returns the day that a bound means today, zero where it means none.
func dayBound(text string, today calendar.Date) calendar.Date {
	if m := movingDay.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1] + m[2]) // Nothing after today is 0.
		return today.AddDays(n)
	}
	day, err := calendar.Parse(text)
	if err != nil {
		return calendar.Date{}
	}
	return day
}

// amountBound reads "0.01" or "500 EUR".
func amountBound(text string) (value decimal.Decimal, in money.Currency, ok bool) {
	number, code, named := strings.Cut(text, " ")
	if named {
		c, err := money.ParseCurrency(code)
		if err != nil {
			return value, "", false
		}
		in = c
	}
	value, err := decimal.NewFromString(number)
	return value, in, err == nil && plainNumber.MatchString(number)
}

// inBounds refuses what is below Min or above Max.
func (f Field) inBounds(v Value, ctx Context) error {
	switch f.Type {
	case Number:
		return f.numberInBounds(*v.Number)
	case Money:
		return f.amountInBounds(*v.Money, ctx)
	case Date:
		first, last := dayBound(f.Min, ctx.Today), dayBound(f.Max, ctx.Today)
		if !first.IsZero() && v.Date.Before(first) {
			return sayf("%s is too early. Choose %s or later.", showDay(v.Date), showDay(first))
		}
		if !last.IsZero() && v.Date.After(last) {
			return sayf("%s is too late. Choose %s or earlier.", showDay(v.Date), showDay(last))
		}
		return f.falls(v.Date)
	case Text, Paragraph:
		return f.countInBounds(utf8.RuneCountInString(v.Text), "character", "Write")
	case MultiSelect, People:
		return f.countInBounds(len(v.List), "choice", "Choose")
	case Upload:
		return f.countInBounds(len(v.Files), "file", "Add")
	case Lines:
		return f.countInBounds(len(v.Lines), "line", "Fill in")
	default:
	}
	return nil
}

func (f Field) countInBounds(n int, of, verb string) error {
	low, _ := strconv.Atoi(f.Min)
	high, err := strconv.Atoi(f.Max)
	if err != nil {
		high = f.most()
	}
	switch {
	case n < low:
		return sayf("%s at least %s; now there %s.", verb, plural(low, of), areNow(n))
	case n > high:
		return sayf("%s at most %s; now there %s.", verb, plural(high, of), areNow(n))
	}
	return nil
}

func plural(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return strconv.Itoa(n) + " " + of + "s"
}

func areNow(n int) string {
	if n == 1 {
		return "is 1"
	}
	return "are " + strconv.Itoa(n)
}

func (f Field) numberInBounds(n decimal.Decimal) error {
	if low, err := decimal.NewFromString(f.Min); err == nil && n.LessThan(low) {
		return sayf("%s is too small. Write %s or more.", n, low)
	}
	if high, err := decimal.NewFromString(f.Max); err == nil && n.GreaterThan(high) {
		return sayf("%s is too large. Write %s or less.", n, high)
	}
	return nil
}

// amountInBounds compares with a bound in the same currency, or without one. A
// bound in another currency is compared in base; where no rate is known it is
// left to those who decide.
func (f Field) amountInBounds(a money.Amount, ctx Context) error {
	low := f.Min
	if low == "" {
		low = "0"
	}
	if cmp, ok := compareBound(a, low, ctx); ok && cmp < 0 {
		if f.Min == "" {
			return sayf("%s is less than nothing. Write the amount without a minus.", a)
		}
		return sayf("%s is too little. Write %s or more.", a, f.Min)
	}
	if cmp, ok := compareBound(a, f.Max, ctx); ok && cmp > 0 {
		return sayf("%s is too much. Write %s or less.", a, f.Max)
	}
	return nil
}

func compareBound(a money.Amount, bound string, ctx Context) (cmp int, ok bool) {
	value, in, ok := amountBound(bound)
	switch {
	case !ok:
		return 0, false
	case in == "" || in == a.Currency:
		return a.Value.Cmp(value), true
	}
	mine, known := ctx.base(a, ctx.Today)
	other, both := ctx.base(money.Amount{Value: value, Currency: in}, ctx.Today)
	return mine.Cmp(other), known && both
}

// base converts an amount, where a rate is known.
func (ctx Context) base(a money.Amount, day calendar.Date) (decimal.Decimal, bool) {
	if ctx.Base != nil {
		return ctx.Base(a, day)
	}
	return a.Value, a.Currency == ctx.Currency
}

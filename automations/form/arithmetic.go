package form

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/expr-lang/expr"
	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
)

// sumOf names the function behind sum. Like the operators it cannot be typed as a
// name, so that nobody calls it by hand.
const sumOf = "+/"

// builtins are the functions of the expression language that may be used: pure,
// and with results whose type is known.
func builtins() []string {
	return []string{
		"all", "none", "any", "one", "filter", "map", "find", "count", "sum", "len",
		"lower", "upper", "trim", "hasPrefix", "hasSuffix", "indexOf",
	}
}

// operators are what decimals are reckoned and compared with, and what comes out.
func operators() map[string]reflect.Type {
	yes := reflect.TypeFor[bool]()
	return map[string]reflect.Type{
		"==": yes, "!=": yes, "<": yes, "<=": yes, ">": yes, ">=": yes,
		"+": decimalType(), "-": decimalType(), "*": decimalType(), "/": decimalType(), "%": decimalType(),
	}
}

// called stands behind the names of our own functions, so that fields may have
// those names: a line with a date can still ask date("2026-11-20").
const called = "()"

// ownFunctions are those that the language does not have.
func ownFunctions() []string { return []string{"date", "days", "has"} }

// functions are all that conditions are compiled with.
func functions() []expr.Option {
	options := []expr.Option{
		expr.DisableBuiltin("date"),
		expr.Function("date"+called, func(p ...any) (any, error) { return dayOf(p[0].(string)) }, dayOf),
		expr.Function("days"+called, func(p ...any) (any, error) { return days(p[0].(time.Time), p[1].(time.Time)), nil }, days),
		expr.Function("has"+called, func(p ...any) (any, error) { return slices.Contains(p[0].([]string), p[1].(string)), nil },
			new(func([]string, string) bool)),
		expr.Function(sumOf, func(p ...any) (any, error) { return total(p[0]) }, new(func(any) decimal.Decimal)),
	}
	for operator, result := range operators() {
		signature := any(new(func(any, any) decimal.Decimal))
		if result.Kind() == reflect.Bool {
			signature = new(func(any, any) bool)
		}
		options = append(options, expr.Function(operator, func(p ...any) (any, error) { return reckon(operator, p[0], p[1]) }, signature))
	}
	return options
}

// days returns the days from one day to another: 1 from today to tomorrow, 0
// where either is missing.
func days(from, to time.Time) int {
	if from.IsZero() || to.IsZero() {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}

// dayOf reads an ISO day.
func dayOf(text string) (time.Time, error) {
	day, err := calendar.Parse(text)
	return day.In(time.UTC), err
}

// reckon applies an operator to two numbers.
func reckon(operator string, left, right any) (any, error) {
	a, err := toDecimal(left)
	if err != nil {
		return nil, err
	}
	b, err := toDecimal(right)
	if err != nil {
		return nil, err
	}
	switch operator {
	case "==":
		return a.Equal(b), nil
	case "!=":
		return !a.Equal(b), nil
	case "<":
		return a.LessThan(b), nil
	case "<=":
		return a.LessThanOrEqual(b), nil
	case ">":
		return a.GreaterThan(b), nil
	case ">=":
		return a.GreaterThanOrEqual(b), nil
	case "+":
		return a.Add(b), nil
	case "-":
		return a.Sub(b), nil
	case "*":
		return a.Mul(b), nil
	}
	if b.IsZero() {
		return nil, errors.New("it divides by zero")
	}
	if operator == "%" {
		return a.Mod(b), nil
	}
	return a.DivRound(b, 20), nil // 20 digits: more than any amount has, so that a third times three is one cent exact.
}

func toDecimal(number any) (decimal.Decimal, error) {
	switch n := number.(type) {
	case decimal.Decimal:
		return n, nil
	case int:
		return decimal.NewFromInt(int64(n)), nil
	case int64:
		return decimal.NewFromInt(n), nil
	case float64:
		return decimal.NewFromFloat(n), nil
	}
	return decimal.Decimal{}, fmt.Errorf("%v is not a number", number)
}

// total adds the numbers of a list.
func total(list any) (decimal.Decimal, error) {
	sum := decimal.Decimal{}
	if exact, ok := list.([]decimal.Decimal); ok {
		return decimal.Sum(sum, exact...), nil
	}
	entries, ok := list.([]any)
	if !ok {
		return sum, fmt.Errorf("%v is not a list of numbers", list)
	}
	for _, entry := range entries {
		n, err := toDecimal(entry)
		if err != nil {
			return sum, err
		}
		sum = sum.Add(n)
	}
	return sum, nil
}

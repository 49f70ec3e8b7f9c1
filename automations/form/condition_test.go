package form

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func facts() map[string]any {
	amount := func(value, base string) MoneyFact {
		return MoneyFact{Value: decimal.RequireFromString(value), Base: decimal.RequireFromString(base), Currency: "EUR"}
	}
	return map[string]any{
		"category": "travel", "amount": amount("99.95", "99.95"), "count_of_days": decimal.RequireFromString("0.3"),
		"start": time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), "today": time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC),
		"tags": []string{"red", "blue"}, "urgent": true, "receipts": 2,
		"requester": map[string]any{"id": "U1", "country": "DE"},
		"lines": []map[string]any{
			{"category": "meal", "amount": amount("0.10", "0.10")}, {"category": "taxi", "amount": amount("0.20", "0.20")},
		},
	}
}

func TestConditionHolds(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]bool{
		"": true, "   ": true,
		`amount.base >= 99.95`: true, `amount.base > 99.95`: false, `99.95 == amount.base`: true, `amount.base != 99.95`: false,
		`amount.base < 100`: true, `100 > amount.base && category == "travel"`: true, `amount.base <= 99`: false,
		`0.1 + 0.2 == 0.3`: true, `0.1 + 0.2 == count_of_days`: true, `-amount.base < 0`: true, `-amount.base == -99.95`: true,
		`amount.base * 2 == 199.9`: true, `amount.base - 0.95 == 99`: true, `1 / 3 * 3 < 1`: true, `amount.base / 5 == 19.99`: true,
		`amount.value % 10 == 9.95`:                                          true,
		`sum(lines, .amount.value) == 0.3`:                                   true,
		`sum(lines, .amount.base * 2) > 0.59`:                                true,
		`sum(map(lines, .amount.base)) > 0.3`:                                false,
		`sum(filter(lines, .category == "meal"), .amount.base) == 0.1`:       true,
		`any(lines, .category == "meal" && .amount.base > 0.05)`:             true,
		`all(lines, .amount.base > 0.1)`:                                     false,
		`count(lines, .category in ["meal", "taxi"]) == 2`:                   true,
		`len(lines) == 2 && receipts > 1`:                                    true,
		`has(tags, "red") && not has(tags, "green") && "blue" in tags`:       true,
		`days(today, start) == 10 && start > today`:                          true,
		`days(date("2026-11-01"), today) == 9`:                               true,
		`lower("ABC") contains "b" && category startsWith "tra"`:             true,
		`requester.country == "DE" && urgent`:                                true,
		`start.Year() == 2026 && start < date(lower("2026-12-01"))`:          true,
		`(urgent ? amount.base : amount.value) > 50`:                         true,
		`lines[0].amount.value + lines[1].amount.value == count_of_days`:     true,
		`sum(lines, len(.category)) == 8`:                                    true,
		`category matches "^tra" and (not urgent or amount.currency != "X")`: true,
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			c, err := CompileCondition(source, facts())
			require.NoError(t, err)
			got, err := c.Holds(facts())
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

func TestConditionRefused(t *testing.T) {
	t.Parallel()
	for source, say := range map[string]string{
		`categry == "x"`:               `1:1: unknown name categry; did you mean category?`,
		"urgent &&\n  amuont.base > 5": `2:3: unknown name amuont; did you mean amount?`,
		`amount.bose > 5`:              `did you mean base?`,
		`any(lines, .categori == "x")`: `did you mean category?`,
		`requester.contry == "DE"`:     `did you mean country?`,
		`zebra == 1`:                   `1:1: unknown name zebra`,
		`amount > 500`:                 `name its part, such as amount.base`,
		`lines[0] == lines[1]`:         `name its part`,
		`amount.base`:                  `must be true or false`,
		`category`:                     `must be true or false`,
		`amount.base == "five"`:        `mismatched types`,
		`category > 5`:                 `mismatched types`,
		`amount.base in [1, 2]`:        `write x == 1 || x == 2`,
		`receipts in 1..5`:             `ranges are not available`,
		`category == nil`:              `nothing is nil here`,
		`let x = 1; x == 1`:            `let is not available`,
		`$env["category"] == "x"`:      `$env is not available`,
		`amount.base * len(bogus) > 1`: `unknown name bogus`,
		`sum(filter(lines, .bogus), .amount.base) > 1.5`: `unknown field bogus`,
		`now() > start`:                       `now is not available`,
		`any(lines, any(lines, true))`:        `one list at a time`,
		`amount.base.Pow(amount.base) > 1`:    `a number has no parts`,
		`reduce(lines, #acc + 1, 0) > 1`:      `reduce is not available`,
		`urgent &&`:                           `unexpected token EOF`,
		`hass(tags, "x")`:                     `did you mean has?`,
		`has(tags, 5)`:                        `cannot use`,
		`(urgent ? 1 : "x") == 1`:             `it is not known what == compares`,
		`days(start) > 1`:                     `not enough arguments`,
		`category matches "("`:                `missing closing`,
		`get(requester, "country") == "DE"`:   `get is not available`,
		`repeat(category, 1000000) == "x"`:    `repeat is not available`,
		`sum(lines, .category) == "mealtaxi"`: `sum adds numbers`,
		`start > date("2026-02-30")`:          `is not a day`,
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			_, err := CompileCondition(source, facts())
			require.Error(t, err)
			assert.Contains(t, err.Error(), say)
		})
	}
}

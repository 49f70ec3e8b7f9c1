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
		`zebra == 1`:                   `1:1: unknown name zebra; write one of amount, `,
		`amount > 500`:                 `name its part, such as amount.base`,
		`lines[0] == lines[1]`:         `name its part`,
		`amount.base`:                  `must be true or false`,
		`category`:                     `must be true or false`,
		`amount.base == "five"`:        `write the number without quotes`,
		`category > 5`:                 `a text and a number cannot stand on either side of >: write the text in quotes`,
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
		`urgent &&`:                           `1:9: the condition ends too early`,
		`hass(tags, "x")`:                     `did you mean has?`,
		`has(tags, 5)`:                        `has cannot use a number here: write has(tags, "urgent") with a list and a text`,
		`(urgent ? 1 : "x") == 1`:             `it is not known what == compares`,
		`days(start) > 1`:                     `1:1: not enough arguments: write days(from, to) with two days, such as days(today, day) > 3`,
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

func TestConditionSaysWhatToWriteWithoutTypesOfGo(t *testing.T) {
	t.Parallel()
	for source, say := range map[string]string{
		`start > 3`:                         `1:7: a day and a number cannot stand on either side of >: compare it with a day, such as day > date("2026-11-20"), or count days with days(`,
		`start == "2026-11-20"`:             `write the day as date("2026-11-20")`,
		`start + 3 > start`:                 `count days with days(from, to)`,
		`start - start > 3`:                 `count days with days(from, to)`,
		`urgent == "yes"`:                   `stands alone or after not, such as not urgent`,
		`tags == "x"`:                       `write has(tags, "urgent")`,
		`lines > 3`:                         `ask the entries of a list, such as any(lines, .category == "meal")`,
		`"x" in category`:                   `write name contains "x" for a text`,
		`start && urgent`:                   `compare first, such as day > date("2026-11-20")`,
		`urgent and tags`:                   `compare first, such as has(tags, "urgent")`,
		`start`:                             `it is a day: compare it, such as day > date("2026-11-20")`,
		`amount`:                            `it is an amount or a record: compare it, such as amount.base > 500`,
		`category`:                          `such as category == "meal"`,
		`lines`:                             `it is a list: compare it, such as any(lines,`,
		`not start`:                         `compare first, such as not (day > date("2026-11-20"))`,
		`-category == "x"`:                  `a text has no minus`,
		`days(start, start, start) > 1`:     `too many arguments: write days(from, to)`,
		`days(start, 3) > 1`:                `days cannot use a number here: write days(from, to)`,
		`date(3) == start`:                  `date cannot use a number here: write date("2026-11-20")`,
		`len(3) > 1`:                        `len cannot use a number: write len(lines) > 2`,
		`len() > 1`:                         `the wrong number of arguments`,
		`any(lines)`:                        `the wrong number of arguments`,
		`any(category, .x)`:                 `any asks a list, and here stands a text`,
		`count(category, .x) > 1`:           `write count(lines, .category == "meal") > 2`,
		`any(lines, .amount.base)`:          `every entry is asked what is true or false, and here stands a number`,
		`lower(3) == "x"`:                   `write lower(name) == "x"`,
		`hasPrefix(category)`:               `write hasPrefix(name, "x")`,
		`indexOf(category) > 1`:             `write indexOf(name, "x") >= 0`,
		`category.base == 1`:                `a text has no part base`,
		`start[0] == 1`:                     `a day has no entries`,
		`lines.amount > 3`:                  `this is a list: ask its entries`,
		`3 in tags`:                         `a list of texts holds no such thing: write has(tags`,
		`amount.whole > 3`:                  `an amount has value, base, currency and no_rate`,
		`category = "x"`:                    `one = does not compare: write ==`,
		`amount.base > 100 EUR`:             `EUR does not belong here`,
		`category == "x`:                    `a quote is missing`,
		"category == \u201cx\u201d":         `put texts between straight quotes`,
		`map(lines, .amount.base)[0] == ""`: `write the number without quotes`,
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			_, err := CompileCondition(source, facts())
			require.Error(t, err)
			assert.Contains(t, err.Error(), say)
			assert.NotRegexp(t, `time\.|decimal\.|\[\]|interface|\bint\b|\bbool\b|mismatched`, err.Error())
		})
	}
}

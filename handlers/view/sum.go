package view

import (
	"fmt"
	"strings"

	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
)

// amount is the sum of a request, "" where it has none.
func amount(sum *request.Sum) string {
	if sum == nil || sum.Total.IsZero() {
		return ""
	}
	return sum.Total.String()
}

// totalOf adds up one money field of lines; "" where currencies differ or
// nothing is there yet.
func totalOf(lines []form.Values, key string) string {
	var amounts []money.Amount
	for _, line := range lines {
		if v := line[key]; v.Money != nil {
			amounts = append(amounts, *v.Money)
		}
	}
	total, err := money.Sum(amounts)
	if err != nil || total.IsZero() {
		return ""
	}
	return total.String()
}

// inBase says what the sum is in the company's currency, with every rate that
// was used, its source and its day; "" where nothing was converted. For mrkdwn.
func inBase(sum *request.Sum) string {
	if sum == nil || sum.Base == nil || len(sum.Rates) == 0 {
		return ""
	}
	if len(sum.Rates) == 1 && sum.Total.Currency != sum.Base.Currency {
		r := sum.Rates[0]
		return fmt.Sprintf("≈ %s at %s (%s)", sum.Base, rateValue(r), origin(r))
	}
	const shown = 4
	var rates []string
	for _, r := range sum.Rates[:min(shown, len(sum.Rates))] {
		rates = append(rates, fmt.Sprintf("1 %s = %s %s (%s)", r.From, rateValue(r), r.To, origin(r)))
	}
	if more := len(sum.Rates) - shown; more > 0 {
		rates = append(rates, count(more, "more rate"))
	}
	if sum.Total.Currency == sum.Base.Currency {
		return "Converted with " + strings.Join(rates, ", ")
	}
	return fmt.Sprintf("≈ %s with %s", sum.Base, strings.Join(rates, ", "))
}

// rateValue is the rate with at most eight decimals: those of an inverse go on.
func rateValue(r money.Rate) string { return r.Value.Round(8).String() }

func origin(r money.Rate) string { return Escape(r.Source, 80) + ", " + isoDay(r.Date) }

// missingRates names what finance is asked for: "CHF on 20 Nov 2026".
func missingRates(sum *request.Sum) string {
	if sum == nil {
		return ""
	}
	var parts []string
	for _, m := range sum.Missing {
		parts = append(parts, fmt.Sprintf("%s on %s", m.From, isoDay(m.Date)))
	}
	return some(parts)
}

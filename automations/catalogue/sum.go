package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
)

// sum adds up the amounts: in their own currency where all have the same, else
// in base. A missing rate is listed, not guessed.
func (k Kind) sum(values form.Values, m Moment) *request.Sum {
	if k.Amount == "" {
		return nil
	}
	parts := k.parts(values, m.Today)
	sum := request.Sum{Total: money.Amount{Currency: k.company.Currency}}
	base := money.Amount{Currency: k.company.Currency}
	same := true
	for _, p := range parts {
		same = same && p.amount.Currency == parts[0].amount.Currency
		converted, rate, err := k.convert(p.amount, p.day, m)
		if err != nil {
			sum.Missing = append(sum.Missing, request.MissingRate{From: p.amount.Currency, Date: p.day})
			continue
		}
		base, _ = base.Add(converted) // both are in base
		if rate.From != rate.To {
			sum.Rates = append(sum.Rates, rate)
		}
	}
	sum.Rates = distinct(sum.Rates, func(r money.Rate) [2]string { return [2]string{string(r.From), r.Date} })
	sum.Missing = distinct(sum.Missing, func(m request.MissingRate) request.MissingRate { return m })
	if len(sum.Missing) == 0 {
		sum.Base, sum.Total = &base, base
	}
	if same && len(parts) > 0 {
		amounts := make([]money.Amount, len(parts))
		for i, p := range parts {
			amounts[i] = p.amount
		}
		sum.Total, _ = money.Sum(amounts) // all have one currency
	}
	return &sum
}

// part is one amount with the day whose rate counts.
type part struct {
	amount money.Amount
	day    string
}

func (k Kind) parts(values form.Values, today calendar.Date) []part {
	lines, key := []form.Values{values}, k.Amount
	if list, sub, ok := strings.Cut(k.Amount, "."); ok {
		lines, key = values[list].Lines, sub
	}
	_, dateInLine, inLines := strings.Cut(k.Date, ".")
	var parts []part
	for _, line := range lines {
		v := line[key]
		if v.Money == nil {
			continue
		}
		day := values[k.Date].Date
		if inLines {
			day = line[dateInLine].Date
		}
		parts = append(parts, part{*v.Money, rateDay(day, today)})
	}
	return parts
}

// rateDay is the day whose rate counts: the one that was given, or today where
// there is none or it is still to come.
func rateDay(day, today calendar.Date) string {
	if day.IsZero() || day.After(today) {
		day = today
	}
	return day.String()
}

// convert gives an amount in base, by the company's rates or by those given
// for this request.
func (k Kind) convert(a money.Amount, day string, m Moment) (money.Amount, money.Rate, error) {
	rate, err := k.company.Rates.Find(a.Currency, k.company.Currency, day)
	if err != nil {
		for _, given := range m.Rates {
			if given.From == a.Currency && given.To == k.company.Currency && given.Date == day {
				return given.Convert(a), given, nil
			}
		}
		return money.Amount{}, money.Rate{}, err
	}
	return rate.Convert(a), rate, nil
}

func distinct[T any, K comparable](list []T, key func(T) K) []T {
	var kept []T
	for _, e := range list {
		if !slices.ContainsFunc(kept, func(k T) bool { return key(k) == key(e) }) {
			kept = append(kept, e)
		}
	}
	return kept
}

func (k Kind) rateHold(sum request.Sum, now time.Time) request.Hold {
	var missing []string
	for _, m := range sum.Missing {
		missing = append(missing, fmt.Sprintf("%s on %s", m.From, m.Date))
	}
	hold := request.Hold{
		Kind: request.RateHold, Since: now, Release: request.Rule{Kind: request.ByRole, Of: k.company.RatesBy},
		Say: fmt.Sprintf("the exchange rate to %s is missing for %s", k.company.Currency, strings.Join(missing, " and ")),
	}
	if k.company.Fallback != "" {
		hold.Otherwise = []request.Rule{{Kind: request.ByRole, Of: k.company.Fallback}}
	}
	return hold
}

package money

import (
	"fmt"
	"sort"
	"time"

	"github.com/shopspring/decimal"
)

// MaxAge is how many days a rate may be older than the day it is used for: the
// longest run of days without a published rate, around Easter and New Year, is
// under a week.
const MaxAge = 10

// Rate says that one unit of From was worth Value units of To on Date (ISO
// 8601 day), according to Source.
type Rate struct {
	From   Currency        `json:"from"`
	To     Currency        `json:"to"`
	Value  decimal.Decimal `json:"value"`
	Date   string          `json:"date"`
	Source string          `json:"source"`
}

// Convert returns a in r.To, rounded half away from zero to that currency's
// digits, as invoices and tax offices round. The amount must be in r.From:
// anything else is a mistake of the program and panics, since a wrong figure
// would pass unseen.
func (r Rate) Convert(a Amount) Amount {
	if a.Currency != r.From {
		panic(fmt.Sprintf("money: rate from %s applied to %s", r.From, a.Currency))
	}
	value := a.Value.Mul(r.Value).Round(int32(r.To.Digits()))
	return Amount{Value: scaled(value, r.To), Currency: r.To}
}

// NoRateError says that no rate is known between two currencies for a day.
type NoRateError struct {
	From, To Currency
	Date     string
}

func (e NoRateError) Error() string {
	return fmt.Sprintf("No exchange rate from %s to %s is known for %s or the %d days before. "+
		"Ask whoever keeps the rates to add it, or enter the amount in %s.", e.From, e.To, e.Date, MaxAge, e.To)
}

// Rates are the known rates. The zero value knows only that a currency is worth itself.
type Rates struct {
	pairs map[[2]Currency][]Rate // Sorted by date, oldest first.
}

// Find returns the newest rate from one currency to another on or before day
// (ISO 8601), at most MaxAge days old: as listed, or else the inverse of the
// opposite rate, which its Source then says. Pairs are not chained through a
// third currency. Returns NoRateError where none is known.
func (r Rates) Find(from, to Currency, day string) (Rate, error) {
	if from == to {
		return Rate{From: from, To: to, Value: decimal.New(1, 0), Date: day, Source: "same currency"}, nil
	}
	on, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Rate{}, sayf("%q is not a day. Write it like 2026-11-20.", shorten(day))
	}
	oldest := on.AddDate(0, 0, -MaxAge).Format(time.DateOnly)
	direct, ok := r.newest(from, to, oldest, day)
	opposite, other := r.newest(to, from, oldest, day)
	switch {
	case ok && (!other || direct.Date >= opposite.Date):
		return direct, nil
	case other:
		return inverse(opposite), nil
	}
	return Rate{}, NoRateError{From: from, To: to, Date: day}
}

func (r Rates) newest(from, to Currency, oldest, day string) (Rate, bool) {
	list := r.pairs[[2]Currency{from, to}]
	after := sort.Search(len(list), func(i int) bool { return list[i].Date > day })
	if after == 0 || list[after-1].Date < oldest {
		return Rate{}, false
	}
	return list[after-1], true
}

// inverse turns a rate around, rounded to at least ten significant digits.
func inverse(r Rate) Rate {
	places := int32(10)
	if whole := r.Value.NumDigits() + int(r.Value.Exponent()); whole > 0 {
		places += int32(whole)
	}
	return Rate{
		From: r.To, To: r.From, Value: decimal.New(1, 0).DivRound(r.Value, places), Date: r.Date,
		Source: fmt.Sprintf("%s (1 / %s)", r.Source, r.Value),
	}
}

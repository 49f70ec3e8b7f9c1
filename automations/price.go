package automations

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// TypedRate is an exchange rate that finance gives for one request, as typed.
type TypedRate struct {
	Missing request.MissingRate
	Rate    string // of one unit in the company's currency: "1.0632"
	Source  string // where it was read
}

// Price takes the rates that were missing and lets the request go on to its
// approvers. Only those whom the hold names may, never the requester. Returns
// invalid with the sentence for a rate that cannot be used.
func (d *Desk) Price(ctx context.Context, by people.Person, once, id string, given []TypedRate) (File, error) {
	f, err := d.revise(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File, kind catalogue.Kind) (request.Move, *request.Submission, error) {
		move := request.Move{Action: request.Price, By: by.ID}
		at := slices.IndexFunc(f.Request.Holds, func(h request.Hold) bool { return h.Kind == request.RateHold })
		if at < 0 {
			return move, nil, nil // the move says why not
		}
		if _, refused := policy.MayEnd(f.Request, f.Request.Holds[at], by, f.Dir); refused != "" {
			return move, nil, &notAllowed{why: refused}
		}
		rates, err := d.rates(given)
		if err != nil {
			return move, nil, err
		}
		sent, problems, err := d.submission(ctx, f, kind, f.Request.Values, rates...)
		if err == nil && len(problems) > 0 && f.Request.Reading == nil { // what was read is looked at by somebody else
			err = fault.New(fault.Invalid, "With these rates the request is refused: %s", problems[0].Say)
		}
		return move, &sent, err
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Price), err)
	}
	return f, nil
}

// WrongRates are given rates that cannot be used: a sentence for each value and
// each source that is wrong, by its place among those given.
type WrongRates struct{ Values, Sources map[int]string }

// Error is for logs.
func (w *WrongRates) Error() string {
	return fmt.Sprintf("automations: %d values and %d sources of rates are wrong", len(w.Values), len(w.Sources))
}

// rates reads what was typed. All mistakes are told at once, with WrongRates.
func (d *Desk) rates(given []TypedRate) ([]money.Rate, error) {
	var rates []money.Rate
	wrong, first := WrongRates{Values: map[int]string{}, Sources: map[int]string{}}, ""
	for i, g := range given {
		value, ok := rateOf(g.Rate)
		if !ok {
			wrong.Values[i] = fmt.Sprintf("“%s” is no exchange rate. Write what 1 %s was worth, such as 1.0632.", g.Rate, g.Missing.From)
			first = cmp.Or(first, wrong.Values[i])
		}
		if strings.TrimSpace(g.Source) == "" {
			wrong.Sources[i] = fmt.Sprintf("Say where the rate of %s comes from, such as “ECB reference rate”.", g.Missing.From)
			first = cmp.Or(first, wrong.Sources[i])
		}
		rates = append(rates, money.Rate{
			From: g.Missing.From, To: d.Catalogue.Company().Currency, Value: value, Date: g.Missing.Date,
			Source: fmt.Sprintf("%s, given by hand", strings.TrimSpace(g.Source)),
		})
	}
	if first != "" {
		return nil, fault.Wrap(&wrong, fault.Invalid, "%s", first)
	}
	return rates, nil
}

// rateOf reads a rate with a point or a comma.
func rateOf(text string) (decimal.Decimal, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", ".")
	value, err := decimal.NewFromString(text)
	return value, err == nil && !strings.ContainsAny(text, "eE") && value.IsPositive() && !value.GreaterThan(decimal.New(1, 9))
}

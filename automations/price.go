package automations

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/fault"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Given is an exchange rate that finance gives for one request, as typed.
type Given struct {
	Missing request.MissingRate
	Rate    string // of one unit in the company's currency: "1.0632"
	Source  string // where it was read
}

// Price takes the rates that were missing and lets the request go on to its
// approvers. Only those whom the hold names may, never the requester. Returns
// invalid with the sentence for a rate that cannot be used.
func (d *Desk) Price(ctx context.Context, by people.Person, once, id string, given []Given) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		r := f.Request
		if _, refused := policy.May(r, by, f.Dir); refused != "" && len(r.Holds) > 0 {
			return act{}, &notAllowed{why: refused}
		}
		rates, err := d.rates(given)
		if err != nil {
			return act{}, err
		}
		sent, err := d.again(f, rates)
		if err != nil {
			return act{}, err
		}
		move := request.Move{Action: request.Price, By: by.ID, At: d.Now().UTC(), Sent: &sent}
		return act{move: move, timers: []string{remindTimer}}, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Price), err)
	}
	return f, nil
}

// again prepares a request anew with the rates that were given.
func (d *Desk) again(f File, rates []money.Rate) (request.Submission, error) {
	r := f.Request
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil {
		return request.Submission{}, err
	}
	requester, ok := f.Dir.Person(r.Requester)
	if !ok {
		return request.Submission{}, fault.New(fault.Conflict, "The person who asked for %s is no longer in the directory, so it cannot go on. Ask your Factotum administrator.", f.Name())
	}
	m := d.moment(requester, f.Dir)
	m.Rates = rates
	if r.Sum != nil {
		m.Rates = append(m.Rates, r.Sum.Rates...)
	}
	sent, problems, err := kind.Prepare(r.Values, m)
	if err != nil {
		return sent, err
	}
	if len(problems) > 0 {
		return sent, fault.New(fault.Invalid, "With these rates the request is refused: %s", problems[0].Say)
	}
	sent.Created = r.Created
	return sent, nil
}

// rates reads what was typed.
func (d *Desk) rates(given []Given) ([]money.Rate, error) {
	var rates []money.Rate
	for _, g := range given {
		text := strings.ReplaceAll(strings.TrimSpace(g.Rate), ",", ".")
		value, err := decimal.NewFromString(text)
		if err != nil || strings.ContainsAny(text, "eE") || !value.IsPositive() || value.GreaterThan(decimal.New(1, 9)) {
			return nil, fault.New(fault.Invalid, "“%s” is no exchange rate. Write what 1 %s was worth, such as 1.0632.", g.Rate, g.Missing.From)
		}
		if strings.TrimSpace(g.Source) == "" {
			return nil, fault.New(fault.Invalid, "Say where the rate of %s comes from, such as “ECB reference rate”.", g.Missing.From)
		}
		rates = append(rates, money.Rate{
			From: g.Missing.From, To: d.Catalogue.Company().Currency, Value: value, Date: g.Missing.Date,
			Source: fmt.Sprintf("%s, given by hand", strings.TrimSpace(g.Source)),
		})
	}
	return rates, nil
}

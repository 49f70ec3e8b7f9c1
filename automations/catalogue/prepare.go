package catalogue

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Moment is what the world is like when a request is prepared.
type Moment struct {
	By    people.Person // the requester
	Dir   people.Directory
	Today calendar.Date
	Now   time.Time
	Rates []money.Rate // given for this request where the company's file had none
}

// Context is what the form of the kind is read in.
func (k Kind) Context(m Moment) form.Context {
	return form.Context{
		Today: m.Today, Currency: k.company.Currency, Region: m.By.Country,
		Requester: requesterFacts(m.By)["requester"].(map[string]any),
		Base: func(a money.Amount, day calendar.Date) (decimal.Decimal, bool) {
			base, _, err := k.convert(a, day.String(), m)
			return base.Value, err == nil
		},
		Known: func(kind, id string) bool {
			if kind == "team" {
				_, ok := m.Dir.Team(id)
				return ok
			}
			p, ok := m.Dir.Person(id)
			return ok && !p.Inactive
		},
	}
}

// Prepare makes of the values everything that is frozen when a request is
// sent. Problems block the sending; warnings are part of the submission.
func (k Kind) Prepare(values form.Values, m Moment) (request.Submission, []form.Problem, error) {
	problems := k.Form.Check(values, k.Context(m))
	s := request.Submission{
		Kind: k.Key, Policy: k.Hash, Requester: m.By.ID, Excluded: k.beneficiaries(values, m.By.ID),
		Values: values, Created: m.Now, Title: k.title(values, m.Dir), Sum: k.sum(values, m),
	}
	facts := k.facts(values, s.Sum, m)
	blocks, err := k.check(&s, facts)
	if err != nil {
		return s, nil, err
	}
	problems = append(problems, blocks...)
	if s.Sum != nil && len(s.Sum.Missing) > 0 {
		s.Holds = []request.Hold{k.rateHold(*s.Sum, m.Now)}
		return s, problems, nil
	}
	if s.Steps, err = k.route.Steps(facts, m.By, values); err != nil {
		return s, nil, err
	}
	if k.work != nil {
		left, err := k.work.when.Holds(facts)
		if err != nil {
			return s, nil, fmt.Errorf("catalogue: work of %s: %w", k.Key, err)
		}
		if left {
			work := k.work.Work
			s.Work = &work
		}
	}
	return s, problems, nil
}

// beneficiaries are the people the request is for, besides the requester.
func (k Kind) beneficiaries(values form.Values, requester string) []string {
	var ids []string
	for _, key := range k.benefit {
		ids = append(ids, form.Texts(values, key)...)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == requester })
}

// title fills the summary.
func (k Kind) title(values form.Values, dir people.Directory) string {
	filled := placeholder.ReplaceAllStringFunc(k.summary, func(p string) string {
		path := strings.Trim(p, "{}")
		field, _ := k.Form.Field(path)
		return k.Form.Show(field, values[path], Names(dir))
	})
	return strings.Join(strings.Fields(filled), " ")
}

// Names gives the names of people and teams to whoever shows values.
func Names(dir people.Directory) func(kind, id string) string {
	return func(kind, id string) string {
		if kind == "team" {
			if t, ok := dir.Team(id); ok {
				return t.Name
			}
			return id
		}
		if p, ok := dir.Person(id); ok {
			return p.Name
		}
		return id
	}
}

// facts are what conditions are asked of.
func (k Kind) facts(values form.Values, sum *request.Sum, m Moment) map[string]any {
	ctx := k.Context(m)
	facts := form.Facts(k.Form.Fields(), values, ctx.Base)
	maps.Copy(facts, requesterFacts(m.By))
	facts["today"] = m.Today.In(time.UTC)
	if sum != nil {
		amount := form.MoneyFact{Value: sum.Total.Value, Currency: string(sum.Total.Currency)}
		if sum.Base != nil {
			amount.Base = sum.Base.Value
		}
		facts["amount"] = amount
	}
	return facts
}

func nobody() people.Person { return people.Person{} }

func requesterFacts(p people.Person) map[string]any {
	some := func(list []string) []string { return append([]string{}, list...) }
	return map[string]any{"requester": map[string]any{
		"id": p.ID, "name": p.Name, "cost_centre": p.CostCentre, "country": p.Country, "region": p.Region,
		"teams": some(p.Teams), "roles": some(p.Roles), "manager": p.Manager,
	}}
}

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
		var missing money.NoRateError
		if errors.As(err, &missing) {
			sum.Missing = append(sum.Missing, request.MissingRate{From: p.amount.Currency, Date: p.day})
			continue
		}
		base, _ = base.Add(converted) // both are in base
		if rate.From != rate.To {
			sum.Rates = append(sum.Rates, rate)
		}
	}
	sum.Rates, sum.Missing = distinct(sum.Rates), slices.Compact(sum.Missing)
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
	dateKey := k.Date[strings.LastIndex(k.Date, ".")+1:]
	var parts []part
	for _, line := range lines {
		v := line[key]
		if v.Money == nil {
			continue
		}
		day := today
		if d := line[dateKey].Date; !d.IsZero() && d.Before(today) {
			day = d
		}
		parts = append(parts, part{*v.Money, day.String()})
	}
	return parts
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

func distinct(rates []money.Rate) []money.Rate {
	var kept []money.Rate
	for _, r := range rates {
		if !slices.ContainsFunc(kept, func(o money.Rate) bool { return o.From == r.From && o.Date == r.Date }) {
			kept = append(kept, r)
		}
	}
	return kept
}

func (k Kind) rateHold(sum request.Sum, now time.Time) request.Hold {
	var missing []string
	for _, m := range sum.Missing {
		missing = append(missing, fmt.Sprintf("%s on %s", m.From, m.Date))
	}
	return request.Hold{
		Kind: request.RateHold, Since: now, Release: request.Rule{Kind: request.ByRole, Of: k.company.RatesBy},
		Say: fmt.Sprintf("the exchange rate to %s is missing for %s", k.company.Currency, strings.Join(missing, " and ")),
	}
}

// check asks the checks: warnings go into the submission, blocks are returned.
func (k Kind) check(s *request.Submission, facts map[string]any) ([]form.Problem, error) {
	var blocks []form.Problem
	for _, c := range k.checks {
		paths, err := c.failing(facts)
		if err != nil {
			return nil, fmt.Errorf("catalogue: check of %s: %w", k.Key, err)
		}
		for _, path := range paths {
			if c.block != "" {
				blocks = append(blocks, form.Problem{Path: path, Say: c.block})
			} else {
				s.Warnings = append(s.Warnings, request.Warning{Path: path, Say: c.warn})
			}
		}
	}
	return blocks, nil
}

// failing are the paths at which the check's condition holds.
func (c check) failing(facts map[string]any) ([]string, error) {
	if c.each == "" {
		holds, err := c.when.Holds(facts)
		if !holds || err != nil {
			return nil, err
		}
		return []string{c.path}, nil
	}
	lines, _ := facts[c.each].([]map[string]any)
	var paths []string
	for i, line := range lines {
		holds, err := c.when.Holds(lineFacts(facts, line))
		if err != nil {
			return nil, err
		}
		if holds {
			path := fmt.Sprintf("%s.%d", c.each, i)
			if c.path != "" {
				path += c.path[strings.LastIndex(c.path, "."):]
			}
			paths = append(paths, path)
		}
	}
	return paths, nil
}

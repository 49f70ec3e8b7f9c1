package catalogue

import (
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
	"factotum/automations/policy"
	"factotum/automations/request"
)

// Moment is what the world is like when a request is prepared.
type Moment struct {
	By    people.Person // the requester
	Dir   people.Directory
	Today calendar.Date
	Now   time.Time
	Rates []money.Rate // given for this request where the company's file had none

	Earlier []Earlier // of the same person and kind, as far back as Kind.Together goes
}

// Context is what the form of the kind is read in.
func (k Kind) Context(m Moment) form.Context {
	return form.Context{
		Today: m.Today, Currency: k.company.Currency, Region: m.By.Country,
		Requester: requesterFacts(m.By)["requester"].(map[string]any),
		Base: func(a money.Amount, day calendar.Date) (decimal.Decimal, bool) {
			base, _, err := k.convert(a, rateDay(day, m.Today), m)
			return base.Value, err == nil
		},
		Known: func(kind, id string) bool {
			if kind == "team" {
				_, ok := m.Dir.Team(id)
				return ok
			}
			p, ok := m.Dir.Person(id)
			return ok && works(p)
		},
	}
}

// Prepare makes of the values everything that is frozen when a request is
// sent. Problems block the sending; warnings are part of the submission.
func (k Kind) Prepare(values form.Values, m Moment) (request.Submission, []form.Problem, error) {
	problems := k.Form.Check(values, k.Context(m))
	s := request.Submission{
		Kind: k.Key, Policy: k.Hash, Requester: m.By.ID, Excluded: k.beneficiaries(values, m.By.ID),
		Values: values, Created: m.Now, Title: k.Summary(values, m.Dir), Sum: k.sum(values, m),
		Stewards: policy.Rules(k.stewards, m.By, values), Material: k.Material, Orders: values[k.order].Text,
	}
	s.Accounts = slices.Clone(m.By.Accounts)
	for _, id := range s.Excluded {
		p, _ := m.Dir.Person(id)
		s.Accounts = append(s.Accounts, p.Accounts...)
	}
	facts := k.facts(values, s.Sum, m)
	together := k.sums(&s, facts, m)
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
	for i, step := range s.Steps {
		s.Steps[i].Why = strings.ReplaceAll(step.Why, "{together}", together)
	}
	s.Work, err = k.leaves(facts, values, m)
	return s, problems, err
}

// leaves is the work that is left once a request is approved; nil for none.
func (k Kind) leaves(facts map[string]any, values form.Values, m Moment) (*request.Work, error) {
	if k.work == nil {
		return nil, nil
	}
	left, err := k.work.when.Holds(facts)
	if err != nil {
		return nil, fmt.Errorf("catalogue: work of %s: %w", k.Key, err)
	}
	if !left {
		return nil, nil
	}
	work := k.work.Work
	if day := values[k.work.due].Date; !day.IsZero() {
		work.Due = day.String()
	}
	if err := k.work.put(&work, facts, values, m); err != nil {
		return nil, fmt.Errorf("catalogue: work of %s: %w", k.Key, err)
	}
	return &work, nil
}

// beneficiaries are the people the request is for, besides the requester.
func (k Kind) beneficiaries(values form.Values, requester string) []string {
	var ids []string
	for _, key := range k.benefit {
		ids = append(ids, form.Texts(values, key)...)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == requester })
}

// Summary is what one line tells of a request with these values.
func (k Kind) Summary(values form.Values, dir people.Directory) string {
	return strings.Trim(k.fill(k.summary, values, dir), " ,:")
}

// fill puts the values of fields in their braces.
func (k Kind) fill(text string, values form.Values, dir people.Directory) string {
	return strings.Join(strings.Fields(k.Form.Braces(text, values, Names(dir))), " ")
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

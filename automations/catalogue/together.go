package catalogue

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
)

// Together says which requests of one person are judged by their sum, so that
// nobody is spared a decision by asking in small parts.
type Together struct {
	Of   []string // paths of fields: requests with the same value in any of them belong together
	Days int      // that lie between them at most
}

// togetherText is that in YAML.
type togetherText struct {
	Of   []string `yaml:"of"`
	Days int      `yaml:"days"`
}

// Earlier is a request of the same person that was sent before.
type Earlier struct {
	Values form.Values
	Today  calendar.Date // on which it was sent
	Rates  []money.Rate
}

// together reads what belongs together.
func (r *reader) together(f form.Form) *Together {
	in := r.in.Sum
	if in == nil {
		return nil
	}
	if r.in.Amount == "" {
		r.wrong("sum", "there is nothing to add up: name the field with the amount first, such as amount: lines.amount")
	}
	if in.Days < 1 || in.Days > 366 {
		r.wrong("sum.days", "write how many days the requests lie apart at most, from 1 to 366, such as days: 30")
	}
	if len(in.Of) == 0 {
		r.wrong("sum.of", "write the fields in which requests that belong together are the same, such as of: [lines.merchant, lines.category]")
	}
	list, _, _ := strings.Cut(r.in.Amount, ".")
	for i, path := range in.Of {
		field, ok := f.Field(path)
		at, _, inLines := strings.Cut(path, ".")
		switch {
		case !ok || field.Type != form.Text && field.Type != form.Select && field.Type != form.Person:
			r.wrong(fmt.Sprintf("sum.of[%d]", i), "%q is no field with a text, a choice or a person", path)
		case inLines && at != list:
			r.wrong(fmt.Sprintf("sum.of[%d]", i), "%q does not stand in the lines of the amount: name a field of %s", path, list)
		}
	}
	return &Together{Of: in.Of, Days: in.Days}
}

// share is the part of an amount that has one value in one field.
type share struct {
	path  string
	value string // as it is compared
	shown form.Value
	base  decimal.Decimal
}

// shares are those of a request, of each field and value one, in the order of the
// form. Amounts without a rate count nothing: they wait for one anyway.
func (k Kind) shares(values form.Values, m Moment) []share {
	var all []share
	list, _, _ := strings.Cut(k.Amount, ".")
	for _, path := range k.Together.Of {
		_, key, inLines := strings.Cut(path, ".")
		if !inLines {
			all = addShare(all, path, values[path], k.worth(values, m))
			continue
		}
		for _, line := range values[list].Lines {
			one := form.Values{list: {Lines: []form.Values{line}}, k.Date: values[k.Date]}
			all = addShare(all, path, line[key], k.worth(one, m))
		}
	}
	return all
}

// worth is the sum of the amounts in the company's currency.
func (k Kind) worth(values form.Values, m Moment) decimal.Decimal {
	total := decimal.Decimal{}
	for _, p := range k.parts(values, m.Today) {
		if base, _, err := k.convert(p.amount, p.day, m); err == nil {
			total = total.Add(base.Value)
		}
	}
	return total
}

func addShare(all []share, path string, v form.Value, base decimal.Decimal) []share {
	value := strings.ToLower(strings.Join(strings.Fields(v.Text), " "))
	if value == "" {
		return all
	}
	for i, s := range all {
		if s.path == path && s.value == value {
			all[i].base = s.base.Add(base)
			return all
		}
	}
	return append(all, share{path, value, v, base})
}

// joined is the share that comes to the most together with earlier requests, what
// that is, and of how many requests; false where there are none.
func (k Kind) joined(values form.Values, m Moment) (best share, count int, ok bool) {
	if k.Together == nil || len(m.Earlier) == 0 {
		return best, 0, false
	}
	var before [][]share
	for _, e := range m.Earlier {
		then := m
		then.Today, then.Rates = e.Today, e.Rates
		before = append(before, k.shares(e.Values, then))
	}
	for _, own := range k.shares(values, m) {
		n := 1
		for _, shares := range before {
			for _, s := range shares {
				if s.path == own.path && s.value == own.value {
					own.base, n = own.base.Add(s.base), n+1
				}
			}
		}
		if n > 1 && own.base.GreaterThan(best.base) {
			best, count, ok = own, n, true
		}
	}
	return best, count, ok
}

// sums puts what belongs together among the facts, and says so.
func (k Kind) sums(s *request.Submission, facts map[string]any, m Moment) {
	if k.Together == nil {
		return
	}
	fact, _ := facts["amount"].(form.MoneyFact)
	best, count, ok := k.joined(s.Values, m)
	if ok {
		field, _ := k.Form.Field(best.path)
		total := money.Amount{Value: best.base, Currency: k.company.Currency}
		s.Warnings = append(s.Warnings, request.Warning{Path: best.path, Say: fmt.Sprintf(
			"%d requests with “%s: %s” within %d days, %s together: who decides follows from the sum.",
			count, field.Label, k.Form.Show(field, best.shown, Names(m.Dir)), k.Together.Days, total,
		)})
		if best.base.GreaterThan(fact.Base) {
			fact.Value, fact.Base, fact.Currency = best.base, best.base, string(k.company.Currency)
		}
	}
	facts["together"] = fact
}

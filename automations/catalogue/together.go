package catalogue

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
	"factotum/automations/source"
)

// Together says which requests of one person are judged by their sum, so that
// nobody is spared a decision by asking in small parts.
type Together struct {
	Of   []string `yaml:"of"`   // paths of fields: requests with the same value in any of them belong together
	Days int      `yaml:"days"` // that lie between them at most
}

// Earlier is a request of the same person that was sent before.
type Earlier struct {
	Values form.Values
	Today  calendar.Date // on which it was sent
	Rates  []money.Rate
}

// together reads what belongs together: as the kind says, or the company for it.
func (r *reader) together(f form.Form) *Together {
	in, wrong := r.in.Sum, func(part, say string, args ...any) { r.wrong("sum"+part, say, args...) }
	if ours, is := r.company.Together[r.in.Kind]; in == nil && is {
		in = &ours
		wrong = func(part, say string, args ...any) {
			r.problems = append(r.problems, source.Problem{File: "factotum.yaml", Say: "approvals.together." + r.in.Kind + part + ": " + fmt.Sprintf(say, args...)})
		}
	}
	if in == nil {
		return nil
	}
	if r.in.Amount == "" {
		wrong("", "there is nothing to add up: name the field with the amount first, such as amount: lines.amount")
	}
	if in.Days < 1 || in.Days > 366 {
		wrong(".days", "write how many days the requests lie apart at most, from 1 to 366, such as days: 30")
	}
	if len(in.Of) == 0 {
		wrong(".of", "write the fields in which requests that belong together are the same, such as of: [lines.merchant, lines.category]")
	}
	list, _, _ := strings.Cut(r.in.Amount, ".")
	for i, path := range in.Of {
		field, ok := f.Field(path)
		at, _, inLines := strings.Cut(path, ".")
		switch {
		case !ok || field.Type != form.Text && field.Type != form.Select && field.Type != form.Person:
			wrong(fmt.Sprintf(".of[%d]", i), "%q is no field with a text, a choice or a person", path)
		case inLines && at != list:
			wrong(fmt.Sprintf(".of[%d]", i), "%q does not stand in the lines of the amount: name a field of %s", path, list)
		}
	}
	return in
}

// unknownSums finds what the company adds up of kinds that it has not.
func (c *edition) unknownSums() []source.Problem {
	var problems []source.Problem
	for _, key := range slices.Sorted(maps.Keys(c.company.Together)) {
		if !slices.ContainsFunc(c.kinds, func(k Kind) bool { return k.Key == key }) {
			problems = append(problems, source.Problem{File: "factotum.yaml", Say: fmt.Sprintf("approvals.together: there is no kind of request %q: write one that is configured, such as expense", key)})
		}
	}
	return problems
}

// ruled is the text of a kind with what the company adds up of it: that decides who
// decides, and so is part of the policy.
func ruled(body []byte, sum *Together) []byte {
	fields := strings.Join(sum.Of, ", ")
	return fmt.Appendf(slices.Clip(body), "\n# approvals.together of the company\nsum: {of: [%s], days: %d}\n", fields, sum.Days)
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

// sums puts what the request comes to with all that belongs to it among the facts,
// says so where it is more, and gives what that is called in the reason of a step.
func (k Kind) sums(s *request.Submission, facts map[string]any, m Moment) string {
	called := "the amount"
	fact, about := facts["amount"].(form.MoneyFact)
	if !about {
		return called
	}
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
			called = fmt.Sprintf("the amount of this %s and %d earlier together", strings.ToLower(k.Title), count-1)
		}
	}
	facts["together"] = fact
	return called
}

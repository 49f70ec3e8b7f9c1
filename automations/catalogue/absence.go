package catalogue

import (
	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
)

// absenceText is the absence that follows from an approved request, each part
// with the field of the kind that says it.
type absenceText struct {
	From       string `yaml:"from"`
	To         string `yaml:"to"`
	Substitute string `yaml:"substitute"`
	Note       string `yaml:"note"`
	When       string `yaml:"when"` // condition over the fields; empty: always
}

// absence is that, read.
type absence struct {
	absenceText
	when form.Condition
}

// absence reads which absence follows.
func (r *reader) absence(f form.Form, sample map[string]any) *absence {
	in := r.in.Absence
	if in == nil {
		return nil
	}
	r.typed("absence.from", in.From, f, form.Date)
	r.typed("absence.to", in.To, f, form.Date)
	if in.Substitute != "" {
		r.typed("absence.substitute", in.Substitute, f, form.Person)
	}
	if field, ok := f.Field(in.Note); in.Note != "" && (!ok || field.Type != form.Paragraph && field.Type != form.Text) {
		r.wrong("absence.note", "%q is no field of type text or paragraph", in.Note)
	}
	when, err := form.CompileCondition(in.When, sample)
	if err != nil {
		r.wrong("absence.when", "%s", err)
	}
	return &absence{absenceText: *in, when: when}
}

// Absence gives the days on which the requester is away once the request is
// approved, and who stands in; false where they are not.
func (k Kind) Absence(r request.Request) (people.Absence, bool) {
	if k.absent == nil {
		return people.Absence{}, false
	}
	holds, err := k.absent.when.Holds(form.Facts(k.Form.Fields(), r.Values, unpriced))
	a := people.Absence{
		First: r.Values[k.absent.From].Date, Last: r.Values[k.absent.To].Date,
		Substitute: r.Values[k.absent.Substitute].Text, Note: r.Values[k.absent.Note].Text,
	}
	return a, err == nil && holds && !a.First.IsZero() && !a.Last.IsZero() && !a.Last.Before(a.First)
}

// unpriced leaves amounts in their own currency.
func unpriced(money.Amount, calendar.Date) (decimal.Decimal, bool) { return decimal.Decimal{}, false }

package request

import (
	"maps"
	"slices"

	"factotum/automations/form"
)

// clone shares nothing that could be written with r.
func (r Request) clone() Request {
	r.Values, r.Previous = cloneValues(r.Values), cloneValues(r.Previous)
	r.Sum, r.Work = fresh(r.Sum), fresh(r.Work)
	if r.Sum != nil {
		r.Sum.Base = fresh(r.Sum.Base)
		r.Sum.Rates, r.Sum.Missing = slices.Clone(r.Sum.Rates), slices.Clone(r.Sum.Missing)
	}
	r.Steps, r.Holds = slices.Clone(r.Steps), slices.Clone(r.Holds)
	for i, s := range r.Steps {
		r.Steps[i].Rules, r.Steps[i].Otherwise = slices.Clone(s.Rules), slices.Clone(s.Otherwise)
		r.Steps[i].Ladder, r.Steps[i].Raised = slices.Clone(s.Ladder), fresh(s.Raised)
	}
	for i, h := range r.Holds {
		r.Holds[i].Otherwise, r.Holds[i].Voices = slices.Clone(h.Otherwise), slices.Clone(h.Voices)
		r.Holds[i].Choices, r.Holds[i].Accounts = slices.Clone(h.Choices), slices.Clone(h.Accounts)
		for j, c := range h.Choices {
			r.Holds[i].Choices[j].Value = cloneValue(c.Value)
		}
	}
	r.Released, r.Stewards = slices.Clone(r.Released), slices.Clone(r.Stewards)
	r.Reading = r.Reading.clone()
	if r.Work != nil {
		r.Work.Circle, r.Work.Followers = slices.Clone(r.Work.Circle), slices.Clone(r.Work.Followers)
		r.Work.Alerts, r.Work.Heard = slices.Clone(r.Work.Alerts), slices.Clone(r.Work.Heard)
		r.Work.Ties, r.Work.Spans = slices.Clone(r.Work.Ties), slices.Clone(r.Work.Spans)
		r.Work.Rating, r.Work.Duty = fresh(r.Work.Rating), fresh(r.Work.Duty)
	}
	r.Decisions, r.Warnings, r.Thread = slices.Clone(r.Decisions), slices.Clone(r.Warnings), slices.Clone(r.Thread)
	for i, m := range r.Thread {
		r.Thread[i].Files = slices.Clone(m.Files)
	}
	r.Shown, r.Excluded, r.Accounts = slices.Clone(r.Shown), slices.Clone(r.Excluded), slices.Clone(r.Accounts)
	return r
}

func (r *Reading) clone() *Reading {
	if r = fresh(r); r == nil {
		return nil
	}
	r.Sources, r.Unsure = maps.Clone(r.Sources), slices.Clone(r.Unsure)
	r.Odd, r.Matched = slices.Clone(r.Odd), slices.Clone(r.Matched)
	r.Keys, r.Makers = slices.Clone(r.Keys), slices.Clone(r.Makers)
	r.Alike, r.Labels = slices.Clone(r.Alike), maps.Clone(r.Labels)
	r.Positions = slices.Clone(r.Positions)
	for path, labels := range r.Labels {
		r.Labels[path] = maps.Clone(labels)
	}
	return r
}

func cloneValues(values form.Values) form.Values {
	values = maps.Clone(values)
	for key, v := range values {
		values[key] = cloneValue(v)
	}
	return values
}

func cloneValue(v form.Value) form.Value {
	v.Number, v.Money = fresh(v.Number), fresh(v.Money)
	v.List, v.Files, v.Lines = slices.Clone(v.List), slices.Clone(v.Files), slices.Clone(v.Lines)
	for i, line := range v.Lines {
		v.Lines[i] = cloneValues(line)
	}
	return v
}

func fresh[T any](p *T) *T {
	if p == nil {
		return nil
	}
	copied := *p
	return &copied
}

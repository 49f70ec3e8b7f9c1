package automations

import (
	"context"
	"maps"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// ConfirmAccount records that somebody has called the number on file and heard
// that a bank account is the vendor's. It takes two people, and with the second
// the account goes on file; said is whom they spoke to. Returns conflict before
// the time that the hold stands at least.
func (d *Desk) ConfirmAccount(ctx context.Context, by people.Person, once, id, hold, said string) (File, error) {
	return d.end(ctx, by, once, id, request.Move{Action: request.Confirm, Hold: hold, Text: said})
}

// Release ends a hold with a reason and, where a document has two values for a
// field, with the source of the right one: steps follow from that value.
func (d *Desk) Release(ctx context.Context, by people.Person, once, id, hold, choice, reason string) (File, error) {
	return d.end(ctx, by, once, id, request.Move{Action: request.Release, Hold: hold, Choice: choice, Text: reason})
}

// end makes a move of somebody whom a hold names.
func (d *Desk) end(ctx context.Context, by people.Person, once, id string, move request.Move) (File, error) {
	f, err := d.revise(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File, kind catalogue.Kind) (request.Move, *request.Submission, error) {
		h, known := f.Request.HoldBy(move.Hold)
		if !known {
			return move, nil, nil // the move says why not
		}
		judged, _, err := d.judged(ctx, f)
		if err != nil {
			return move, nil, err
		}
		reason, refused := policy.MayEnd(judged, h, by, f.Dir)
		if refused != "" {
			return move, nil, &notAllowed{why: refused}
		}
		m := move
		m.By, m.Why, m.Asked = by.ID, reason.String(), []string{by.ID}
		at := slices.IndexFunc(h.Choices, func(c request.Choice) bool { return c.Source == m.Choice })
		if at < 0 {
			return m, nil, nil
		}
		values := maps.Clone(f.Request.Values)
		values[h.Path] = h.Choices[at].Value
		sent, _, err := d.submission(ctx, f, kind, values)
		if sent.Reading != nil {
			sent.Reading = settled(*sent.Reading, h.Path)
		}
		return m, &sent, err
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(move.Action), err)
	}
	return f, nil
}

// settled is a reading of which a person has given the values at these paths.
func settled(r request.Reading, paths ...string) *request.Reading {
	sources := maps.Clone(r.Sources)
	if sources == nil {
		sources = map[string]string{}
	}
	for _, path := range paths {
		sources[path] = string(invoice.Person)
	}
	r.Sources = sources
	r.Unsure = slices.DeleteFunc(slices.Clone(r.Unsure), func(p string) bool { return slices.Contains(paths, p) })
	return &r
}

// mended is a form in which what is held by a mismatch stays as it is.
func mended(r request.Request, values form.Values) []form.Problem {
	var problems []form.Problem
	for _, h := range r.Holds {
		if h.Stays && h.Path != "" && !r.Values[h.Path].Same(values[h.Path]) {
			problems = append(problems, form.Problem{Path: h.Path, Say: "The document has two values for this, so it is chosen with the button on the card, by whoever may. Put back what stood here."})
		}
	}
	return problems
}

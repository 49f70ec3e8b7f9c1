package automations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Problems are what is wrong with the fields of a form, each at its path.
type Problems struct{ List []form.Problem }

// Error is for logs.
func (p *Problems) Error() string {
	return fmt.Sprintf("automations: %d fields are wrong", len(p.List))
}

// Correct takes over fields that somebody looked at who speaks for the
// requester: with what follows from them, steps, warnings and holds. Nothing is
// unsure afterwards. Stage is the one that the person had before them. Returns
// invalid, with Problems, for values that the form refuses, and conflict where
// another request is about the same.
func (d *Desk) Correct(ctx context.Context, by people.Person, once, id, stage string, values form.Values) (File, error) {
	f, err := d.revise(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File, kind catalogue.Kind) (request.Move, *request.Submission, error) {
		if f.Request.State == request.Pending && !policy.Speaks(f.Request, by, f.Dir) {
			return request.Move{}, nil, &request.Refusal{Cause: request.Stranger, Action: request.Correct, State: f.Request.State}
		}
		sent, problems, err := d.submission(ctx, f, kind, keepCopies(values, f.Request.Values))
		if err != nil {
			return request.Move{}, nil, err
		}
		_, wrong, err := d.against(ctx, f, kind, &sent)
		if err != nil {
			return request.Move{}, nil, err
		}
		problems = append(problems, wrong...)
		if problems = append(problems, mended(f.Request, values)...); len(problems) > 0 {
			return request.Move{}, nil, fault.Wrap(&Problems{problems}, fault.Invalid, "Nothing was saved: %s", problems[0].Say)
		}
		if sent.Reading != nil {
			sent.Reading = looked(*sent.Reading, kind, form.Changed(f.Request.Values, values))
		}
		said := strings.Join(labelsOf(kind, form.Changed(f.Request.Values, values)), ", ")
		return request.Move{Action: request.Correct, By: by.ID, Text: said, Stage: stage}, &sent, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Correct), err)
	}
	return f, nil
}

// looked is a reading of which a person has seen every field.
func looked(r request.Reading, kind catalogue.Kind, changed []string) *request.Reading {
	paths := slices.DeleteFunc(slices.Concat(changed, r.Unsure), func(path string) bool {
		_, ok := kind.Form.Field(path)
		return !ok
	})
	seen := settled(r, paths...)
	seen.Unsure = nil
	return seen
}

// Reexamine judges a request anew without changing what it says: a vendor was
// taken on, an order was approved. Only a pending one is; for others nothing
// happens.
func (d *Desk) Reexamine(ctx context.Context, once state.Once, id string) (File, error) {
	f, err := d.revise(ctx, id, once, func(f File, kind catalogue.Kind) (request.Move, *request.Submission, error) {
		sent, _, err := d.submission(ctx, f, kind, f.Request.Values)
		return request.Move{Action: request.Correct, By: audit.System}, &sent, err
	})
	var moved *request.Refusal
	if errors.As(err, &moved) {
		return f, nil
	}
	return f, err
}

// submission is the request prepared anew with these values, and with rates
// beside those that finance has given before.
func (d *Desk) submission(ctx context.Context, f File, kind catalogue.Kind, values form.Values, rates ...money.Rate) (request.Submission, []form.Problem, error) {
	r := f.Request
	requester, ok := f.Dir.Person(r.Requester)
	if !ok {
		return request.Submission{}, nil, fault.New(fault.Conflict, "The person who asked for %s is no longer in the directory, so it cannot go on. Ask your Factotum administrator.", f.Name())
	}
	m := d.moment(requester, f.Dir)
	if m.Rates = rates; r.Sum != nil {
		m.Rates = append(m.Rates, r.Sum.Rates...)
	}
	var err error
	if m.Earlier, err = d.earlier(ctx, r, kind); err != nil {
		return request.Submission{}, nil, err
	}
	sent, problems, err := kind.Prepare(values, m)
	sent.Created, sent.Reading = r.Created, r.Reading
	return sent, problems, err
}

// revise changes what a pending request says, or ends a hold of it, and lets a
// submission that goes with that be judged; again when the world moves meanwhile.
func (d *Desk) revise(ctx context.Context, id string, once state.Once, edit func(File, catalogue.Kind) (request.Move, *request.Submission, error)) (File, error) {
	var f File
	err := d.persist(crowded(), nil, func() (err error) {
		if f, err = d.open(ctx, id); err != nil {
			return err
		}
		kind, err := d.Catalogue.Kind(f.Request.Kind)
		if err != nil {
			return err
		}
		move, sent, err := edit(f, kind)
		if err != nil {
			return err
		}
		if err := f.thawed(move.Action); err != nil {
			return err
		}
		f, err = d.revised(ctx, f, kind, once, move, sent)
		return err
	})
	return f, d.same(ctx, err)
}

func (d *Desk) revised(ctx context.Context, f File, kind catalogue.Kind, once state.Once, move request.Move, sent *request.Submission) (File, error) {
	move.At = d.Now().UTC()
	a := act{timers: []string{remindTimer, dueTimer, copyTimer}}
	if sent != nil {
		found, err := d.examined(ctx, Examined{ID: f.Request.ID, Kind: kind, Dir: f.Dir, Now: move.At, Before: f.Request, Sent: *sent, Unasked: move.By == audit.System})
		if err != nil {
			return f, err
		}
		if a.also, err = d.learned(ctx, kind, f.Request, found.Sent); err != nil {
			return f, err
		}
		move.Sent, a.also.Guards = &found.Sent, found.Guards
	}
	if slices.Contains([]request.Action{request.Confirm, request.Release}, move.Action) {
		also, err := d.vouched(ctx, f, kind, move)
		if err != nil {
			return f, err
		}
		a.also = with(a.also, also)
	}
	a.move = move
	return d.commit(ctx, f, once, a)
}

// same says that another request is about the same.
func (d *Desk) same(ctx context.Context, err error) error {
	var taken state.TakenError
	if !errors.As(err, &taken) {
		return err
	}
	docs, bad := d.Store.Load(ctx, taken.Holder)
	if bad != nil {
		return bad
	}
	number := docs[0].Number
	if number == "" {
		number = "another request"
	}
	return fault.Wrap(err, fault.Conflict, "%s is the same: same vendor, same number, same amount. Nothing was changed. Look at it with /desk %s.", number, number)
}

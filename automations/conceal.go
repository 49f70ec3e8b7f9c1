package automations

import (
	"context"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Conceal makes a ticket private: from now on it is for who asked and for those
// whom its kind names for such tickets, and for who of the team concealed it. It
// moves to the private place of the team; where others read it nothing is left.
// Who asked may, and who works on it.
func (d *Desk) Conceal(ctx context.Context, by people.Person, once, id string) (File, error) {
	letters, err := d.listed(ctx, id)
	if err != nil {
		return File{}, err
	}
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		a, err := d.conceal(f, by)
		a.also.Notices = letters
		return a, err
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Conceal), err)
	}
	return f, nil
}

func (d *Desk) conceal(f File, by people.Person) (act, error) {
	r := f.Request
	if now, ok := f.Dir.Person(by.ID); ok {
		by = now
	}
	staff := policy.Works(r, by, f.Dir)
	switch {
	case r.Work == nil || !r.Work.Desk:
		return act{}, fault.New(fault.Conflict, "%s is no ticket, so nothing was changed.", f.Name())
	case !staff && !policy.Speaks(r, by, f.Dir):
		return act{}, &notAllowed{why: notStaff}
	case r.Work.Private:
		return act{}, fault.New(fault.Conflict, "%s is private already.", f.Name())
	}
	if _, ok := f.Dir.Place(r.Work.Team, true); !ok {
		return act{}, fault.New(fault.Invalid, "%s has no private channel, so nothing was changed. Who looks after Factotum adds one to the team with `private:`; until then ask for it in a new ticket that is private from the start.", teamName(f))
	}
	if tied := others(r); len(tied) > 0 {
		return act{}, fault.New(fault.Invalid, "%s is tied to %s, whose readers would still see it, so nothing was changed. Take them apart first, with “Merge or link…”.", f.Name(), strings.Join(tied, ", "))
	}
	m := request.Move{Action: request.Conceal, By: by.ID, At: d.Now().UTC()}
	var err error
	if m.Circle, err = d.circle(f, by, staff); err != nil {
		return act{}, err
	}
	hidden := concealed(r, m.Circle)
	keepers := ids(policy.Staff(hidden, f.Dir))
	if len(m.Circle) == 0 || len(keepers) == 0 {
		return act{}, fault.New(fault.Invalid, "Nobody of %s may work on it once it is private: the team has no lead. Nothing was changed.", teamName(f))
	}
	if slices.Contains(keepers, r.Work.Assignee) {
		m.To = r.Work.Assignee
	}
	told := slices.DeleteFunc(missing(nil, append(owners(f, by.ID), keepers...)), func(id string) bool { return id == by.ID })
	return act{move: m, timers: []string{copyTimer}, lines: tell(told, outbox.Says{Name: string(request.Conceal), By: by.ID, Threaded: true})}, nil
}

// circle are the rules that name who works on a ticket once it is private.
func (d *Desk) circle(f File, by people.Person, staff bool) ([]request.Rule, error) {
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return nil, err
	}
	asker, _ := f.Dir.Person(f.Request.Requester)
	circle := kind.Circle(f.Request, catalogue.Moment{By: asker, Dir: f.Dir})
	me := request.Rule{Kind: request.ByPerson, Of: by.ID}
	if staff && !slices.Contains(circle, me) {
		circle = append(circle, me)
	}
	return circle, nil
}

// concealed is a request as it would be if it were private.
func concealed(r request.Request, circle []request.Rule) request.Request {
	work := *r.Work
	work.Private, work.Circle = true, circle
	r.Work = &work
	return r
}

// others are the numbers of the requests on whose cards this one stands.
func others(r request.Request) []string {
	var numbers []string
	for _, t := range r.Work.Ties {
		if t.Kind != request.External {
			numbers = append(numbers, t.Number)
		}
	}
	return numbers
}

func teamName(f File) string {
	if t, ok := f.Dir.Team(f.Request.Work.Team); ok && t.Name != "" {
		return t.Name
	}
	return "The team " + f.Request.Work.Team
}

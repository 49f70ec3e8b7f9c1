package automations

import (
	"context"
	"slices"

	"factotum/automations/calendar"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Finish says that what was left to do after approval is done.
type Finish struct {
	Note string
	Day  calendar.Date // when it was done, where that is asked
}

// Marked is what became of one request of a batch.
type Marked struct {
	File File
	Err  error // with the sentence why not
}

// ResolveAll marks several requests as done with one day and one note. Each is a
// commit of its own: one that cannot be marked stops no other.
func (d *Desk) ResolveAll(ctx context.Context, by people.Person, once string, ids []string, in Finish) []Marked {
	all := make([]Marked, len(ids))
	for i, id := range ids {
		all[i].File, all[i].Err = d.Resolve(ctx, by, once+"/"+id, id, in)
	}
	return all
}

// ToDo lists what the person does in batches, such as invoices to be paid, in
// the order of its days.
func (d *Desk) ToDo(ctx context.Context, by people.Person, after string, limit int) (Rows, error) {
	return d.named(ctx, by, after, limit, listIndex, workers)
}

// Resolve says that what was left to do after approval is done: reimbursed,
// ordered, paid. Somebody of the team that has the work may, never the
// requester.
func (d *Desk) Resolve(ctx context.Context, by people.Person, once, id string, in Finish) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		r, guards, err := d.judged(ctx, f)
		if err != nil {
			return act{}, err
		}
		if r.State == request.Open || r.State == request.Waiting {
			may := func(p people.Person) bool { return p.ID == by.ID }
			if policy.Own(r, by, f.Dir) {
				return act{}, &notAllowed{why: policy.OwnRequest}
			}
			if policy.Made(r, by, f.Dir) {
				return act{}, &notAllowed{why: policy.MadeVendor}
			}
			if !slices.ContainsFunc(append(policy.Workers(r, f.Dir), policy.Staff(r, f.Dir)...), may) {
				return act{}, &notAllowed{why: policy.NotAsked}
			}
		}
		move := request.Move{Action: request.Resolve, By: by.ID, At: d.Now().UTC(), Text: in.Note}
		if !in.Day.IsZero() {
			move.Day = in.Day.String()
		}
		also, err := d.follow(ctx, f, move)
		also.Guards = append(also.Guards, guards...)
		says := outbox.Says{Name: string(request.Resolve), By: by.ID, Text: in.Note, Threaded: true}
		return act{move: move, also: also, lines: append(tell(owners(f, by.ID), says), overheard(r, says)...)}, err
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Resolve), d.taken(ctx, err))
	}
	return f, nil
}

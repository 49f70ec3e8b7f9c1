package automations

import (
	"context"
	"slices"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// goesOn is the ticket to which a sentence belongs: what somebody writes about one
// that was merged belongs to the one that goes on, as long as they follow that.
// What was said before stays where it was said, and those who work on it speak
// there to who asked for this one.
func (d *Desk) goesOn(ctx context.Context, by people.Person, s Saying) (string, error) {
	id := s.Ticket
	for range mergers {
		f, err := d.open(ctx, id)
		if err != nil {
			return id, err
		}
		r := f.Request
		if _, said := r.Said(s.ID); said || r.State != request.Merged || r.Work == nil || policy.Works(r, by, f.Dir) {
			return id, nil
		}
		at := slices.IndexFunc(r.Work.Ties, func(t request.Tie) bool { return t.Kind == request.Original })
		if at < 0 {
			return id, nil
		}
		id = r.Work.Ties[at].ID
	}
	return id, nil
}

// mergers is how many tickets one after the other were merged at most.
const mergers = 8

package automations

import (
	"context"
	"errors"
	"fmt"

	"factotum/automations/audit"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// vacate takes a ticket from who does not work on it any more, because they left
// the team or the company: it goes to whose turn it is, or is free, and those who
// are to do something about it are told. True where that was done.
func (d *Desk) vacate(ctx context.Context, f File) (bool, error) {
	if !deserted(f) {
		return false, nil
	}
	once := state.Once{Key: fmt.Sprintf("vacate/%s/%d", f.Request.ID, f.Version), Keep: keepSlack}
	_, err := d.update(ctx, f.Request.ID, once, func(f File) (act, error) {
		if !deserted(f) {
			return act{}, errOvertaken
		}
		free := f
		work := *f.Request.Work
		work.Assignee = ""
		free.Request.Work = &work
		dealt, also, err := d.deal(ctx, free.Request, f.Dir)
		if err != nil {
			return act{}, err
		}
		had := f.Request.Work.Assignee
		move := request.Move{
			Action: request.Assign, By: audit.System, At: d.Now().UTC(), From: had, To: dealt.to, Why: dealt.why,
			Text: form.Capital(name(f.Dir, had, people.Person{})) + " does not work on it any more.",
		}
		told := handedOver(move, people.Person{ID: had})
		if move.To == "" {
			told = tell(hands(free), outbox.Says{Name: string(request.Assign), By: audit.System, Text: move.Text})
		}
		return act{move: move, also: also, lines: told}, nil
	})
	var moved *request.Refusal
	if errors.Is(err, errOvertaken) || errors.As(err, &moved) {
		return false, nil // somebody else has it by now, or it is over
	}
	return true, err
}

// deserted tells whether an open ticket is with somebody who does not work on it.
func deserted(f File) bool {
	r := f.Request
	if r.Work == nil || !r.Work.Desk || r.Work.Assignee == "" || r.State != request.Open && r.State != request.Waiting {
		return false
	}
	has, here := f.Dir.Person(r.Work.Assignee)
	return !here || !policy.Works(r, has, f.Dir)
}

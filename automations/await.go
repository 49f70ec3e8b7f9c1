package automations

import (
	"context"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Await asks the requester of a ticket something: it waits until they answer.
func (d *Desk) Await(ctx context.Context, by people.Person, once, id, text string) (File, error) {
	return d.tend(ctx, by, once, id, request.Await, func(f File) (act, error) {
		return act{move: request.Move{Action: request.Await, By: by.ID, At: d.Now().UTC(), Text: text, Remark: once, Staff: true}}, nil
	})
}

// Reopen takes up again what was done, with what is still wrong: by who asked
// for it or by those who work on it.
func (d *Desk) Reopen(ctx context.Context, by people.Person, once, id, text string) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		if !policy.Works(f.Request, by, f.Dir) && !policy.Speaks(f.Request, by, f.Dir) {
			return act{}, &notAllowed{why: notStaff}
		}
		told := concerned(f, by.ID)
		if strings.TrimSpace(text) == "" { // else they get the words themselves
			told = missing(nil, append(told, owners(f, by.ID)...))
		}
		return act{
			move:  request.Move{Action: request.Reopen, By: by.ID, At: d.Now().UTC(), Text: text, Remark: once},
			lines: tell(told, outbox.Says{Name: string(request.Reopen), By: by.ID, Text: text, Threaded: true}),
		}, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Reopen), err)
	}
	return f, nil
}

// Cancel ends a ticket without its goal, with the reason: by those who work on
// it, or by who asked for it and needs it no more.
func (d *Desk) Cancel(ctx context.Context, by people.Person, once, id, text string) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		r := f.Request
		if r.Work == nil || !r.Work.Desk {
			return act{}, fault.New(fault.Conflict, "%s is no ticket, so it cannot be cancelled. Nothing was changed.", f.Name())
		}
		if !policy.Works(r, by, f.Dir) && !policy.Speaks(r, by, f.Dir) {
			return act{}, &notAllowed{why: notStaff}
		}
		return act{
			move:  request.Move{Action: request.Cancel, By: by.ID, At: d.Now().UTC(), Text: text},
			lines: tell(append(owners(f, by.ID), concerned(f, by.ID)...), outbox.Says{Name: string(request.Cancel), By: by.ID, Text: text, Threaded: true}),
		}, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Cancel), err)
	}
	return f, nil
}

// concerned are those on the side of the team who are told of what the other
// side did: who has the ticket, else its place.
func concerned(f File, but string) []string {
	var told []string
	if p, ok := policy.Assignee(f.Request, f.Dir); ok {
		told = append(told, p.ID)
	} else if place, ok := f.Dir.Place(f.Request.Work.Team, f.Request.Work.Private); ok {
		told = append(told, place.ID)
	}
	return slices.DeleteFunc(told, func(id string) bool { return id == but })
}

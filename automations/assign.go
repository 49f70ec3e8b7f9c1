package automations

import (
	"context"
	"fmt"
	"slices"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Handover says who is to have a ticket.
type Handover struct {
	To   string // person; empty: nobody, or who comes next in another team
	From string // who had it when the person looked
	Team string // another team; empty: it stays
	Text string // why
}

// Assign gives a ticket to somebody, to nobody or to another team. Those who
// work on it may; it comes to nobody who may not work on it. Returns conflict
// where somebody else has taken it on meanwhile.
func (d *Desk) Assign(ctx context.Context, by people.Person, once, id string, in Handover) (File, error) {
	return d.tend(ctx, by, once, id, request.Assign, func(f File) (act, error) {
		r := f.Request
		move := request.Move{Action: request.Assign, By: by.ID, At: d.Now().UTC(), To: in.To, From: in.From, Team: in.Team, Text: in.Text}
		handed := r
		var also state.Change
		if r.Work != nil && in.Team != "" && in.Team != r.Work.Team {
			if _, known := f.Dir.Team(in.Team); !known {
				return act{}, fault.New(fault.Invalid, "There is no team %q. Nothing was changed.", in.Team)
			}
			work := *r.Work
			work.Team, work.Assignee = in.Team, in.To
			handed.Work = &work
			if in.To == "" {
				dealt, c, err := d.deal(ctx, handed, f.Dir)
				if err != nil {
					return act{}, err
				}
				move.To, move.Why, also = dealt.to, dealt.why, c
			}
		}
		if in.To != "" && !slices.Contains(ids(policy.Staff(handed, f.Dir)), in.To) {
			return act{}, fault.New(fault.Invalid, "%s does not work on %s, so nothing was changed. Choose somebody of its team, or hand it to theirs.", name(f.Dir, in.To, people.Person{}), f.Name())
		}
		return act{move: move, also: also, lines: handedOver(move, by)}, nil
	})
}

// handedOver tells who has a ticket now, and who had it.
func handedOver(m request.Move, by people.Person) []line {
	var told []string
	for _, p := range []string{m.To, m.From} {
		if p != "" && p != by.ID && m.To != m.From {
			told = append(told, p)
		}
	}
	return tell(told, outbox.Says{Name: string(request.Assign), By: by.ID, Text: m.Text})
}

// Rank says how urgent a ticket is: 1 to 4.
func (d *Desk) Rank(ctx context.Context, by people.Person, once, id string, priority int) (File, error) {
	return d.tend(ctx, by, once, id, request.Rank, func(File) (act, error) {
		return act{move: request.Move{Action: request.Rank, By: by.ID, At: d.Now().UTC(), Priority: priority}}, nil
	})
}

// Follow keeps more people informed of a ticket, or fewer. Those who work on it
// may name anybody who works here; everybody may leave by themselves.
func (d *Desk) Follow(ctx context.Context, by people.Person, once, id string, follows, leaves []string) (File, error) {
	decide := func(f File) (act, error) {
		for _, p := range follows {
			if who, ok := f.Dir.Person(p); !ok || who.Inactive || who.Service || who.External {
				return act{}, fault.New(fault.Invalid, "%s does not work here, so nobody was added.", name(f.Dir, p, by))
			}
		}
		move := request.Move{Action: request.Follow, By: by.ID, At: d.Now().UTC(), Follows: follows, Leaves: leaves}
		return act{move: move, lines: tell(follows, outbox.Says{Name: string(request.Follow), By: by.ID})}, nil
	}
	if len(follows) == 0 && slices.Equal(leaves, []string{by.ID}) {
		f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, decide)
		if err != nil {
			return f, d.refused(ctx, f, by, once, string(request.Follow), err)
		}
		return f, nil
	}
	return d.tend(ctx, by, once, id, request.Follow, decide)
}

// tend is update by one of those who work on a ticket. A refusal is audited.
func (d *Desk) tend(ctx context.Context, by people.Person, once, id string, action request.Action, decide func(File) (act, error)) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		if now, ok := f.Dir.Person(by.ID); ok {
			by = now // teams may have changed since the click
		}
		if !policy.Works(f.Request, by, f.Dir) {
			switch {
			case !policy.Own(f.Request, by, f.Dir):
			case f.Request.State == request.Draft:
				return act{}, fault.New(fault.Conflict, "This draft has not been sent yet, so there is nothing to work on. Nothing was changed.")
			default:
				return act{}, &notAllowed{why: policy.OwnRequest}
			}
			return act{}, &notAllowed{why: notStaff}
		}
		return decide(f)
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(action), err)
	}
	return f, nil
}

// notStaff refuses who is not of the team that has a ticket.
const notStaff policy.Refused = "not staff"

// strangerHere says who works on a ticket.
func strangerHere(f File) string {
	if f.Request.Work == nil {
		return "Nothing was changed."
	}
	team := f.Request.Work.Team
	if t, ok := f.Dir.Team(team); ok {
		team = t.Name
	}
	return fmt.Sprintf("%s is worked on by %s, and you are not of that team, so nothing was changed.", f.Name(), team)
}

// whoHas says who has a ticket now.
func whoHas(f File, by people.Person) string {
	has := ""
	if f.Request.Work != nil {
		has = f.Request.Work.Assignee
	}
	if has == "" {
		return fmt.Sprintf("Nobody has %s any more", f.Name())
	}
	return fmt.Sprintf("Somebody was faster: %s is with %s now", f.Name(), name(f.Dir, has, by))
}

package request

import (
	"slices"
	"strings"
)

// own tells whether the person may never decide on the request. Several
// accounts of one human are one person already; policy sees to that.
func (r Request) own(person string) bool {
	return person == r.Requester || slices.Contains(r.Excluded, person)
}

// decide records a verdict of the current step.
func (r Request) decide(m Move) (Request, error) {
	step, ok := r.Current()
	switch {
	case m.Stage != "" && m.Stage != r.Stage():
		return r, r.refuse(m, Overtaken)
	case len(r.Holds) > 0:
		return r, &Refusal{Cause: Held, Action: m.Action, State: r.State, Hold: r.Holds[0]}
	case !ok:
		return r, r.refuse(m, Unrouted)
	case r.own(m.By) || r.made(m.By):
		return r, r.refuse(m, Own)
	case !slices.Contains(m.Asked, m.By):
		return r, r.refuse(m, NotAsked)
	case m.For != "" && r.own(m.For): // what is somebody's own is not decided in their place
		return r, r.refuse(m, Own)
	case m.Action == Approve && r.counted(m):
		return r, r.refuse(m, Twice)
	case m.Action == Approve && len(r.Uncopied()) > 0:
		return r, r.refuse(m, Copying)
	case m.Action != Approve && strings.TrimSpace(m.Text) == "":
		return r, r.refuse(m, Wordless)
	}
	decision := r.decision(m, step)
	decision.Comment = strings.TrimSpace(m.Text)
	switch m.Action { //nolint:exhaustive // only verdicts come here
	case Return:
		decision.Verdict, r.State, r.Since = SentBack, Returned, m.At
		if r.IsDuty() { // who has it goes on with it
			r.State = Open
		}
	case Reject:
		decision.Verdict, r.State, r.Since = TurnedDown, Rejected, m.At
	}
	r.Decisions = append(slices.Clip(r.Decisions), decision)
	if m.Action != Approve || !r.complete(step, m.Asked) {
		return r, nil
	}
	r.Step++
	return r.route(m).give(m)
}

// decision is the approval of a step.
func (r Request) decision(m Move, step Step) Decision {
	return Decision{Step: step.Name, Index: r.Step, Round: r.Round, Verdict: Approved, By: m.By, For: m.For, Why: m.Why, At: m.At}
}

// give approves the steps that wait for nobody but who has approved the one before.
func (r Request) give(m Move) (Request, error) {
	for _, g := range m.Given {
		step, ok := r.Current()
		if !ok || len(r.Holds) > 0 || step.Again || len(g.Asked) != 1 || g.Asked[0] != m.By {
			return r, r.refuse(m, Malformed)
		}
		decision := r.decision(m, step)
		decision.Why = g.Why
		r.Decisions = append(slices.Clip(r.Decisions), decision)
		r.Step++
		r = r.route(m)
	}
	return r, nil
}

// counted tells whether the approval is given already: by the person, or in the
// place of the same one.
func (r Request) counted(m Move) bool {
	given := append(r.Approvals(), r.Seats()...)
	return slices.Contains(given, m.By) || m.For != "" && slices.Contains(given, m.For)
}

// complete tells whether the step has the approvals it needs. More than there
// are people to ask is as good as everybody.
func (r Request) complete(step Step, asked []string) bool {
	given := r.Approvals()
	if step.Need > 0 && len(given) >= step.Need {
		return true
	}
	for _, person := range asked {
		if !slices.Contains(given, person) {
			return false
		}
	}
	return true
}

// remark adds a question of an approver or the requester's answer. Those with an
// id are said once.
func (r Request) remark(m Move) (Request, error) {
	switch {
	case empty(m):
		return r, r.refuse(m, Wordless)
	case r.repeats(m):
		return r, r.refuse(m, Twice)
	case m.Action == Ask && r.own(m.By):
		return r, r.refuse(m, Own)
	case m.Action == Ask && !slices.Contains(m.Asked, m.By):
		return r, r.refuse(m, NotAsked)
	case m.Action == Answer && !r.speaks(m):
		return r, r.refuse(m, Stranger)
	}
	r.Thread = append(slices.Clip(r.Thread), Remark{
		By: m.By, At: m.At, Text: strings.TrimSpace(m.Text), Question: m.Action == Ask, ID: m.Remark, Files: m.Files,
	})
	return r, nil
}

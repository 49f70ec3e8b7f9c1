package automations

import (
	"slices"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// TurnLine is the name of the line that tells somebody who has a card that the
// request waits for them from now on.
const TurnLine = "turn"

// turns tells those of whom something is asked from now on and who have a card
// already: it changes in its place, and nobody is notified of that
// (docs.slack.dev/reference/methods/chat.update). Others get a new card, and
// who made the move sees it before them.
func turns(before, after request.Request, m request.Move, dir people.Directory) []outbox.Notice {
	var notices []outbox.Notice
	asked := newly(deciders, before, after, dir)
	if !after.IsDuty() { // who has it is told by what was done
		asked = append(asked, newly(workers, before, after, dir)...)
	}
	for _, person := range asked {
		if person == m.By || !slices.Contains(before.Shown, person) {
			continue
		}
		notices = append(notices, lineOf(after, person, TurnLine, outbox.Says{Name: TurnLine, By: after.Requester}, m.At))
	}
	return notices
}

// newly are those whom something is asked of now and was not before: mostly nobody,
// and then it does not matter of whom it was.
func newly(of func(request.Request, people.Directory) []string, before, after request.Request, dir people.Directory) []string {
	now := of(after, dir)
	if len(now) == 0 {
		return nil
	}
	return missing(of(before, dir), now)
}

// awaited are all of whom something is asked now.
func awaited(r request.Request, dir people.Directory) []string {
	return slices.Concat(deciders(r, dir), workers(r, dir), ids(policy.Owing(r, dir)))
}

func deciders(r request.Request, dir people.Directory) []string {
	return ids(policy.Undecided(r, dir))
}

// workers are those of whom the work is wanted now: who has the ticket or the
// duty, or all who might take it.
func workers(r request.Request, dir people.Directory) []string {
	if p, ok := policy.Assignee(r, dir); ok && r.State == request.Open {
		if stand, _, away := policy.Cover(p, dir); away && r.IsDuty() {
			return []string{stand.ID}
		}
		return []string{p.ID}
	}
	return ids(policy.Workers(r, dir))
}

func ids(list []people.Person) []string {
	var all []string
	for _, p := range list {
		all = append(all, p.ID)
	}
	return all
}

package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Staff are the people who work on a ticket, also while it waits for an answer
// or a decision, and once it is done: its team, or of a private one those named.
// The requester never is among them.
func Staff(r request.Request, dir people.Directory) []people.Person {
	if r.Work == nil || !r.Work.Desk {
		return nil
	}
	r.State = request.Open
	return Workers(r, dir)
}

// Works tells whether the person is among the staff.
func Works(r request.Request, p people.Person, dir people.Directory) bool {
	return slices.ContainsFunc(Staff(r, dir), func(s people.Person) bool { return s.ID == p.ID })
}

// Assignee is who has the ticket, as long as they may.
func Assignee(r request.Request, dir people.Directory) (people.Person, bool) {
	if r.Work == nil || r.Work.Assignee == "" {
		return people.Person{}, false
	}
	p, ok := dir.Person(r.Work.Assignee)
	return p, ok && decides(p)
}

// turf are the rules that name the staff.
func turf(w request.Work) []request.Rule {
	if w.Private || w.Duty != nil {
		return w.Circle
	}
	return []request.Rule{{Kind: request.ByTeam, Of: w.Team}}
}

// Turf are the keys of the rules that name the staff of a ticket: its queues.
func Turf(r request.Request) []string {
	var keys []string
	for _, rule := range turf(*r.Work) {
		keys = append(keys, rule.Key())
	}
	return keys
}

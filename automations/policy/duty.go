package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Named are the people whom a rule names and who may act, in a fixed order: of a
// team its lead comes first.
func Named(rule request.Rule, dir people.Directory) []people.Person {
	named := slices.DeleteFunc(under(request.Request{}, rule, dir), func(p people.Person) bool { return !decides(p) })
	team, _ := dir.Team(rule.Of)
	slices.SortStableFunc(named, func(a, b people.Person) int {
		switch led := rule.Kind == request.ByTeam; {
		case led && a.ID == team.Lead && b.ID != team.Lead:
			return -1
		case led && b.ID == team.Lead && a.ID != team.Lead:
			return 1
		}
		return 0
	})
	return named
}

// Owes tells whether the person may bring the evidence of a duty: they have it,
// or stand in for who has it, or are among those who might.
func Owes(r request.Request, p people.Person, dir people.Directory) bool {
	if !r.IsDuty() || !decides(p) {
		return false
	}
	if dir.Same(r.Work.Assignee, p.ID) || covers(p, r.Work.Assignee, dir) {
		return true
	}
	for _, rule := range r.Work.Circle {
		if slices.ContainsFunc(Named(rule, dir), func(o people.Person) bool { return o.ID == p.ID }) {
			return true
		}
	}
	return false
}

// Decides tells whether a rule names the person, as somebody who may act.
func Decides(rule request.Rule, p people.Person, dir people.Directory) bool {
	return slices.ContainsFunc(Named(rule, dir), func(o people.Person) bool { return o.ID == p.ID })
}

package automations

import (
	"slices"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// Whom says whom an obligation names.
func Whom(dir people.Directory, w obligation.Who) string {
	if p, ok := dir.Called(w.Person); ok && w.Person != "" {
		return p.Name
	}
	if t, ok := dir.Team(w.Team); ok {
		return "the team " + t.Name
	}
	if w.Role != "" {
		return "somebody with the role " + w.Role
	}
	return w.String()
}

// Another tells whether an obligation names somebody beside a person.
func Another(dir people.Directory, w obligation.Who, id people.ID) bool {
	return slices.ContainsFunc(rulesOf(w), func(rule request.Rule) bool {
		return slices.ContainsFunc(policy.Named(rule, dir), func(p people.Person) bool { return !dir.Same(p.ID, id) })
	})
}

// rulesOf is whom an obligation names, as a rule.
func rulesOf(w obligation.Who) []request.Rule {
	switch {
	case w.Person != "":
		return []request.Rule{{Kind: request.ByPerson, Of: w.Person}}
	case w.Role != "":
		return []request.Rule{{Kind: request.ByRole, Of: w.Role}}
	case w.Team != "":
		return []request.Rule{{Kind: request.ByTeam, Of: w.Team}}
	}
	return nil
}

// oneOf tells whether the person is among those whom an obligation names, and may
// act.
func oneOf(p people.Person, dir people.Directory, named ...obligation.Who) bool {
	return slices.ContainsFunc(named, func(w obligation.Who) bool {
		return slices.ContainsFunc(rulesOf(w), func(rule request.Rule) bool { return policy.Decides(rule, p, dir) })
	})
}

// behind is the first of those an obligation names who may act, or else its
// head, or whoever decides where nobody else may. Who is away is passed over
// while somebody is there.
func (d *Desk) behind(o obligation.Obligation, dir people.Directory, who obligation.Who) (people.Person, bool) {
	rules := append(rulesOf(who), rulesOf(o.Head)...)
	rules = append(rules, request.Rule{Kind: request.ByRole, Of: d.Catalogue.Company().Fallback})
	for _, rule := range rules {
		named := policy.Named(rule, dir)
		for _, p := range named {
			if _, away := dir.Away(p.ID); !away {
				return p, true
			}
		}
		if len(named) > 0 {
			return named[0], true
		}
	}
	return people.Person{}, false
}

// hearers are who hears of a duty: who has it, their manager, and the head.
type hearers map[obligation.Rank]people.Person

// ranked finds them now. Whoever is away is told by their substitute.
func (d *Desk) ranked(r request.Request, o obligation.Obligation, dir people.Directory) hearers {
	all := hearers{}
	owner, ok := policy.Assignee(r, dir)
	if !ok {
		owner, ok = d.behind(o, dir, o.Owner)
	}
	if ok {
		all[obligation.Owner] = owner
		for _, p := range dir.ManagerChain(owner.ID) {
			if p.MayDecide() && len(p.Accounts) > 0 {
				all[obligation.Manager] = p
				break
			}
		}
	}
	if head, ok := d.behind(o, dir, o.Head); ok {
		all[obligation.Head] = head
		if _, led := all[obligation.Manager]; !led {
			all[obligation.Manager] = head
		}
	}
	for rank, p := range all {
		if stand, _, away := policy.Cover(p, dir); away {
			all[rank] = stand
		}
	}
	return all
}

// calendars are the working days of those who are told.
func (d *Desk) calendars(all hearers) obligation.Calendars {
	return func(rank obligation.Rank) *calendar.Calendar { return d.Calendar(all[rank]) }
}

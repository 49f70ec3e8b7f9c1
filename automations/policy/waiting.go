package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Waiting are the keys of the rules that a request waits for: the index of
// what waits holds these, not people, so that a change of roles needs no
// rewriting. Those who are asked for want of others are among them only while
// that is so: they would have to look through everything that waits for anybody.
func Waiting(r request.Request) []string {
	var all, otherwise []request.Rule
	for _, q := range questions(r) {
		all, otherwise = append(all, q.first...), append(otherwise, q.otherwise...)
	}
	if owes(r) {
		all = append(all, r.Stewards...)
	}
	if r.State == request.Open && r.Work != nil {
		all = turf(*r.Work)
		otherwise = []request.Rule{{Kind: request.ByRole, Of: r.Work.Otherwise}}
	}
	if r.Spare { // somebody is named otherwise
		all = slices.Concat(all, otherwise)
	}
	var keys []string
	for _, rule := range all {
		keys = append(keys, rule.Key())
		if rule.Kind == request.ManagerOf { // the manager may be who asks, or one it is for: then theirs decides
			for _, person := range append([]string{r.Requester}, r.Excluded...) {
				keys = append(keys, request.Rule{Kind: request.ManagerOf, Of: person}.Key())
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Matching are the keys of all rules that may name the person now, or somebody
// who is away and for whom they stand in.
func Matching(p people.Person, dir people.Directory) []string {
	keys := matching(p, dir)
	for _, away := range dir.Covers(p.ID) {
		for _, key := range matching(away, dir) {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

func matching(p people.Person, dir people.Directory) []string {
	var keys []string
	add := func(kind request.RuleKind, of string) {
		keys = append(keys, request.Rule{Kind: kind, Of: of}.Key())
	}
	for _, name := range slices.Concat([]string{p.ID}, p.Accounts, p.Aliases) {
		add(request.ByPerson, name)
	}
	for _, role := range p.Roles {
		add(request.ByRole, role)
	}
	for _, team := range p.Teams {
		add(request.ByTeam, team)
	}
	for _, c := range dir.CostCentres() {
		if dir.Same(c.Owner, p.ID) {
			add(request.OwnerOf, c.Code)
		}
	}
	for _, id := range reports(p, dir, p.ID) {
		add(request.ManagerOf, id)
	}
	return keys
}

// reports are the people whose nearest deciding manager may be p: the direct
// reports, below a manager who may not decide that manager's own, and those who
// are the same human as a manager, since nobody decides on themselves.
// Everybody has one manager, so only the top of the walk can be met again.
func reports(p people.Person, dir people.Directory, top string) []string {
	var ids []string
	for _, report := range dir.Reports(p.ID) {
		if report.ID == top {
			continue
		}
		ids = append(ids, report.ID)
		if !decides(report) {
			ids = append(ids, reports(report, dir, top)...)
			continue
		}
		for _, double := range dir.Doubles(report.ID) {
			ids = append(ids, double.ID)
		}
	}
	return ids
}

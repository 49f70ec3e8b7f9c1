package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Waiting are the keys of the rules that a request waits for: the index of
// what waits holds these, not people, so that a change of roles needs no
// rewriting.
func Waiting(r request.Request) []string {
	var rules []request.Rule
	if step, ok := r.Current(); ok {
		rules = append(append(rules, step.Rules...), step.Otherwise...)
	}
	if len(r.Holds) > 0 {
		rules = []request.Rule{r.Holds[0].Release}
	}
	if r.State == request.Open && r.Work != nil {
		rules = []request.Rule{{Kind: request.ByTeam, Of: r.Work.Team}}
	}
	var keys []string
	for _, rule := range rules {
		keys = append(keys, rule.Key())
		if rule.Kind == request.ManagerOf { // the manager may be one it is for: then theirs decides
			for _, person := range r.Excluded {
				keys = append(keys, request.Rule{Kind: request.ManagerOf, Of: person}.Key())
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Matching are the keys of all rules that may name the person now.
func Matching(p people.Person, dir people.Directory) []string {
	keys := []string{request.Rule{Kind: request.ByPerson, Of: p.ID}.Key()}
	add := func(kind request.RuleKind, of string) {
		keys = append(keys, request.Rule{Kind: kind, Of: of}.Key())
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
	for _, id := range reports(p, dir, map[string]bool{p.ID: true}) {
		add(request.ManagerOf, id)
	}
	return keys
}

// reports are the people whose nearest deciding manager may be p: the direct
// reports, and below a manager who may not decide that manager's own.
func reports(p people.Person, dir people.Directory, seen map[string]bool) []string {
	var ids []string
	for _, report := range dir.Reports(p.ID) {
		if seen[report.ID] {
			continue
		}
		seen[report.ID] = true
		ids = append(ids, report.ID)
		if !report.MayDecide() {
			ids = append(ids, reports(report, dir, seen)...)
		}
	}
	return ids
}

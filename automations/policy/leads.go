package policy

import (
	"slices"
	"strings"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Leads are the names and rules that lead those to a request who may see it,
// but for roles that may see all of its kind: whoever may see it has one of them
// among Led, as long as the directory is the one that the request was moved
// with. Having one gives no right: See is asked.
func Leads(r request.Request) []string {
	keys := Waiting(r)
	for _, rule := range r.Stewards {
		keys = append(keys, rule.Key())
	}
	if w := r.Work; w != nil && w.Desk {
		keys = append(keys, NoteLeads(r)...)
		for _, name := range append(slices.Clip(w.Followers), w.Assignee) {
			keys = append(keys, NameLead(name))
		}
	}
	for _, name := range slices.Concat([]string{r.Requester}, r.Excluded, r.Accounts, r.Shown) {
		keys = append(keys, NameLead(name))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// NoteLeads are the rules that lead to the notes of a request: those who work on
// it read them.
func NoteLeads(r request.Request) []string {
	if r.Work == nil {
		return nil
	}
	rules := r.Work.Circle
	if !r.Work.Private {
		rules = append(slices.Clip(rules), request.Rule{Kind: request.ByTeam, Of: r.Work.Team})
	}
	var keys []string
	for _, rule := range rules {
		keys = append(keys, rule.Key())
	}
	return keys
}

// Led are the names and rules that may mean the person now.
func Led(p people.Person, dir people.Directory) []string {
	keys := Matching(p, dir)
	for _, same := range append(dir.Doubles(p.ID), p) {
		for _, name := range slices.Concat([]string{same.ID}, same.Accounts, same.Aliases) {
			keys = append(keys, NameLead(name))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// NameLead is the lead to what is somebody's own.
func NameLead(name string) string { return "name:" + strings.ToLower(name) }

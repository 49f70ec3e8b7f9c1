package books

import (
	"cmp"
	"strconv"

	"factotum/automations/find"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// What tags are about, as they begin.
const (
	kindTag  = "k" // the kind, or dataset
	stateTag = "s"
	fromTag  = "f" // who asked
	teamTag  = "t" // who works on it
	withTag  = "w" // who has taken it
	rankTag  = "p" // its priority
	leadTag  = "l" // what leads those to it who may see it
	noteTag  = "n" // whose notes they are
)

// tagsOf are the tags of a request, made by tag.
func tagsOf(r request.Request, tag func(about, value string) string) []string {
	tags := []string{tag(kindTag, r.Kind), tag(stateTag, string(r.State)), tag(fromTag, r.Requester)}
	for _, key := range policy.Leads(r) {
		tags = append(tags, tag(leadTag, key))
	}
	if r.Work == nil {
		return tags
	}
	tags = append(tags, tag(teamTag, r.Work.Team))
	if r.Work.Desk {
		tags = append(tags, tag(withTag, cmp.Or(r.Work.Assignee, find.Nobody)), tag(rankTag, strconv.Itoa(r.Work.Priority)))
	}
	for _, key := range policy.NoteLeads(r) {
		tags = append(tags, tag(noteTag, key))
	}
	return tags
}

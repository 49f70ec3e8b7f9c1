package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// apart tells whether only those named see the request: a card that somebody got
// before it was concealed shows nothing any more.
func apart(r request.Request) bool { return r.Work != nil && r.Work.Private }

// entrusted tells whether somebody sees what is apart beside those who ask, work on
// it or decide: its place, who follows it, and who has decided on it.
func entrusted(r request.Request, p people.Person, dir people.Directory) bool {
	if !apart(r) {
		return false
	}
	place, ok := Place(r, dir)
	return ok && place.ID == p.ID || slices.Contains(r.Work.Followers, p.ID) ||
		slices.ContainsFunc(r.Decisions, func(d request.Decision) bool { return d.By == p.ID })
}

// ShutOut tells whether somebody who was shown the request may not see it any
// more because it is private now.
func ShutOut(r request.Request, p people.Person, dir people.Directory) bool {
	return apart(r) && r.State != request.Draft && !See(r, p, dir, nil)
}

package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Place is the channel in which a ticket is worked on, as a reader; ok is false
// where it has none, or is no ticket.
func Place(r request.Request, dir people.Directory) (people.Person, bool) {
	if r.Work == nil || !r.Work.Desk {
		return people.Person{}, false
	}
	return dir.Place(r.Work.Team, r.Work.Private)
}

// HearsOf is Hears for a sentence: where all may read, only those who work on the
// ticket are heard, and not what somebody else wrote to them. What somebody has to
// know for an approval is not for channels, nor for people outside.
func HearsOf(r request.Request, p people.Person, m request.Remark, dir people.Directory) bool {
	if !Hears(r, p, m.Internal, dir) {
		return false
	}
	asks := m.Question && m.Act == "" // an approver, and those who answer have that as a line
	away := people.IsOrigin(p.ID) || p.Contact()
	if away && (m.Act == request.Refer || asks) || asks && Speaks(r, p, dir) {
		return false
	}
	by, ok := dir.Person(m.By)
	return !people.IsOrigin(p.ID) || ok && Works(r, by, dir)
}

// Hears tells whether somebody who has a card of a ticket gets what is said
// about it: those who speak for the requester and its followers what is for
// everybody, its place everything. Who works on it reads along there, and only
// where there is no place, or for whoever has taken it on, beside their card.
func Hears(r request.Request, p people.Person, internal bool, dir people.Directory) bool {
	place, placed := Place(r, dir)
	switch {
	case r.Work == nil || !r.Work.Desk || p.Inactive:
		return false
	case people.IsOrigin(p.ID):
		return !internal && !r.Work.Private
	case p.Service && !p.Contact():
		return placed && p.ID == place.ID
	case Works(r, p, dir):
		return !placed || !internal && r.Work.Assignee == p.ID
	}
	return !internal && (Speaks(r, p, dir) || slices.Contains(r.Work.Followers, p.ID))
}

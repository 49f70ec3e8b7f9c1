package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Speakers are the people who speak for the requester: they answer, correct,
// withdraw and send again, and get what the requester gets. They are the
// requester, unless that is a mailbox, and the stewards of the request; of a
// duty those too who stand in for them.
func Speakers(r request.Request, dir people.Directory) []people.Person {
	var speakers []people.Person
	if p, ok := dir.Person(r.Requester); ok && (!p.Service || p.Contact()) {
		speakers = append(speakers, p)
	}
	for _, rule := range r.Stewards {
		for _, p := range under(r, rule, dir) {
			speakers = addSpeaker(speakers, p)
			if stand, _, away := Cover(p, dir); away && r.IsDuty() {
				speakers = addSpeaker(speakers, stand)
			}
		}
	}
	return speakers
}

func addSpeaker(have []people.Person, p people.Person) []people.Person {
	if !decides(p) || slices.ContainsFunc(have, func(o people.Person) bool { return o.ID == p.ID }) {
		return have
	}
	return append(have, p)
}

// Speaks tells whether the person speaks for the requester.
func Speaks(r request.Request, p people.Person, dir people.Directory) bool {
	return p.ID == r.Requester || people.SameContact(p.ID, r.Requester) || slices.ContainsFunc(Speakers(r, dir), func(s people.Person) bool { return s.ID == p.ID })
}

// Owing are the stewards of whom something is wanted in the requester's place:
// an answer, or another try.
func Owing(r request.Request, dir people.Directory) []people.Person {
	if len(r.Stewards) == 0 || !owes(r) {
		return nil
	}
	return slices.DeleteFunc(Speakers(r, dir), func(p people.Person) bool { return p.ID == r.Requester })
}

func owes(r request.Request) bool {
	_, asked := r.Unanswered()
	return r.State == request.Returned || asked && (r.State == request.Pending || r.State == request.Waiting)
}

// MayEnd tells whether the person may end the hold, or confirm it as one of
// several, and why; if not, Refused says why not. Fields that were read are for
// those who speak for the requester; everything else never is for who asked, and
// never for who changed what decides over the money, or had a hand in the vendor.
func MayEnd(r request.Request, h request.Hold, p people.Person, dir people.Directory) (Reason, Refused) {
	q := ending(r, h)
	switch {
	case !q.owned && Own(r, p, dir):
		return Reason{}, OwnRequest
	case !decides(p):
		return Reason{}, Outsider
	}
	for _, c := range q.candidates(r, dir) {
		if c.Person.ID == p.ID {
			return c.Reason, ""
		}
	}
	if Made(r, p, dir) {
		return Reason{}, MadeVendor
	}
	return Reason{}, NotAsked
}

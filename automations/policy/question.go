package policy

import (
	"slices"

	"factotum/automations/people"
	"factotum/automations/request"
)

// question is one thing that a pending request waits for: the verdict on a
// step, or the end of a hold.
type question struct {
	first     []request.Rule
	otherwise []request.Rule // when first names nobody who is left
	because   string
	given     []string       // who has said something to it
	raised    []request.Rule // of first, those asked since nobody else has decided
	late      string         // why those
	seats     []string       // for whom others have who stood in for them
	owned     bool           // it is for those who speak for the requester
}

// questions are what the request waits for now: with holds, the end of each.
func questions(r request.Request) []question {
	step, asked := r.Current()
	switch {
	case r.State == request.Pending && len(r.Holds) > 0:
		var all []question
		for _, h := range r.Holds {
			all = append(all, ending(r, h))
		}
		return all
	case asked:
		q := question{first: step.Rules, otherwise: step.Otherwise, because: step.Why, given: r.Approvals(), seats: r.Seats()}
		return []question{q.climbed(step.Raised)}
	}
	return nil
}

// climbed is the question with those who are asked because nobody has decided.
func (q question) climbed(to *request.Raised) question {
	if to == nil || len(to.Rules) == 0 {
		return q
	}
	q.raised, q.late = to.Rules, to.Why
	if to.Moved {
		q.first = nil
	}
	q.first = append(slices.Clip(q.first), to.Rules...)
	return q
}

// ending is the question how a hold ends.
func ending(r request.Request, h request.Hold) question {
	q := question{first: []request.Rule{h.Release}, otherwise: h.Otherwise, because: h.Say}
	if h.Kind == request.UnsureHold || h.Kind == request.VendorHold {
		q.owned = true
		q.first = append(slices.Clip(r.Stewards), request.Rule{Kind: request.ByPerson, Of: r.Requester})
	}
	for _, v := range h.Voices {
		q.given = append(q.given, v.By)
	}
	return q
}

// candidates are who may answer, those named otherwise only where nobody named
// first is left: because their role was lost meanwhile, or all have answered.
func (q question) candidates(r request.Request, dir people.Directory) []Candidate {
	found := q.find(r, dir, q.first, Reason{Because: q.because})
	if q.left(found) {
		return found
	}
	return append(found, q.find(r, dir, q.otherwise, Reason{Because: q.because, Instead: true})...)
}

// left tells whether any of them has not answered yet.
func (q question) left(found []Candidate) bool {
	return slices.ContainsFunc(found, func(c Candidate) bool { return !slices.Contains(q.given, c.Person.ID) })
}

func (q question) find(r request.Request, dir people.Directory, rules []request.Rule, base Reason) []Candidate {
	var found []Candidate
	for _, rule := range rules {
		reason := base
		reason.Rule, reason.Subject = rule, subject(rule, dir)
		if slices.Contains(q.raised, rule) {
			reason.Because = q.late
		}
		named := behind(r, rule, dir)
		if q.owned {
			named = slices.DeleteFunc(under(r, rule, dir), func(p people.Person) bool { return !decides(p) })
		}
		for _, p := range named {
			counted := func(c Candidate) bool { return dir.Same(c.Person.ID, p.ID) }
			if !slices.ContainsFunc(found, counted) && !q.elsewhere(p, dir) {
				found = append(found, Candidate{Person: p, Reason: reason})
			}
		}
	}
	if q.owned { // it is for those who speak for the requester, and nobody speaks for another
		return found
	}
	return q.covered(r, dir, found)
}

// elsewhere tells whether the same human has answered as somebody else: one
// human counts once, however many accounts they have.
func (q question) elsewhere(p people.Person, dir people.Directory) bool {
	return slices.ContainsFunc(q.given, func(id string) bool { return id != p.ID && dir.Same(id, p.ID) })
}

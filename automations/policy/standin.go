package policy

import (
	"slices"
	"time"

	"factotum/automations/people"
	"factotum/automations/request"
)

// StandIn is for whom somebody decides who is away, and until when.
type StandIn struct {
	For   people.ID
	Name  string    // of the person who is away
	Until time.Time // the end of their last day
	Zone  string    // of the person who is away
}

// Day is the last day on which the other is away: 3 Dec.
func (s StandIn) Day() string {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC
	}
	return s.Until.Add(-time.Minute).In(zone).Format("2 Jan")
}

// String says it beside a name: for Ana until 3 Dec. It is empty where somebody
// decides for themselves.
func (s StandIn) String() string {
	if s.For == "" {
		return ""
	}
	return "for " + s.Name + " until " + s.Day()
}

// instead finds who decides in the place of somebody who is away. Nobody does
// who may not decide on the request themselves, nor where one of those between
// asked for it: what is somebody's own is never decided by who stands in for
// them. False where nobody does: then it waits for who is away.
func instead(r request.Request, p people.Person, dir people.Directory) (people.Person, StandIn, bool) {
	return inPlace(p, dir, func(next people.Person) bool { return decides(next) && !barred(r, next, dir) })
}

// Cover is who has the duties of somebody who is away, and until when; false
// where they are there, or nobody stands in.
func Cover(p people.Person, dir people.Directory) (people.Person, StandIn, bool) {
	return inPlace(p, dir, decides)
}

// Covered are those who are away and whose duties the person has meanwhile.
func Covered(p people.Person, dir people.Directory) []people.Person {
	return slices.DeleteFunc(dir.Covers(p.ID), func(away people.Person) bool { return !covers(p, away.ID, dir) })
}

// covers tells whether the person has the duties of another, who is away.
func covers(p people.Person, id people.ID, dir people.Directory) bool {
	away, known := dir.Person(id)
	stand, _, ok := Cover(away, dir)
	return known && ok && stand.ID == p.ID
}

// inPlace finds who stands in for somebody who is away: their substitute, or
// where that one is away too, theirs, as long as all of them may.
func inPlace(p people.Person, dir people.Directory, may func(people.Person) bool) (people.Person, StandIn, bool) {
	absence, away := dir.Away(p.ID)
	if !away {
		return p, StandIn{}, false
	}
	standIn := StandIn{For: p.ID, Name: p.Name, Until: absence.Until, Zone: p.Zone}
	walked := []people.ID{p.ID}
	for {
		next, ok := dir.Person(absence.Substitute)
		if !ok || slices.Contains(walked, next.ID) || !may(next) {
			return p, StandIn{}, false
		}
		walked = append(walked, next.ID)
		if absence, away = dir.Away(next.ID); !away {
			return next, standIn, true
		}
		if absence.Until.Before(standIn.Until) {
			standIn.Until = absence.Until
		}
	}
}

// covered puts those who stand in where they are needed: nobody who is asked by
// their own right, or has answered by it, answers for another too, and what was
// answered for somebody is not asked of anybody again.
func (q question) covered(r request.Request, dir people.Directory, found []Candidate) []Candidate {
	away := func(c Candidate) bool {
		_, away := dir.Away(c.Person.ID)
		return away
	}
	if len(q.seats) == 0 && !slices.ContainsFunc(found, away) {
		return found
	}
	asked := func(list []Candidate, p people.Person) bool {
		return slices.ContainsFunc(list, func(c Candidate) bool { return dir.Same(c.Person.ID, p.ID) })
	}
	var all []Candidate
	for _, c := range found {
		stand, how, ok := instead(r, c.Person, dir)
		switch answered := slices.Contains(q.given, c.Person.ID); {
		case slices.Contains(q.seats, c.Person.ID) && !answered:
			continue // somebody has answered for them
		case ok && !answered && !asked(found, stand) && !asked(all, stand) && !q.answeredBy(stand, dir):
			c.Person, c.Reason.StandIn = stand, how
		}
		all = append(all, c)
	}
	return all
}

// answeredBy tells whether the human has answered, as whoever.
func (q question) answeredBy(p people.Person, dir people.Directory) bool {
	return slices.ContainsFunc(q.given, func(id string) bool { return dir.Same(id, p.ID) })
}

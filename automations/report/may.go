package report

import (
	"slices"
	"strings"

	"factotum/automations/people"
)

// Right is what somebody may read of the answers of a report.
type Right int

// The rights, each more than the one before.
const (
	Nothing Right = iota
	OwnRows       // the rows about themselves
	Whole
)

// Everyone as a reader means all who work here.
const Everyone = "everyone"

// May tells what a person may read. Guests, people of other organisations and
// those who have left read nothing, whatever the report says.
func May(r Report, p people.Person) Right {
	if !p.MayDecide() {
		return Nothing
	}
	named := func(reader string) bool {
		reader = strings.ToLower(strings.TrimSpace(reader))
		return reader == Everyone || slices.Contains(p.Roles, reader) || slices.Contains(p.Teams, reader)
	}
	switch {
	case slices.ContainsFunc(r.Readers, named):
		return Whole
	case r.Own:
		return OwnRows
	}
	return Nothing
}

// Viewer is what :viewer is bound to when the person asks: nothing for whoever
// may read the whole, their own id for whoever may read the rows about
// themselves only. Nobody else may ask.
func Viewer(r Report, p people.Person) (id string, may bool) {
	switch May(r, p) {
	case Whole:
		return "", true
	case OwnRows:
		return p.ID, true
	case Nothing:
	}
	return "", false
}

// Reads tells whether a person may read an answer for which :viewer was bound
// to that.
func Reads(r Report, p people.Person, viewer string) bool {
	right := May(r, p)
	return right == Whole || right == OwnRows && viewer != "" && viewer == p.ID
}

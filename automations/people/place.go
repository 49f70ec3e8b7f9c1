package people

import "strings"

// PlaceID is the id of the place of a team: a channel in which it works on
// tickets, as somebody who reads. Who reads there acts by their own rights.
func PlaceID(team string, private bool) ID {
	id := "place:" + key(team)
	if private {
		id += "/private"
	}
	return id
}

// Place finds the place of a team.
func (d Directory) Place(team string, private bool) (Person, bool) {
	return d.Person(PlaceID(team, private))
}

// places are those of a team: it has no manager and no rights, and gets what is
// meant for all who read there.
func (t Team) places(zone string) []Person {
	var all []Person
	for private, channel := range map[bool]string{false: t.Triage, true: t.Private} {
		if channel != "" {
			all = append(all, Person{ID: PlaceID(t.Key, private), Name: first(t.Name, t.Key), Accounts: []string{channel}, Zone: zone, Service: true})
		}
	}
	return all
}

// IsPlace tells whether an id is that of a place.
func IsPlace(id ID) bool { return strings.HasPrefix(id, "place:") }

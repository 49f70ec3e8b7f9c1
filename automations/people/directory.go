package people

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// DirectoryID is the document that holds the directory. Every decision guards its
// version: a role that changed meanwhile makes the decision stale.
const DirectoryID = "people"

// WrittenID is a document without content that is written with the directory: its
// version tells, at the cost of a small read, that the directory is another one.
const WrittenID = "people/turn"

// Directory is everybody at one moment. It never changes, so that it may be
// shared and cached; the zero one is empty. It is made by Join, or read from its
// own JSON, which is the same bytes for the same people: a sync that changed
// nothing has nothing to write.
type Directory struct {
	people  []Person // by ID
	teams   []Team   // by key
	centres []CostCentre
	index   index
	away    map[ID]Absence // who is away now; not part of its JSON
	caller  ID             // somebody outside, and what they call themselves; likewise
	name    string
}

type document struct {
	People      []Person     `json:"people"`
	Teams       []Team       `json:"teams"`
	CostCentres []CostCentre `json:"cost_centres"`
}

// MarshalJSON writes the directory without its indexes.
func (d Directory) MarshalJSON() ([]byte, error) {
	return json.Marshal(document{People: d.people, Teams: d.teams, CostCentres: d.centres})
}

// UnmarshalJSON reads what MarshalJSON wrote and builds the indexes.
func (d *Directory) UnmarshalJSON(text []byte) error {
	var doc document
	if err := json.Unmarshal(text, &doc); err != nil {
		return fmt.Errorf("people: read directory: %w", err)
	}
	*d = Directory{people: doc.People, teams: doc.Teams, centres: doc.CostCentres}
	d.index = indexNames(d.people)
	d.fill()
	return nil
}

// Everybody lists all people, active or not, by id.
func (d Directory) Everybody() []Person { return d.people }

// Person finds somebody by id, active or not. Whoever writes by mail is known by
// that alone.
func (d Directory) Person(id ID) (Person, bool) {
	p, ok := d.found(d.index.ids, id)
	if !ok && IsContact(id) {
		return d.contact(id), true
	}
	if !ok && IsOrigin(id) {
		return originOf(id), true
	}
	return p, ok
}

// ByAccount finds whose account it is, active or not.
func (d Directory) ByAccount(account string) (Person, bool) {
	return d.found(d.index.accounts, account)
}

// Called finds somebody by id, account, or a further address, active or not.
func (d Directory) Called(name string) (Person, bool) {
	return d.found(d.index.names, identity(name))
}

// InRole lists who has the role and has not left, by id.
func (d Directory) InRole(role string) []Person { return d.pick(d.index.roles[key(role)]) }

// InTeam lists who is in the team and has not left, by id.
func (d Directory) InTeam(team string) []Person { return d.pick(d.index.members[key(team)]) }

// Reports lists the people whose manager this is, those who have left
// included as in ManagerChain, by id.
func (d Directory) Reports(id ID) []Person { return d.pick(d.index.reports[id]) }

// Teams lists the teams by key.
func (d Directory) Teams() []Team { return d.teams }

// Team finds a team by key, in upper or lower case.
func (d Directory) Team(name string) (Team, bool) {
	at, ok := slices.BinarySearchFunc(d.teams, key(name), func(t Team, k string) int { return strings.Compare(t.Key, k) })
	if !ok {
		return Team{}, false
	}
	return d.teams[at], true
}

// CostCentres lists the cost centres by code.
func (d Directory) CostCentres() []CostCentre { return d.centres }

// CostCentre finds a cost centre by code, in upper or lower case.
func (d Directory) CostCentre(code string) (CostCentre, bool) {
	at, ok := d.index.centres[key(code)]
	if !ok {
		return CostCentre{}, false
	}
	return d.centres[at], true
}

// Owner finds who owns the cost centre, active or not.
func (d Directory) Owner(code string) (Person, bool) {
	centre, ok := d.CostCentre(code)
	if !ok {
		return Person{}, false
	}
	return d.Person(centre.Owner)
}

func (d Directory) found(in map[string]int32, name string) (Person, bool) {
	at, ok := in[name]
	if !ok {
		return Person{}, false
	}
	return d.people[at], true
}

func (d Directory) pick(places []int32) []Person {
	if len(places) == 0 {
		return nil
	}
	picked := make([]Person, len(places))
	for i, at := range places {
		picked[i] = d.people[at]
	}
	return picked
}

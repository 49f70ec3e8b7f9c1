// Package people owns who works here: people with their messaging accounts,
// managers, teams, roles and cost centres, joined from what the messaging
// service and the company's own file say, and the lookups that decisions stand
// on. It must not know where either list comes from, what a request is, or who
// may decide what.
//
// Whom to believe, when both lists speak of one person:
//
//   - the company's file for manager, teams, roles, cost centre, country and
//     region; teams and roles come from mapped user groups only where the row
//     names none;
//   - the messaging service for name, title, zone, locale, guest and external;
//     a name or zone that it does not tell comes from the file;
//   - either for inactive: who has left according to one of them has left.
//
// Accounts become one person by an equal e-mail address or by the column "also"
// of the file. Rights are never joined by doubt: an external account (its
// address is set by another organisation) never joins by address, a guest or
// external account never joins a person who has a full one, and an account that
// two rows claim goes to the row of its own address. Same, which keeps people
// from approving their own requests, leans the other way and takes all of these
// for one human.
package people

// ID is the stable id of a person: the e-mail address in lower case, or
// "slack:" and the account where there is none. External people have the second
// form too, since their address is not ours to trust, unless a row of the file
// names their account.
type ID = string

// Person is one human. The slices are shared with the directory: not to be
// changed.
type Person struct {
	ID         ID       `json:"id"`
	Name       string   `json:"name"`
	Email      string   `json:"email,omitempty"`
	Title      string   `json:"title,omitempty"`
	Accounts   []string `json:"accounts,omitempty"` // messaging accounts; messages go to the first
	Aliases    []string `json:"aliases,omitempty"`  // further addresses, and accounts claimed but not given
	Manager    ID       `json:"manager,omitempty"`
	Teams      []string `json:"teams,omitempty"` // keys, lower case
	Roles      []string `json:"roles,omitempty"` // lower case
	CostCentre string   `json:"cost_centre,omitempty"`
	Substitute ID       `json:"substitute,omitempty"` // who is asked too when they do not decide
	Country    string   `json:"country,omitempty"`    // ISO 3166-1 alpha-2
	Region     string   `json:"region,omitempty"`     // ISO 3166-2 without the country
	Zone       string   `json:"zone,omitempty"`       // IANA
	Locale     string   `json:"locale,omitempty"`     // BCP 47
	Guest      bool     `json:"guest,omitempty"`
	External   bool     `json:"external,omitempty"`
	Inactive   bool     `json:"inactive,omitempty"`
	Service    bool     `json:"service,omitempty"` // nobody of the company but a mailbox, a place or a contact: never asked, never decides
}

// MayDecide tells whether the person may decide anything at all: guests, people
// of other organisations, people who have left, mailboxes and places may not.
func (p Person) MayDecide() bool { return !p.Guest && !p.External && !p.Inactive && !p.Service }

// CostCentre is where money is counted. Owner is the id of a person, or "".
type CostCentre struct {
	Code  string `json:"code"`
	Name  string `json:"name,omitempty"`
	Owner ID     `json:"owner,omitempty"`

	Closed bool `json:"closed,omitempty"` // nothing new is booked to it
}

// Team is a group of people who work on requests. Lead is the id of a person,
// or "".
type Team struct {
	Key     string `json:"key"` // lower case
	Name    string `json:"name,omitempty"`
	Lead    ID     `json:"lead,omitempty"`
	Triage  string `json:"triage,omitempty"`  // channel in which the team works on tickets; empty: none
	Private string `json:"private,omitempty"` // likewise, for those that only some may see
}

// Account is what the messaging service says of one account.
type Account struct {
	ID       string
	Name     string // display name
	RealName string
	Email    string
	Title    string
	Zone     string // IANA
	Locale   string
	Groups   []string // handles of the user groups that the account is in
	Inactive bool
	Bot      bool
	Guest    bool
	External bool // of another organisation
}

// Entry is one row of the company's file. Manager is an address or an account.
type Entry struct {
	Email      string // required
	Name       string
	Manager    string
	Substitute string // likewise
	Teams      []string
	Roles      []string
	CostCentre string
	Country    string
	Region     string
	Zone       string
	Also       []string // further addresses and accounts of the same person
	Inactive   bool
}

// Company is what is said of the company as a whole. Where it lists no teams
// (cost centres), those that the rows name are taken.
type Company struct {
	Teams       []Team // Lead is an address or an account
	CostCentres []CostCentre
	Groups      map[string]Grant // by handle of a user group, without "@"
	Mailboxes   []Mailbox        // that requests come from
	Zone        string           // IANA, of the places
	Calendar    string           // what the calendar of duties is called; empty: there are no duties
	Systems     []System         // outside systems that act on tickets
	Roles       []string         // that routes ask for: each should have somebody who may decide
	Unasked     bool             // the messaging service was not asked: what it may know is no difference
}

// Mailbox is a place to which documents are sent. What comes there is asked for
// by the mailbox itself, as a person of the directory.
type Mailbox struct {
	Key  string // of its account in the configuration
	Name string // as people know it: Invoices
	Zone string // IANA
}

// ID is the id of the mailbox as a person.
func (m Mailbox) ID() ID { return "mail:" + m.Key }

func (m Mailbox) person() Person {
	return Person{ID: m.ID(), Name: first(m.Name, m.Key), Zone: m.Zone, Service: true}
}

// System is an outside system. What it does to tickets it does as a person of
// the directory.
type System struct {
	Key  string
	Name string // as people know it: Jira
}

// SystemID is the id of an outside system as a person.
func SystemID(key string) ID { return "hook:" + key }

func (s System) person() Person {
	return Person{ID: SystemID(s.Key), Name: first(s.Name, s.Key), Service: true}
}

// Grant is what being in a user group gives: a role, a team, or both.
type Grant struct {
	Role string
	Team string
}

// Difference is one thing on which the two lists do not agree, or that one of
// them lacks. Say is a sentence that says what to do.
type Difference struct {
	About string // id of a person, handle, role, team or code
	Of    string // which of these, and the column of its row: person.manager, team.lead, cost centre.owner, group, role
	Say   string
}

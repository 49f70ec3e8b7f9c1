package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/people"
	"factotum/automations/request"
)

// Candidate is somebody who is asked, and why.
type Candidate struct {
	Person people.Person
	Reason Reason
}

// Reason is why a person is asked. The card, the audit entry and the refusal
// of somebody else come from the same value.
type Reason struct {
	Rule    request.Rule
	Because string // the step's own reason, if it has a condition
	Instead bool   // nobody else could decide
	Subject string // name of the person or cost centre the rule is about
	StandIn        // for whom they decide who is away; the zero one: for themselves
}

// String says the reason to the person asked: "you are the manager of Ines".
func (r Reason) String() string {
	text := r.role()
	if r.For != "" {
		text = "you stand in for " + r.Name + " until " + r.Day() + ", of whom it is asked because: " + text
	}
	if r.Instead {
		text += ", and nobody named first may decide this"
	}
	if r.Because != "" {
		text += ", because " + r.Because
	}
	return text
}

// role says how the rule names the person asked, or the one they stand in for.
func (r Reason) role() string {
	are, have, is := "you are", "you have", "you"
	if r.For != "" {
		are, have, is = "they are", "they have", "they"
	}
	switch r.Rule.Kind {
	case request.ByPerson:
		if r.Rule.For != "" {
			return are + " the substitute of " + r.Subject
		}
		return are + " named for this step"
	case request.ByRole:
		return have + " the role " + r.Rule.Of
	case request.ByTeam:
		return are + " in the team " + r.Subject
	case request.ManagerOf:
		return are + " the manager of " + r.Subject
	case request.OwnerOf:
		return is + " own the cost centre " + r.Subject
	}
	return ""
}

// Refused is why somebody may not decide.
type Refused string

// The refusals of May.
const (
	OwnRequest Refused = "own"      // they asked for it, or it is for them
	Outsider   Refused = "outsider" // guest, external or deactivated account, or none at all
	NotAsked   Refused = "not asked"
)

// Asked are the people who may decide the current step now, or end a hold that
// stands in its way, in a fixed order. Those who asked, and those it is for, are
// never among them, whichever rule names them and through whichever account.
func Asked(r request.Request, dir people.Directory) []Candidate {
	var asked []Candidate
	for _, q := range questions(r) {
		for _, c := range q.candidates(r, dir) {
			if !slices.ContainsFunc(asked, func(o Candidate) bool { return o.Person.ID == c.Person.ID }) {
				asked = append(asked, c)
			}
		}
	}
	return asked
}

// Spare tells whether the request waits for those who are asked only where
// nobody named first is left to decide it, or to do its work.
func Spare(r request.Request, dir people.Directory) bool {
	if r.State == request.Open && r.Work != nil {
		return r.Work.Otherwise != "" && len(team(r, dir)) == 0
	}
	return slices.ContainsFunc(questions(r), func(q question) bool {
		return len(q.otherwise) > 0 && !q.left(q.find(r, dir, q.first, Reason{}))
	})
}

// Undecided are those who are asked and have not said anything to it yet.
func Undecided(r request.Request, dir people.Directory) []people.Person {
	var left []people.Person
	for _, c := range Open(r, dir) {
		left = append(left, c.Person)
	}
	return left
}

// Open is Undecided with the reasons.
func Open(r request.Request, dir people.Directory) []Candidate {
	var left []Candidate
	for _, q := range questions(r) {
		for _, c := range q.candidates(r, dir) {
			same := func(o Candidate) bool { return o.Person.ID == c.Person.ID }
			if !slices.Contains(q.given, c.Person.ID) && !slices.ContainsFunc(left, same) {
				left = append(left, c)
			}
		}
	}
	return left
}

// decides tells whether the person may decide anything at all. Without an
// account they could neither be asked nor answer.
func decides(p people.Person) bool { return p.MayDecide() && len(p.Accounts) > 0 }

// behind are the people whom a rule names and who may decide this request.
func behind(r request.Request, rule request.Rule, dir people.Directory) []people.Person {
	named := under(r, rule, dir)
	if rule.Kind == request.ManagerOf { // under has looked for one who may
		return named
	}
	return slices.DeleteFunc(named, func(p people.Person) bool { return !decides(p) || barred(r, p, dir) })
}

// barred tells whether the person never has a say in the request, and no part in
// its work: it is their own, or they had a hand in where its money goes.
func barred(r request.Request, p people.Person, dir people.Directory) bool {
	return Own(r, p, dir) || Made(r, p, dir)
}

// under are the people whom a rule names.
func under(r request.Request, rule request.Rule, dir people.Directory) []people.Person {
	var named []people.Person
	switch rule.Kind {
	case request.ByPerson:
		if p, ok := dir.Called(rule.Of); ok {
			named = append(named, p)
		}
	case request.ByRole:
		named = dir.InRole(rule.Of)
	case request.ByTeam:
		named = dir.InTeam(rule.Of)
	case request.OwnerOf:
		if p, ok := dir.Owner(rule.Of); ok {
			named = append(named, p)
		}
	case request.ManagerOf:
		for p := range dir.Managers(rule.Of) {
			if decides(p) && !barred(r, p, dir) {
				return []people.Person{p} // the nearest one who may
			}
		}
	}
	return named
}

// Own tells whether the request is the person's own: they asked for it or it
// is for them, through whichever account, and also where their address, and
// with it their id, has changed since.
func Own(r request.Request, p people.Person, dir people.Directory) bool {
	theirs := func(name string) bool { return dir.Same(p.ID, name) }
	return theirs(r.Requester) || slices.ContainsFunc(r.Excluded, theirs) || slices.ContainsFunc(r.Accounts, theirs)
}

// May tells whether the person may decide the current step now, or end a hold
// that names people, and why; if not, Refused says why not.
func May(r request.Request, p people.Person, dir people.Directory) (Reason, Refused) {
	return Among(Asked(r, dir), r, p, dir)
}

// Among is May where it is known who are asked.
func Among(asked []Candidate, r request.Request, p people.Person, dir people.Directory) (Reason, Refused) {
	switch {
	case Own(r, p, dir):
		return Reason{}, OwnRequest
	case !decides(p):
		return Reason{}, Outsider
	}
	for _, c := range asked {
		if c.Person.ID == p.ID {
			return c.Reason, ""
		}
	}
	if Made(r, p, dir) {
		return Reason{}, MadeVendor
	}
	return Reason{}, NotAsked
}

// Workers are the people who may do what is left after approval: the team, or
// where nobody of it may, those who do it otherwise.
func Workers(r request.Request, dir people.Directory) []people.Person {
	if r.Work == nil || r.State != request.Open {
		return nil
	}
	if team := team(r, dir); len(team) > 0 {
		return team
	}
	return behind(r, request.Rule{Kind: request.ByRole, Of: r.Work.Otherwise}, dir)
}

func team(r request.Request, dir people.Directory) []people.Person {
	var team []people.Person
	for _, rule := range turf(*r.Work) {
		able := behind(r, rule, dir)
		if r.IsDuty() { // who brought evidence goes on with it where it is returned
			able = slices.DeleteFunc(under(r, rule, dir), func(p people.Person) bool { return !decides(p) })
		}
		for _, p := range able {
			if !slices.ContainsFunc(team, func(o people.Person) bool { return o.ID == p.ID }) {
				team = append(team, p)
			}
		}
	}
	return team
}

// See tells whether the person may look at the request: those it concerns,
// those who were asked or work on it, and the roles that the kind names.
func See(r request.Request, p people.Person, dir people.Directory, roles []string) bool {
	if p.Inactive {
		return false
	}
	if Own(r, p, dir) || Speaks(r, p, dir) || !apart(r) && slices.Contains(r.Shown, p.ID) || entrusted(r, p, dir) {
		return true
	}
	if p.Guest || p.External {
		return false
	}
	if _, refused := May(r, p, dir); refused == "" {
		return true
	}
	if slices.ContainsFunc(Workers(r, dir), func(w people.Person) bool { return w.ID == p.ID }) || Works(r, p, dir) {
		return true
	}
	if apart(r) {
		return false
	}
	return slices.ContainsFunc(roles, func(role string) bool {
		return slices.Contains(p.Roles, strings.ToLower(role))
	})
}

func subject(rule request.Rule, dir people.Directory) string {
	switch rule.Kind {
	case request.ManagerOf, request.ByPerson:
		whose := cmp.Or(rule.For, rule.Of)
		if p, ok := dir.Called(whose); ok {
			return p.Name
		}
		return whose
	case request.OwnerOf:
		if c, ok := dir.CostCentre(rule.Of); ok {
			return fmt.Sprintf("%s (%s)", c.Name, c.Code)
		}
	case request.ByTeam:
		if t, ok := dir.Team(rule.Of); ok {
			return t.Name
		}
	case request.ByRole:
	}
	return rule.Of
}

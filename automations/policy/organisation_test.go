package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
)

// organisation is a made-up company before its people are joined. It knows what
// the program has to find out: which human is behind an account.
type organisation struct {
	dice     *rand.Rand
	accounts []people.Account
	rows     []people.Entry
	human    map[string]int // by account
	centres  []people.CostCentre
}

func address(human int) string { return fmt.Sprintf("p%d@x", human) }

func account1(human int) string { return fmt.Sprintf("U%d", human) }

func (o *organisation) chance(percent int) bool { return o.dice.IntN(100) < percent }

// found makes an organisation of 5 to 12 humans.
func found(dice *rand.Rand) *organisation {
	o := &organisation{dice: dice, human: map[string]int{}}
	n := 5 + dice.IntN(8)
	for h := range n {
		row := people.Entry{Email: address(h), CostCentre: []string{"S", "E", ""}[dice.IntN(3)], Inactive: h > 1 && o.chance(8)}
		if o.chance(85) {
			row.Manager = address(dice.IntN(n)) // rings and one's own manager included
		}
		for _, role := range []string{"finance", "director", "security"} {
			if o.chance(25) {
				row.Roles = append(row.Roles, role)
			}
		}
		if o.chance(40) {
			row.Teams = []string{"it"}
		}
		o.rows = append(o.rows, row)
		if h < 2 || o.chance(92) {
			o.add(h, people.Account{ID: account1(h), Email: address(h), Guest: h > 1 && o.chance(8), External: h > 1 && o.chance(4)})
		}
		if o.chance(30) {
			o.second(h)
		}
	}
	for _, code := range []string{"S", "E"} {
		o.centres = append(o.centres, people.CostCentre{Code: code, Owner: address(dice.IntN(n))})
	}
	return o
}

func (o *organisation) add(human int, a people.Account) {
	o.accounts, o.human[a.ID] = append(o.accounts, a), human
}

func (o *organisation) row(human int) *people.Entry {
	at := slices.IndexFunc(o.rows, func(e people.Entry) bool { return e.Email == address(human) })
	return &o.rows[at]
}

// second gives a human another account, in one of the ways in which the lists
// can tell that it is theirs.
func (o *organisation) second(human int) string {
	id, other := fmt.Sprintf("V%d", human), fmt.Sprintf("q%d@x", human)
	if slices.ContainsFunc(o.accounts, func(a people.Account) bool { return a.ID == id }) {
		return id
	}
	row := o.row(human)
	switch o.dice.IntN(6) {
	case 0: // the same address
		o.add(human, people.Account{ID: id, Email: address(human)})
	case 1: // an account under "also"
		row.Also = append(row.Also, id)
		o.add(human, people.Account{ID: id})
	case 2: // an address under "also"
		row.Also = append(row.Also, other)
		o.add(human, people.Account{ID: id, Email: other})
	case 3: // a guest with the same address, who is kept apart
		o.add(human, people.Account{ID: id, Email: address(human), Guest: true})
	case 4: // an account of another organisation that claims the address
		o.add(human, people.Account{ID: id, Email: address(human), External: true})
	case 5: // a row of its own that says whose it is, with rights of its own
		o.rows = append(o.rows, people.Entry{Email: other, Also: []string{address(human)}, Roles: row.Roles, Teams: row.Teams, Manager: address(0)})
		o.add(human, people.Account{ID: id, Email: other})
	}
	return id
}

func (o *organisation) join() people.Directory {
	d, _ := people.Join(o.accounts, o.rows, people.Company{Teams: []people.Team{{Key: "it"}}, CostCentres: o.centres})
	return d
}

// kinds are routes of many forms: "solo" asks one role and nobody else, "empty"
// a role that nobody has, so that the fallback decides; "forwho" those it is
// for; the rest are made by chance.
func kinds(t *testing.T, n int) []catalogue.Kind {
	t.Helper()
	dice := rand.New(rand.NewPCG(7, 7))
	steps := []string{
		"approvers: [{manager_of: requester}]", "approvers: [{manager_of: who}]", "approvers: [{owner_of: lines.centre}]", "approvers: [{owner_of: requester}]",
		"{approvers: [{role: finance}], quorum: all}", "{approvers: [{role: finance}, {team: it}], quorum: \"2\"}", "approvers: [{role: security}, {manager_of: who}]",
		"approvers: [{team: it}]", "approvers: [{person: who}]", "approvers: [{role: director}]", "approvers: [{person: p1@x}]", "{approvers: [{team: it}], quorum: all}",
	}
	routes := [][]string{
		{"{approvers: [{role: solo}], otherwise: [{role: void}]}"}, {"approvers: [{role: void}]"}, {"approvers: [{person: who}]", "approvers: [{person: others}]"},
	}
	for len(routes) < n {
		var route []string
		for range 1 + dice.IntN(3) {
			route = append(route, steps[dice.IntN(len(steps))])
		}
		routes = append(routes, route)
	}
	var files []catalogue.File
	for i, route := range routes {
		text := fmt.Sprintf("kind: k%d\ntitle: Kind %03d\nabout: x\nprefix: K%c%c\nsummary: \"{why}\"\nfields:\n"+
			"  - {key: why, type: text}\n  - {key: who, type: person, beneficiary: true}\n  - {key: others, type: people, beneficiary: true}\n"+
			"  - {key: lines, type: lines, fields: [{key: centre, type: select, options: [{value: S}, {value: E}]}]}\nroute:\n", i, i, 'A'+i/26, 'A'+i%26)
		for _, s := range route {
			if s[0] != '{' {
				s = "{" + s + "}"
			}
			text += "  - {step: Step, " + s[1:] + "\n"
		}
		files = append(files, catalogue.File{Name: fmt.Sprintf("k%d.yaml", i), Body: []byte(text)})
	}
	c, problems := catalogue.Load(catalogue.Company{Currency: "EUR", Fallback: "director", Teams: []string{"it"}}, nil, files)
	require.Empty(t, problems)
	return c.Kinds()
}

// values are what the requester puts in: whom it is for, and cost centres.
func (o *organisation) values(who string, others ...string) form.Values {
	v := form.Values{"why": {Text: "x"}}
	if who != "" {
		v["who"] = form.Value{Text: who}
	}
	if len(others) > 0 {
		v["others"] = form.Value{List: others}
	}
	var lines form.Value
	for range o.dice.IntN(3) {
		lines.Lines = append(lines.Lines, form.Values{"centre": {Text: []string{"S", "E"}[o.dice.IntN(2)]}})
	}
	if len(lines.Lines) > 0 {
		v["lines"] = lines
	}
	return v
}

var today = calendar.NewDate(2026, 11, 16)

package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// office is a small made-up company: ceo above boss above ana and ben; fin and
// fay have the role finance, fin is in the team payables too.
func office(t *testing.T, change ...func(accounts *[]people.Account, rows *[]people.Entry)) people.Directory {
	t.Helper()
	var accounts []people.Account
	for i, name := range []string{"ana", "ben", "boss", "ceo", "fin", "fay", "gus"} {
		accounts = append(accounts, people.Account{ID: "U" + string(rune('1'+i)), RealName: name, Email: name + "@x", Guest: name == "gus"})
	}
	rows := []people.Entry{
		{Email: "ana@x", Manager: "boss@x", CostCentre: "Sales"},
		{Email: "ben@x", Manager: "boss@x", CostCentre: "ENG"},
		{Email: "boss@x", Manager: "ceo@x", Also: []string{"chief@x"}},
		{Email: "ceo@x", Roles: []string{"director"}},
		{Email: "fin@x", Manager: "ceo@x", Roles: []string{"finance"}, Teams: []string{"payables"}},
		{Email: "fay@x", Manager: "fin@x", Roles: []string{"finance"}},
		{Email: "mute@x", Roles: []string{"silent"}, Manager: "ceo@x"},
	}
	for _, c := range change {
		c(&accounts, &rows)
	}
	d, _ := people.Join(accounts, rows, people.Company{
		Teams:       []people.Team{{Key: "payables", Name: "Payables"}},
		CostCentres: []people.CostCentre{{Code: "Sales", Name: "Sales team", Owner: "boss@x"}, {Code: "ENG", Name: "Engineering", Owner: "ceo@x"}},
	})
	return d
}

// row changes the row of somebody.
func row(email string, change func(e *people.Entry)) func(*[]people.Account, *[]people.Entry) {
	return func(_ *[]people.Account, rows *[]people.Entry) {
		for i := range *rows {
			if (*rows)[i].Email == email {
				change(&(*rows)[i])
			}
		}
	}
}

func account(a people.Account) func(*[]people.Account, *[]people.Entry) {
	return func(accounts *[]people.Account, _ *[]people.Entry) {
		for i := range *accounts {
			if (*accounts)[i].ID == a.ID {
				(*accounts)[i] = a
				return
			}
		}
		*accounts = append(*accounts, a)
	}
}

func person(t *testing.T, d people.Directory, id string) people.Person {
	t.Helper()
	p, ok := d.Called(id)
	require.True(t, ok, id)
	return p
}

func fields() []form.Field {
	options := []form.Option{{Value: "Sales"}, {Value: "ENG"}, {Value: "OPS"}}
	return []form.Field{
		{Key: "amount", Type: form.Number},
		{Key: "who", Type: form.Person},
		{Key: "others", Type: form.People},
		{Key: "team", Type: form.Team},
		{Key: "centre", Type: form.Select, Options: options},
		{Key: "lines", Type: form.Lines, Fields: []form.Field{{Key: "centre", Type: form.Select, Options: options}}},
	}
}

func compile(t *testing.T, steps ...policy.Step) policy.Route {
	t.Helper()
	f, problems := form.Compile(fields(), nil)
	require.Empty(t, problems)
	route, problems := policy.Compile(steps, f, form.Sample(fields()))
	require.Empty(t, problems)
	return route
}

func rule(kind request.RuleKind, of string) request.Rule { return request.Rule{Kind: kind, Of: of} }

// waiting is a request of ana that asks the rules.
func waiting(rules ...request.Rule) request.Request {
	return request.Request{
		ID: "r1", State: request.Pending, Requester: "ana@x",
		Steps: []request.Step{{Name: "Step", Rules: rules, Need: 1}},
	}
}

func asked(r request.Request, d people.Directory) []string {
	var ids []string
	for _, c := range policy.Asked(r, d) {
		ids = append(ids, c.Person.ID)
	}
	return ids
}

var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

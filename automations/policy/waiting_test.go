package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

func TestWaiting(t *testing.T) {
	t.Parallel()
	r := waiting(rule(request.ByRole, "Finance"), rule(request.ManagerOf, "cy@x"), rule(request.ByRole, "finance"))
	r.Steps[0].Otherwise = []request.Rule{rule(request.ByRole, "director")}
	r.Excluded = []string{"ben@x"}
	assert.Equal(t, []string{"manager_of:ana@x", "manager_of:ben@x", "manager_of:cy@x", "role:finance"}, policy.Waiting(r))
	r.Spare = true
	assert.Equal(t, []string{"manager_of:ana@x", "manager_of:ben@x", "manager_of:cy@x", "role:director", "role:finance"}, policy.Waiting(r))
	assert.Len(t, r.Steps[0].Rules, 3)

	held := r
	held.Holds = []request.Hold{{Release: rule(request.ByRole, "rates"), Otherwise: []request.Rule{rule(request.ByRole, "director")}}}
	assert.Equal(t, []string{"role:director", "role:rates"}, policy.Waiting(held))
	held.State = request.Withdrawn
	assert.Empty(t, policy.Waiting(held), "what ended waits for nobody")

	open := r
	open.Spare, open.State, open.Work = false, request.Open, &request.Work{Team: "payables"}
	assert.Equal(t, []string{"team:payables"}, policy.Waiting(open))
	open.Work = nil
	assert.Empty(t, policy.Waiting(open))
	waitingForWork := r
	waitingForWork.Work = &request.Work{Team: "payables"}
	assert.NotContains(t, policy.Waiting(waitingForWork), "team:payables")
}

func TestMatching(t *testing.T) {
	t.Parallel()
	d := office(t,
		row("boss@x", func(e *people.Entry) { e.Inactive = true }),
		row("fay@x", func(e *people.Entry) { e.Also = []string{"double@x"} }),
		func(accounts *[]people.Account, rows *[]people.Entry) {
			*accounts = append(*accounts, people.Account{ID: "U8", Email: "dot@x"})
			*rows = append(*rows, people.Entry{Email: "dot@x", Also: []string{"double@x"}})
		})
	assert.ElementsMatch(t, []string{
		"person:ceo@x", "person:u4", "role:director", "owner_of:eng",
		"manager_of:boss@x", "manager_of:ana@x", "manager_of:ben@x", "manager_of:fin@x", "manager_of:mute@x",
	}, policy.Matching(person(t, d, "ceo@x"), d))
	assert.ElementsMatch(t, []string{
		"person:fin@x", "person:u5", "role:finance", "team:payables", "manager_of:fay@x", "manager_of:dot@x",
	}, policy.Matching(person(t, d, "fin@x"), d), "what a report's other self asks for goes to the same manager")

	ring := office(t, row("boss@x", func(e *people.Entry) { e.Manager = "ana@x"; e.Inactive = true }), row("ana@x", func(e *people.Entry) { e.Inactive = true }))
	assert.NotContains(t, policy.Matching(person(t, ring, "boss@x"), ring), "manager_of:boss@x")
}

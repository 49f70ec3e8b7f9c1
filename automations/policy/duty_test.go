package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

func TestWhoOwesADuty(t *testing.T) {
	t.Parallel()
	account := func(id string) people.Account {
		return people.Account{ID: "U" + id, RealName: id, Email: id + "@example.com"}
	}
	guest := account("gus")
	guest.Guest = true
	dir, _ := people.Join(
		[]people.Account{account("ana"), account("ben"), account("cy"), guest},
		[]people.Entry{
			{Email: "ana@example.com", Teams: []string{"it"}},
			{Email: "ben@example.com", Teams: []string{"it"}, Roles: []string{"finance"}},
			{Email: "gus@example.com", Teams: []string{"it"}, Roles: []string{"finance"}},
		},
		people.Company{Calendar: "Calendar", Teams: []people.Team{{Key: "it", Lead: "ben@example.com"}}},
	)
	who := func(name string) people.Person {
		p, _ := dir.Person(name + "@example.com")
		return p
	}
	calendar, known := dir.Person(people.CalendarID)
	assert.True(t, known && calendar.Service, "the calendar is a person who never decides")

	it := request.Rule{Kind: request.ByTeam, Of: "it"}
	var named []string
	for _, p := range policy.Named(it, dir) {
		named = append(named, p.Name)
	}
	assert.Equal(t, []string{"ben", "ana"}, named, "the lead first, and no guest")

	r := request.Request{
		State: request.Open, Requester: people.CalendarID, Excluded: []string{"ben@example.com"},
		Work: &request.Work{Assignee: "cy@example.com", Circle: []request.Rule{it}, Duty: &request.Duty{}},
	}
	for name, owes := range map[string]bool{"ana": true, "ben": true, "cy": true, "gus": false} {
		assert.Equal(t, owes, policy.Owes(r, who(name), dir), name)
	}
	assert.Len(t, policy.Workers(r, dir), 2, "who has brought evidence goes on with it")
	assert.True(t, policy.Decides(it, who("ana"), dir))
	assert.False(t, policy.Decides(it, who("cy"), dir))
	assert.False(t, policy.Owes(request.Request{Work: &request.Work{}}, who("ana"), dir))
}

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

func TestRolesAreHeldByThoseWhoMayDecide(t *testing.T) {
	t.Parallel()
	roles := []string{"Finance", "auditor"}
	fay := people.Person{ID: "fay", Accounts: []string{"U1"}, Roles: []string{"finance"}}
	assert.True(t, policy.HasRole(fay, roles))
	assert.False(t, policy.HasRole(fay, []string{"auditor"}))
	assert.False(t, policy.HasRole(fay, nil))
	for _, change := range []func(*people.Person){
		func(p *people.Person) { p.Guest = true },
		func(p *people.Person) { p.Inactive = true },
		func(p *people.Person) { p.Service = true },
		func(p *people.Person) { p.Accounts = nil },
	} {
		other := fay
		change(&other)
		assert.False(t, policy.HasRole(other, roles), other)
	}
}

func TestWhoMadeTheVendorIsNoneOfThosePaying(t *testing.T) {
	t.Parallel()
	accounts := []people.Account{{ID: "U1", Name: "pia", Email: "pia@example.com"}, {ID: "U2", Name: "pat", Email: "pat@example.com"}, {ID: "U3", Name: "dora", Email: "dora@example.com"}}
	dir, _ := people.Join(accounts, []people.Entry{
		{Email: "pia@example.com", Teams: []string{"payables"}},
		{Email: "pat@example.com", Teams: []string{"payables"}},
		{Email: "dora@example.com", Roles: []string{"director"}},
	}, people.Company{})
	r := request.Request{State: request.Open, Work: &request.Work{Team: "payables", Otherwise: "director"}, Reading: &request.Reading{Makers: []string{"pia@example.com"}}}
	ids := func() []string {
		var all []string
		for _, p := range policy.Workers(r, dir) {
			all = append(all, p.ID)
		}
		return all
	}
	assert.Equal(t, []string{"pat@example.com"}, ids())
	assert.False(t, policy.Spare(r, dir))
	r.Reading.Makers = append(r.Reading.Makers, "U2") // an account of pat
	assert.Equal(t, []string{"dora@example.com"}, ids(), "where nobody else is left, those who do it otherwise")
	assert.True(t, policy.Spare(r, dir))
	pat, _ := dir.Person("pat@example.com")
	assert.True(t, policy.Made(r, pat, dir))
	r.Reading = nil
	assert.False(t, policy.Made(r, pat, dir))
}

package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// gone is a directory in which people are away: who, stand in, who, stand in.
func gone(dir people.Directory, pairs ...string) people.Directory {
	var list people.Absences
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, people.Absence{ID: pairs[i], Person: pairs[i], Substitute: pairs[i+1], From: monday, Until: monday.Add(time.Duration(72+i) * time.Hour)})
	}
	return dir.With(list, monday)
}

func TestWhoStandsInIsAsked(t *testing.T) {
	t.Parallel()
	manager, finance := rule(request.ManagerOf, "ana@x"), rule(request.ByRole, "finance")
	given := func(rule request.Rule, need int, by, of string) request.Request {
		r := waiting(rule)
		r.Steps[0].Need = need
		r.Decisions = []request.Decision{{Verdict: request.Approved, By: by, For: of}}
		return r
	}
	tests := map[string]struct {
		away []string
		r    request.Request
		want []string
	}{
		"the substitute":                    {[]string{"boss@x", "ben@x"}, waiting(manager), []string{"ben@x"}},
		"nobody named":                      {[]string{"boss@x", ""}, waiting(manager), []string{"boss@x"}},
		"the substitute asked for it":       {[]string{"boss@x", "ana@x"}, waiting(manager), []string{"boss@x"}},
		"a guest":                           {[]string{"boss@x", "gus@x"}, waiting(manager), []string{"boss@x"}},
		"the substitute is away too":        {[]string{"boss@x", "ben@x", "ben@x", "fin@x"}, waiting(manager), []string{"fin@x"}},
		"and over the requester":            {[]string{"boss@x", "ana@x", "ana@x", "fin@x"}, waiting(manager), []string{"boss@x"}},
		"and nobody for them":               {[]string{"boss@x", "ben@x", "ben@x", ""}, waiting(manager), []string{"boss@x"}},
		"a circle that should not be":       {[]string{"boss@x", "ben@x", "ben@x", "boss@x"}, waiting(manager), []string{"boss@x"}},
		"one of a role":                     {[]string{"fay@x", "ben@x"}, waiting(finance), []string{"ben@x", "fin@x"}},
		"who is asked by their own right":   {[]string{"fay@x", "fin@x"}, waiting(finance), []string{"fay@x", "fin@x"}},
		"one for two":                       {[]string{"fay@x", "ben@x", "fin@x", "ben@x"}, waiting(finance), []string{"ben@x", "fin@x"}},
		"has answered before they left":     {[]string{"fay@x", "ben@x"}, given(finance, 2, "fay@x", ""), []string{"fay@x", "fin@x"}},
		"is back, and was stood in for":     {nil, given(finance, 2, "ben@x", "fay@x"), []string{"fin@x"}},
		"the substitute has answered twice": {[]string{"fin@x", "ben@x"}, given(finance, 2, "ben@x", "fay@x"), []string{"fin@x"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, asked(tt.r, gone(office(t), tt.away...)))
		})
	}
}

func TestTheReasonNamesWhoIsAway(t *testing.T) {
	t.Parallel()
	dir := gone(office(t), "boss@x", "ben@x", "fay@x", "ben@x")
	reason, refused := policy.May(waiting(rule(request.ManagerOf, "ana@x")), person(t, dir, "ben@x"), dir)
	assert.Empty(t, refused)
	assert.Equal(t, "you stand in for boss until 19 Nov, of whom it is asked because: they are the manager of ana", reason.String())
	assert.Equal(t, "boss@x", reason.For)
	for want, r := range map[string]request.Rule{
		"they have the role finance": rule(request.ByRole, "finance"), "they own the cost centre Sales team (Sales)": rule(request.OwnerOf, "Sales"),
		"they are named for this step": rule(request.ByPerson, "boss@x"),
	} {
		reason, _ = policy.May(waiting(r), person(t, dir, "ben@x"), dir)
		assert.Contains(t, reason.String(), want)
	}
	_, refused = policy.May(waiting(rule(request.ManagerOf, "ana@x")), person(t, dir, "boss@x"), dir)
	assert.Equal(t, policy.NotAsked, refused)
	assert.Contains(t, policy.Matching(person(t, dir, "ben@x"), dir), "manager_of:ana@x", "what waits is found by who stands in")
	assert.Empty(t, policy.StandIn{}.String())
}

func TestAHoldForWhoSpeaksIsNotHandedOn(t *testing.T) {
	t.Parallel()
	r := waiting()
	r.Holds = []request.Hold{{Kind: request.UnsureHold}}
	assert.Equal(t, []string{"ana@x"}, asked(r, gone(office(t), "ana@x", "ben@x")))
}

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

func TestAsked(t *testing.T) {
	t.Parallel()
	manager, finance, director := rule(request.ManagerOf, "ana@x"), rule(request.ByRole, "finance"), rule(request.ByRole, "director")
	with := func(r request.Request, change func(r *request.Request)) request.Request {
		change(&r)
		return r
	}
	otherwise := func(r request.Request, rules ...request.Rule) request.Request {
		r.Steps[0].Otherwise = rules
		return r
	}
	tests := map[string]struct {
		dir  []func(*[]people.Account, *[]people.Entry)
		r    request.Request
		want []string
	}{
		"the manager":              {r: waiting(manager), want: []string{"boss@x"}},
		"a role":                   {r: waiting(rule(request.ByRole, "Finance")), want: []string{"fay@x", "fin@x"}},
		"a team":                   {r: waiting(rule(request.ByTeam, "Payables")), want: []string{"fin@x"}},
		"a person":                 {r: waiting(rule(request.ByPerson, "ben@x")), want: []string{"ben@x"}},
		"a person by another name": {r: waiting(rule(request.ByPerson, "chief@x")), want: []string{"boss@x"}},
		"whoever is left has approved already": {r: otherwise(with(waiting(rule(request.ByRole, "finance")), func(r *request.Request) {
			r.Steps[0].Need = 0
			r.Decisions = []request.Decision{{Verdict: request.Approved, By: "fay@x"}, {Verdict: request.Approved, By: "fin@x"}}
		}), director), want: []string{"fay@x", "fin@x", "ceo@x"}},
		"an unknown person":          {r: waiting(rule(request.ByPerson, "zoe@x"))},
		"an owner":                   {r: waiting(rule(request.OwnerOf, "eng")), want: []string{"ceo@x"}},
		"an owner of nothing":        {r: waiting(rule(request.OwnerOf, "none"))},
		"several rules, each once":   {r: waiting(finance, rule(request.ByTeam, "payables"), manager), want: []string{"fay@x", "fin@x", "boss@x"}},
		"a guest":                    {r: waiting(rule(request.ByPerson, "gus@x"))},
		"somebody without account":   {r: waiting(rule(request.ByPerson, "mute@x"), rule(request.ByRole, "silent"))},
		"a manager without account":  {dir: []func(*[]people.Account, *[]people.Entry){row("ana@x", func(e *people.Entry) { e.Manager = "mute@x" })}, r: waiting(manager), want: []string{"ceo@x"}},
		"a manager who left":         {dir: []func(*[]people.Account, *[]people.Entry){row("boss@x", func(e *people.Entry) { e.Inactive = true })}, r: waiting(manager), want: []string{"ceo@x"}},
		"a manager who is a guest":   {dir: []func(*[]people.Account, *[]people.Entry){account(people.Account{ID: "U3", Email: "boss@x", Guest: true})}, r: waiting(manager), want: []string{"ceo@x"}},
		"a manager of another firm":  {dir: []func(*[]people.Account, *[]people.Entry){row("boss@x", func(e *people.Entry) { e.Also = []string{"U3"} }), account(people.Account{ID: "U3", Email: "boss@y", External: true})}, r: waiting(manager), want: []string{"ceo@x"}},
		"no manager":                 {r: waiting(rule(request.ManagerOf, "ceo@x"))},
		"managers in a ring":         {dir: []func(*[]people.Account, *[]people.Entry){row("boss@x", func(e *people.Entry) { e.Manager = "ana@x" })}, r: waiting(manager), want: []string{"boss@x"}},
		"nobody left in a ring":      {dir: []func(*[]people.Account, *[]people.Entry){row("boss@x", func(e *people.Entry) { e.Manager = "ana@x"; e.Inactive = true })}, r: waiting(manager)},
		"the manager it is for":      {r: with(waiting(manager), func(r *request.Request) { r.Excluded = []string{"boss@x"} }), want: []string{"ceo@x"}},
		"the manager's own account":  {r: with(waiting(manager), func(r *request.Request) { r.Accounts = []string{"U3"} }), want: []string{"ceo@x"}},
		"the requester's own role":   {r: with(waiting(finance), func(r *request.Request) { r.Requester = "fin@x" }), want: []string{"fay@x"}},
		"another account, same head": {dir: []func(*[]people.Account, *[]people.Entry){account(people.Account{ID: "U9", Email: "ana2@x"}), row("ana@x", func(e *people.Entry) { e.Also = []string{"ana2@x"} })}, r: waiting(rule(request.ByPerson, "ana2@x"))},
		"otherwise":                  {r: otherwise(waiting(rule(request.ByRole, "nobody")), director), want: []string{"ceo@x"}},
		"otherwise is not needed":    {r: otherwise(waiting(finance), director), want: []string{"fay@x", "fin@x"}},
		"otherwise is the requester": {r: with(otherwise(waiting(rule(request.ByRole, "nobody")), director), func(r *request.Request) { r.Requester = "ceo@x" })},
		"a hold": {r: with(waiting(manager), func(r *request.Request) {
			r.Holds = []request.Hold{{Release: finance, Say: "a rate is missing"}}
		}), want: []string{"fay@x", "fin@x"}},
		"a hold that nobody may release": {r: with(waiting(manager), func(r *request.Request) {
			r.Holds = []request.Hold{{Release: rule(request.ByRole, "nobody"), Otherwise: []request.Rule{director}}}
		}), want: []string{"ceo@x"}},
		"a hold of what was withdrawn": {r: with(waiting(manager), func(r *request.Request) {
			r.State, r.Holds = request.Withdrawn, []request.Hold{{Release: finance}}
		})},
		"what is open":  {r: with(waiting(manager), func(r *request.Request) { r.State = request.Open })},
		"the last step": {r: with(waiting(manager), func(r *request.Request) { r.Step = 1 })},
		"one human once": {
			dir: []func(*[]people.Account, *[]people.Entry){row("fay@x", func(e *people.Entry) { e.Also = []string{"shared@x"} }), row("fin@x", func(e *people.Entry) { e.Also = []string{"shared@x"} })},
			r:   waiting(finance), want: []string{"fay@x"},
		},
		"who approved as somebody else": {
			dir: []func(*[]people.Account, *[]people.Entry){row("fin@x", func(e *people.Entry) { e.Also = []string{"before@x"} })},
			r: with(waiting(finance), func(r *request.Request) {
				r.Decisions = []request.Decision{{By: "before@x", Verdict: request.Approved}}
			}), want: []string{"fay@x"},
		},
		"who approved stays asked": {
			r: with(waiting(finance), func(r *request.Request) {
				r.Decisions = []request.Decision{{By: "fin@x", Verdict: request.Approved}}
			}), want: []string{"fay@x", "fin@x"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, asked(tt.r, office(t, tt.dir...)))
		})
	}
}

func TestMaySaysWhyOrWhyNot(t *testing.T) {
	t.Parallel()
	d := office(t)
	r := waiting(rule(request.ManagerOf, "ana@x"), rule(request.ByRole, "finance"))
	r.Steps[0].Why = "the amount is above 500 EUR"
	r.Excluded = []string{"ben@x"}
	tests := map[string]struct {
		refused policy.Refused
		why     string
	}{
		"boss@x": {why: "you are the manager of ana, because the amount is above 500 EUR"},
		"fin@x":  {why: "you have the role finance, because the amount is above 500 EUR"},
		"ana@x":  {refused: policy.OwnRequest},
		"ben@x":  {refused: policy.OwnRequest},
		"gus@x":  {refused: policy.Outsider},
		"mute@x": {refused: policy.Outsider},
		"ceo@x":  {refused: policy.NotAsked},
	}
	for id, tt := range tests {
		reason, refused := policy.May(r, person(t, d, id), d)
		assert.Equal(t, tt.refused, refused, id)
		if refused == "" {
			assert.Equal(t, tt.why, reason.String())
		} else {
			assert.Equal(t, policy.Reason{}, reason)
		}
	}
}

func TestEveryReasonIsASentence(t *testing.T) {
	t.Parallel()
	d := office(t)
	tests := map[request.Rule]string{
		rule(request.ByPerson, "boss@x"):     "you are named for this step",
		rule(request.ByRole, "finance"):      "you have the role finance",
		rule(request.ByTeam, "payables"):     "you are in the team Payables",
		rule(request.ManagerOf, "ana@x"):     "you are the manager of ana",
		rule(request.OwnerOf, "sales"):       "you own the cost centre Sales team (Sales)",
		rule(request.ManagerOf, "slack:U99"): "",
	}
	for rule, want := range tests {
		var said string
		for _, c := range policy.Asked(waiting(rule), d) {
			said = c.Reason.String()
		}
		assert.Equal(t, want, said)
	}
	r := waiting(rule(request.ByRole, "nobody"))
	r.Steps[0].Otherwise = []request.Rule{rule(request.ByRole, "director")}
	assert.Equal(t, "you have the role director, and nobody named first may decide this", policy.Asked(r, d)[0].Reason.String())
	assert.Equal(t, "boss", policy.Asked(waiting(rule(request.ByPerson, "chief@x")), d)[0].Reason.Subject)
	r.Holds = []request.Hold{{Release: rule(request.ByRole, "director"), Say: "a rate is missing"}}
	assert.Equal(t, "you have the role director, because a rate is missing", policy.Asked(r, d)[0].Reason.String())
}

func TestOwnFollowsEveryAccount(t *testing.T) {
	t.Parallel()
	r := waiting()
	r.Accounts = []string{"U1"}
	renamed := office(t, func(accounts *[]people.Account, rows *[]people.Entry) {
		(*accounts)[0].Email, (*rows)[0].Email = "ana.new@x", "ana.new@x"
	})
	assert.True(t, policy.Own(r, person(t, renamed, "ana.new@x"), renamed), "a new address is no new person")
	assert.False(t, policy.Own(r, person(t, renamed, "ben@x"), renamed))
}

func TestWorkers(t *testing.T) {
	t.Parallel()
	d := office(t, row("fay@x", func(e *people.Entry) { e.Teams = []string{"payables"} }))
	ids := func(r request.Request) []string {
		var ids []string
		for _, p := range policy.Workers(r, d) {
			ids = append(ids, p.ID)
		}
		return ids
	}
	r := waiting()
	r.Work = &request.Work{Team: "payables"}
	assert.Empty(t, ids(r), "not before it is approved")
	r.State = request.Open
	assert.Equal(t, []string{"fay@x", "fin@x"}, ids(r))
	r.Requester = "fin@x"
	assert.Equal(t, []string{"fay@x"}, ids(r), "never the requester")
	r.Excluded = []string{"fay@x"}
	r.Work.Otherwise = "director"
	assert.Equal(t, []string{"ceo@x"}, ids(r), "somebody can always end it")
	assert.Equal(t, []string{"team:payables"}, policy.Waiting(r))
	r.Spare = policy.Spare(r, d)
	assert.Equal(t, []string{"role:director", "team:payables"}, policy.Waiting(r))
	r.Work = nil
	assert.Empty(t, ids(r))
}

func TestSee(t *testing.T) {
	t.Parallel()
	d := office(t, row("ben@x", func(e *people.Entry) { e.Inactive = true; e.Roles = []string{"auditor"} }), row("fay@x", func(e *people.Entry) { e.Roles = []string{"auditor"} }))
	r := waiting(rule(request.ManagerOf, "ana@x"))
	r.Work = &request.Work{Team: "payables"}
	see := func(id string) bool { return policy.See(r, person(t, d, id), d, []string{"Auditor"}) }
	assert.True(t, see("ana@x"), "one's own")
	assert.True(t, see("boss@x"), "who is asked")
	assert.True(t, see("fay@x"), "a role that the kind names")
	assert.False(t, see("ben@x"), "who left")
	assert.False(t, see("ceo@x"))
	assert.False(t, see("gus@x"))
	assert.False(t, see("fin@x"), "who will work on it, before")
	r.State = request.Open
	assert.True(t, see("fin@x"), "who works on it")
	assert.False(t, see("boss@x"))
	r.Shown = []string{"boss@x"}
	assert.True(t, see("boss@x"), "who has a card of it")
	r.Excluded = []string{"gus@x"}
	assert.True(t, see("gus@x"), "whom it is for")
	guest := person(t, d, "gus@x")
	guest.Roles = []string{"auditor"}
	assert.False(t, policy.See(waiting(), guest, d, []string{"auditor"}), "roles of guests count for nothing")
	guest.Guest, guest.External = false, true
	assert.False(t, policy.See(waiting(), guest, d, []string{"auditor"}))
}

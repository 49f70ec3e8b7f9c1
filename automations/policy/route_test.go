package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

func TestCompileSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	boss := []policy.Approver{{ManagerOf: "requester"}}
	tests := map[string]struct {
		step policy.Step
		want []form.Problem
	}{
		"no name":      {policy.Step{Name: " ", Approvers: boss}, []form.Problem{{Path: "route[0].step", Say: "every step needs a name people understand: write for example `step: Manager`"}}},
		"nobody":       {policy.Step{Name: "A"}, []form.Problem{{Path: "route[0].approvers", Say: "nobody is asked: write for example `approvers: [{manager_of: requester}]`"}}},
		"no way":       {policy.Step{Name: "A", Approvers: []policy.Approver{{}}}, []form.Problem{{Path: "route[0].approvers[0]", Say: "write exactly one of person, role, team, manager_of or owner_of"}}},
		"two ways":     {policy.Step{Name: "A", Approvers: []policy.Approver{{Role: "a", Team: "b"}}}, []form.Problem{{Path: "route[0].approvers[0]", Say: "write exactly one of person, role, team, manager_of or owner_of"}}},
		"manager":      {policy.Step{Name: "A", Approvers: []policy.Approver{{ManagerOf: "amount"}}}, []form.Problem{{Path: "route[0].approvers[0]", Say: "manager_of: amount is no person field: write requester or the key of a person field"}}},
		"no field":     {policy.Step{Name: "A", Approvers: []policy.Approver{{ManagerOf: "nowhere"}}}, []form.Problem{{Path: "route[0].approvers[0]", Say: "manager_of: nowhere is no person field: write requester or the key of a person field"}}},
		"owner":        {policy.Step{Name: "A", Approvers: []policy.Approver{{OwnerOf: "who"}}}, []form.Problem{{Path: "route[0].approvers[0]", Say: "owner_of: who is no cost centre field: write requester or a select field such as lines.cost_centre"}}},
		"person":       {policy.Step{Name: "A", Approvers: []policy.Approver{{Person: "boss"}}}, []form.Problem{{Path: "route[0].approvers[0]", Say: "person: boss is neither an e-mail address nor the key of a person field"}}},
		"otherwise":    {policy.Step{Name: "A", Approvers: boss, Otherwise: []policy.Approver{{Role: "a"}, {Person: "x"}}}, []form.Problem{{Path: "route[0].otherwise[1]", Say: "person: x is neither an e-mail address nor the key of a person field"}}},
		"quorum":       {policy.Step{Name: "A", Approvers: boss, Quorum: "most"}, []form.Problem{{Path: "route[0].quorum", Say: `"most" is no quorum: write any, all, or a number from 1 to 20`}}},
		"quorum of 0":  {policy.Step{Name: "A", Approvers: boss, Quorum: "0"}, []form.Problem{{Path: "route[0].quorum", Say: `"0" is no quorum: write any, all, or a number from 1 to 20`}}},
		"quorum of 21": {policy.Step{Name: "A", Approvers: boss, Quorum: "21"}, []form.Problem{{Path: "route[0].quorum", Say: `"21" is no quorum: write any, all, or a number from 1 to 20`}}},
		"all of it": {policy.Step{Quorum: "x"}, []form.Problem{
			{Path: "route[0].step", Say: "every step needs a name people understand: write for example `step: Manager`"},
			{Path: "route[0].approvers", Say: "nobody is asked: write for example `approvers: [{manager_of: requester}]`"},
			{Path: "route[0].quorum", Say: `"x" is no quorum: write any, all, or a number from 1 to 20`},
		}},
		"good": {policy.Step{Name: "A", Quorum: "20", When: "amount > 1", Approvers: []policy.Approver{
			{ManagerOf: "requester"},
			{ManagerOf: "who"},
			{OwnerOf: "requester"},
			{OwnerOf: "centre"},
			{OwnerOf: "lines.centre"},
			{Person: "cfo@x"},
			{Person: "who"},
			{Role: "finance"},
			{Team: "team"},
			{Team: "payables"},
		}}, nil},
	}
	f, problems := form.Compile(fields(), nil)
	require.Empty(t, problems)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := policy.Compile([]policy.Step{tt.step}, f, form.Sample(fields()))
			assert.Equal(t, tt.want, problems)
		})
	}
	_, problems = policy.Compile([]policy.Step{{Name: "A", Approvers: boss}, {Name: "B", Approvers: boss, When: "amont > 5"}}, f, form.Sample(fields()))
	require.Len(t, problems, 1)
	assert.Equal(t, "route[1].when", problems[0].Path)
	assert.Contains(t, problems[0].Say, "amont")
}

func TestStepsAreFrozen(t *testing.T) {
	t.Parallel()
	ana := people.Person{ID: "ana@x", CostCentre: "Sales"}
	lines := func(centres ...string) form.Values {
		var v form.Value
		for _, c := range centres {
			v.Lines = append(v.Lines, form.Values{"centre": {Text: c}})
		}
		return form.Values{"lines": v}
	}
	step := func(a ...policy.Approver) policy.Step { return policy.Step{Name: "S", Approvers: a} }
	frozen := func(rules ...request.Rule) []request.Step { return []request.Step{{Name: "S", Need: 1, Rules: rules}} }
	tests := map[string]struct {
		step   policy.Step
		values form.Values
		want   []request.Step
	}{
		"manager of the requester": {step(policy.Approver{ManagerOf: "requester"}), nil, frozen(rule(request.ManagerOf, "ana@x"))},
		"manager of a field":       {step(policy.Approver{ManagerOf: "who"}), form.Values{"who": {Text: "ben@x"}}, frozen(rule(request.ManagerOf, "ben@x"))},
		"manager of an empty one":  {step(policy.Approver{ManagerOf: "who"}), nil, frozen()},
		"person by address":        {step(policy.Approver{Person: "CFO@X"}), nil, frozen(rule(request.ByPerson, "cfo@x"))},
		"person by field":          {step(policy.Approver{Person: "who"}), form.Values{"who": {Text: "ben@x"}}, frozen(rule(request.ByPerson, "ben@x"))},
		"role":                     {step(policy.Approver{Role: "finance"}), nil, frozen(rule(request.ByRole, "finance"))},
		"team":                     {step(policy.Approver{Team: "payables"}), nil, frozen(rule(request.ByTeam, "payables"))},
		"team by field":            {step(policy.Approver{Team: "team"}), form.Values{"team": {Text: "it"}}, frozen(rule(request.ByTeam, "it"))},
		"owner of one's own":       {step(policy.Approver{OwnerOf: "requester"}), nil, frozen(rule(request.OwnerOf, "Sales"))},
		"owner of a field":         {step(policy.Approver{OwnerOf: "centre"}), form.Values{"centre": {Text: "ENG"}}, frozen(rule(request.OwnerOf, "ENG"))},
		"owner of an empty field":  {step(policy.Approver{OwnerOf: "centre"}), nil, frozen(rule(request.OwnerOf, "Sales"))},
		"owners of equal lines":    {step(policy.Approver{OwnerOf: "lines.centre"}), lines("ENG", "ENG"), frozen(rule(request.OwnerOf, "ENG"))},
		"owners of lines, a step each": {
			policy.Step{Name: "S", Quorum: "all", Why: "it is dear", Approvers: []policy.Approver{{OwnerOf: "lines.centre"}}, Otherwise: []policy.Approver{{Role: "director"}}},
			lines("ENG", "Sales", "ENG"),
			[]request.Step{
				{Name: "S ENG", Why: "it is dear", Rules: []request.Rule{rule(request.OwnerOf, "ENG")}, Otherwise: []request.Rule{rule(request.ByRole, "director")}},
				{Name: "S Sales", Why: "it is dear", Rules: []request.Rule{rule(request.OwnerOf, "Sales")}, Otherwise: []request.Rule{rule(request.ByRole, "director")}},
			},
		},
		"owners of lines or a role": {
			step(policy.Approver{OwnerOf: "lines.centre"}, policy.Approver{Role: "finance"}), lines("ENG", "Sales"),
			frozen(rule(request.OwnerOf, "ENG"), rule(request.OwnerOf, "Sales"), rule(request.ByRole, "finance")),
		},
		"a number of them": {policy.Step{Name: "S", Quorum: "2", Approvers: []policy.Approver{{Role: "a"}}}, nil, []request.Step{{Name: "S", Need: 2, Rules: []request.Rule{rule(request.ByRole, "a")}}}},
		"one of them":      {policy.Step{Name: "S", Quorum: "1", Approvers: []policy.Approver{{Role: "a"}}}, nil, []request.Step{{Name: "S", Need: 1, Rules: []request.Rule{rule(request.ByRole, "a")}}}},
		"any of them":      {policy.Step{Name: "S", Quorum: "any", Approvers: []policy.Approver{{Role: "a"}}}, nil, []request.Step{{Name: "S", Need: 1, Rules: []request.Rule{rule(request.ByRole, "a")}}}},
		"not when":         {policy.Step{Name: "S", When: "centre == \"OPS\"", Approvers: []policy.Approver{{Role: "a"}}}, nil, nil},
		"when":             {policy.Step{Name: "S", When: "centre == \"ENG\"", Approvers: []policy.Approver{{Role: "a"}}}, form.Values{"centre": {Text: "ENG"}}, frozen(rule(request.ByRole, "a"))},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps, err := compile(t, tt.step).Steps(form.Facts(fields(), tt.values, nil), ana, tt.values)
			require.NoError(t, err)
			assert.Equal(t, tt.want, steps)
		})
	}
	_, err := compile(t, policy.Step{Name: "S", When: "10 / amount > 1", Approvers: []policy.Approver{{Role: "a"}}}).Steps(form.Facts(fields(), nil, nil), ana, nil)
	require.ErrorContains(t, err, "policy: step S: ")

	steps, err := compile(t, step(policy.Approver{OwnerOf: "centre"})).Steps(form.Facts(fields(), nil, nil), people.Person{}, nil)
	require.NoError(t, err)
	assert.Empty(t, steps[0].Rules, "who has no cost centre has no owner to ask")
}

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

func TestALadderThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	f, problems := form.Compile(fields(), nil)
	require.Empty(t, problems)
	tests := map[string]struct {
		rungs []policy.Rung
		says  string
	}{
		"no time":          {[]policy.Rung{{After: "soon", Remind: true}}, "is no working time"},
		"nothing":          {[]policy.Rung{{After: "8h"}}, "exactly one of remind"},
		"two at once":      {[]policy.Rung{{After: "8h", Remind: true, Expire: true}}, "exactly one of remind"},
		"out of order":     {[]policy.Rung{{After: "8h", Remind: true}, {After: "8h", Expire: true}}, "order them by after"},
		"after the end":    {[]policy.Rung{{After: "8h", Expire: true}, {After: "9h", Remind: true}}, "nothing comes after expire"},
		"an unknown word":  {[]policy.Rung{{After: "8h", Add: "boss"}}, "write substitute, managers_manager"},
		"an unknown field": {[]policy.Rung{{After: "8h", To: map[string]any{"rule": "x"}}}, "write substitute, managers_manager"},
		"two people":       {[]policy.Rung{{After: "8h", To: map[string]any{"role": "x", "team": "y"}}}, "exactly one of person"},
		"a number":         {[]policy.Rung{{After: "8h", Add: 3}}, "write substitute, managers_manager"},
	}
	for name, tt := range tests {
		problems := policy.CheckLadder("escalate", tt.rungs, f)
		require.Len(t, problems, 1, name)
		assert.Contains(t, problems[0].Say, tt.says, name)
	}
}

func TestWhoIsAskedUpTheLadder(t *testing.T) {
	t.Parallel()
	manager := policy.Approver{ManagerOf: "requester"}
	route := compile(t, policy.Step{Name: "Manager", Approvers: []policy.Approver{manager}, Escalate: []policy.Rung{
		{After: "8h", Remind: true}, {After: "16h", Add: "substitute"}, {After: "24h", Add: "managers_manager"}, {After: "40h", To: map[string]any{"role": "finance"}}, {After: "80h", Expire: true},
	}}, policy.Step{Name: "All", Quorum: "all", Approvers: []policy.Approver{manager}, Escalate: []policy.Rung{{After: "16h", Add: "substitute"}, {After: "80h", Expire: true}}})
	dir := office(t, row("boss@x", func(e *people.Entry) { e.Substitute = "ben@x" }))
	steps, err := route.Steps(map[string]any{}, person(t, dir, "ana@x"), nil)
	require.NoError(t, err)
	require.Len(t, steps[0].Ladder, 5)
	assert.Equal(t, []request.Rung{{Minutes: 80 * 60, Do: request.LastRung}}, steps[1].Ladder, "where all agree nobody is added")

	r := waiting()
	r.Steps = steps
	climb := func(i int) []string {
		rules := policy.Climbed(r, r.Steps[0].Ladder[i], dir)
		next, err := r.Apply(request.Move{Action: request.Escalate, By: "factotum", At: monday, Rung: i, Stage: r.Stage(), Rules: rules, Why: "nobody has decided it"})
		require.NoError(t, err)
		r = next
		return asked(r, dir)
	}
	assert.Equal(t, []string{"boss@x"}, climb(0))
	assert.Equal(t, []string{"boss@x", "ben@x"}, climb(1))
	reason, _ := policy.May(r, person(t, dir, "ben@x"), dir)
	assert.Equal(t, "you are the substitute of boss, because nobody has decided it", reason.String())
	assert.Contains(t, policy.Waiting(r), "person:ben@x")
	assert.Equal(t, []string{"boss@x", "ben@x", "ceo@x"}, climb(2))
	assert.Equal(t, []string{"fay@x", "fin@x"}, climb(3), "those before are not asked any more")
	_, err = r.Apply(request.Move{Action: request.Escalate, Rung: 3, Stage: r.Stage()})
	assert.Error(t, err, "each rung once")
}

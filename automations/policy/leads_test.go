package policy_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/policy"
	"factotum/automations/request"
)

// TestWhoeverMaySeeARequestIsLedToIt in random organisations, whatever it waits
// for: what is not among the leads is never found.
func TestWhoeverMaySeeARequestIsLedToIt(t *testing.T) {
	t.Parallel()
	routes := kinds(t, 60)
	seen := 0
	for seed := range uint64(1500) {
		dice := rand.New(rand.NewPCG(seed, 3))
		w := &world{organisation: found(dice), tally: newTally()}
		w.sync()
		if !w.submit(t, routes[dice.IntN(len(routes))], dice.IntN(2), w.values([]string{"", address(1), "U0"}[dice.IntN(3)])) {
			continue
		}
		switch dice.IntN(5) {
		case 0:
			w.r.State, w.r.Work = request.Open, &request.Work{Team: "it", Otherwise: "director"}
		case 1:
			w.r.Stewards = []request.Rule{{Kind: request.ByRole, Of: "Security"}}
		case 2:
			w.r.Shown = []string{address(3)}
		case 3:
			w.r.State, w.r.Work = request.Waiting, &request.Work{Team: "it", Desk: true, Assignee: address(2), Followers: []string{address(3)}}
		}
		w.r.Spare = policy.Spare(w.r, w.dir)
		leads := policy.Leads(w.r)
		for _, p := range w.dir.Everybody() {
			if !policy.See(w.r, p, w.dir, nil) {
				continue
			}
			seen++
			led := policy.Led(p, w.dir)
			require.True(t, slices.ContainsFunc(leads, func(key string) bool { return slices.Contains(led, key) }), "%d: %s is not led to %+v by %v", seed, p.ID, w.r, leads)
		}
	}
	assert.Greater(t, seen, 3000)
}

func TestNotesLeadThoseWhoWork(t *testing.T) {
	t.Parallel()
	assert.Empty(t, policy.NoteLeads(request.Request{}))
	work := &request.Work{Team: "IT", Circle: []request.Rule{{Kind: request.ByRole, Of: "people"}}}
	assert.Equal(t, []string{"role:people", "team:it"}, policy.NoteLeads(request.Request{Work: work}))
	work.Private = true
	assert.Equal(t, []string{"role:people"}, policy.NoteLeads(request.Request{Work: work}))
}

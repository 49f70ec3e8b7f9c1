package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/request"
)

func TestAnUnchangedDirectoryWritesNothing(t *testing.T) {
	t.Parallel()
	o := setup(t)
	version := func() int64 {
		docs, err := o.store.Load(o.ctx, "people")
		require.NoError(t, err)
		return docs[0].Version
	}
	before := version()
	same, _ := people.Join(staff())
	changed, err := o.Staff(o.ctx, same)
	require.NoError(t, err)
	assert.False(t, changed)
	assert.Equal(t, before, version())

	accounts, entries, company := staff()
	other, _ := people.Join(accounts[1:], entries[1:], company)
	changed, err = o.Staff(o.ctx, other)
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Equal(t, before+1, version())
}

// promote makes adam the manager of ines instead of mara.
func promote(name string, e *people.Entry) {
	if name == "ines" {
		e.Manager = "adam@example.com"
	}
}

func TestARoleTakenAwayInFlight(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.deliver()
	mara := o.who("mara")
	o.rewrite(promote)
	assert.Equal(t, []string{pending}, o.box.to("U08"), "who is asked now has a card")
	assert.Contains(t, o.request(id).Shown, "adam@example.com")

	_, err := o.Decide(o.ctx, mara, "late", automations.Decision{ID: id, Say: request.Approve})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.Equal(t, "You are not, or no longer, among those who decide EXP-1, so nothing was changed. It waits for Adam Sample.", fault.Say(err))
	o.approve(id, "adam")
	assert.Equal(t, []string{"submit", "show", "refused approve", "approve"}, o.moves(id))
}

func TestAReplicaWithAnOldDirectoryDoesNotDecideByIt(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	old := o.replica(o.store)
	mara, err := old.Who(o.ctx, "U01") // its cache is warm now
	require.NoError(t, err)
	o.rewrite(promote)
	_, err = old.Decide(o.ctx, mara, "late", automations.Decision{ID: id, Say: request.Approve})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.Equal(t, request.Pending, o.request(id).State)
}

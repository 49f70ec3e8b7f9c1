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

func TestRerouteLooksAgainAtCardsAndLeavesDecidedRequestsAlone(t *testing.T) {
	t.Parallel()
	o := setup(t)
	decided := o.submit(taxi).Request.ID
	_, err := o.Decide(o.ctx, o.who("mara"), "c", automations.Decision{ID: decided, Say: request.Reject, Text: "no"})
	require.NoError(t, err)
	const many = 510 // more than one page of what waits
	for range many {
		o.submit(taxi)
	}
	accounts, entries, company := staff()
	promote("ines", &entries[0])
	o.employ(accounts, entries, company)
	require.NoError(t, o.Reroute(o.ctx))
	list, err := o.Waiting(o.ctx, o.who("adam"), "", 1000)
	require.NoError(t, err)
	require.Len(t, list.Rows, many)
	for _, row := range list.Rows {
		assert.Contains(t, row.File.Request.Shown, "adam@example.com")
	}
	assert.Equal(t, []string{"submit", "reject"}, o.moves(decided))
}

func TestOnlyAdminsSeeAndRepeatDeliveries(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for name, admin := range map[string]bool{"adam": true, "mara": false, "dora": false, "gus": false} {
		assert.Equal(t, admin, automations.IsAdmin(o.who(name)), name)
		_, _, err := o.Undelivered(o.ctx, o.who(name), "", 10)
		if admin {
			require.NoError(t, err)
			continue
		}
		assert.Equal(t, fault.Denied, fault.CodeOf(err), name)
		assert.Equal(t, fault.Denied, fault.CodeOf(o.Redeliver(o.ctx, o.who(name), "key")), name)
	}
	gone := o.who("adam")
	gone.Inactive = true
	assert.False(t, automations.IsAdmin(gone))
	_, _, err := o.Undelivered(o.ctx, o.who("adam"), "no cursor", 10)
	require.Error(t, err)
}

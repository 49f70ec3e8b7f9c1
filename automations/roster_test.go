package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

func TestWhoFindsThePersonBehindAnAccount(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p, err := o.Who(o.ctx, "U01")
	require.NoError(t, err)
	assert.Equal(t, "mara@example.com", p.ID)
	_, err = o.Who(o.ctx, "U99")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "I do not know your account yet.")
}

func TestWhoHasLeftCanDoNothing(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	accounts, entries, company := staff()
	accounts[1].Inactive = true
	o.employ(accounts, entries, company)
	mara, err := o.Who(o.ctx, "U01")
	require.NoError(t, err, "who they were is known, so that the refusal can be recorded")
	_, err = o.Decide(o.ctx, mara, "c", automations.Decision{ID: id, Say: request.Approve})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "people who have left cannot decide")
	_, err = o.Submit(o.ctx, mara, "s", o.claim("mara", taxi))
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.Find(o.ctx, mara, id)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.Equal(t, []string{"submit", "refused approve"}, o.moves(id))
}

func TestAnUnknownAccountIsLookedForInTheStoreOnceMore(t *testing.T) {
	t.Parallel()
	o := setup(t)
	replica := o.replica(o.store)
	_, err := replica.Who(o.ctx, "U01")
	require.NoError(t, err)
	accounts, entries, company := staff()
	o.employ(append(accounts, people.Account{ID: "U50", Name: "new", RealName: "New Sample", Email: "new@example.com"}), entries, company)
	p, err := replica.Who(o.ctx, "U50")
	require.NoError(t, err)
	assert.Equal(t, "New Sample", p.Name)
}

func TestADirectoryThatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	o := setup(t)
	docs, err := o.store.Load(o.ctx, "people")
	require.NoError(t, err)
	id := o.submit(taxi).Request.ID
	_, err = o.store.Commit(o.ctx, state.Change{
		Once: state.Once{Key: "spoil"}, Documents: []state.Document{{ID: "people", Version: docs[0].Version, Body: []byte("{")}},
	})
	require.NoError(t, err)
	replica := o.replica(o.store)
	calls := map[string]func() error{
		"who": func() error { _, err := replica.Who(o.ctx, "U01"); return err },
		"decide": func() error {
			_, err := replica.Decide(o.ctx, o.who("mara"), "c", automations.Decision{ID: id})
			return err
		},
		"paper":   func() error { _, err := replica.Paper(o.ctx, o.who("ines"), "x", "expense"); return err },
		"waiting": func() error { _, err := replica.Waiting(o.ctx, o.who("mara"), "", 5); return err },
		"mine":    func() error { _, err := replica.Mine(o.ctx, o.who("mara"), "", 5); return err },
		"reroute": func() error { return replica.Reroute(o.ctx) },
	}
	for name, call := range calls {
		assert.ErrorContains(t, call(), "decode the directory", name)
	}
	o.courier.Desk = replica
	_, err = o.courier.Deliver(o.ctx)
	require.NoError(t, err, "that one card cannot be made is kept with the card")
}

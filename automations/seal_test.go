package automations_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/request"
	"factotum/connectors/files"
	"factotum/connectors/store/sqlite"
)

// sealer seals the log of an office; its heads lie in a file of their own.
func (o *office) sealer(path string) (*automations.Sealer, *[]audit.Head) {
	told := &[]audit.Head{}
	return &automations.Sealer{
		Desk: o.Desk, Gazette: files.OpenHeads(path), Messenger: o.box, Channel: "C0AUDIT",
		Tell: func(_ context.Context, h audit.Head) { *told = append(*told, h) },
	}, told
}

// verify reads the sealed log as an auditor does.
func (o *office) verify(published ...audit.Head) (audit.Head, error) {
	o.t.Helper()
	_, seal, err := automations.Sealed(o.ctx, o.store)
	require.NoError(o.t, err)
	var v audit.Verifier
	v.Expect(published...)
	for {
		records, err := o.store.Log(o.ctx, v.Head().Position, 100)
		require.NoError(o.t, err)
		if len(records) == 0 {
			return v.Head(), v.End()
		}
		for _, r := range records {
			kept, err := seal(r.Position)
			require.NoError(o.t, err)
			if err := v.Check(r, kept); err != nil {
				return v.Head(), err
			}
		}
	}
}

func TestReplicasSealTheSame(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit("20 EUR taxi yesterday")
	for i := range 300 { // more than one document of seals
		_, err := o.Decide(o.ctx, o.who("ines"), fmt.Sprint("c", i), automations.Decision{ID: f.Request.ID, Say: request.Approve})
		require.Error(t, err)
		if i%50 == 0 {
			var group errgroup.Group
			for range 4 {
				group.Go(func() error { _, err := o.Seal(o.ctx); return err })
			}
			require.NoError(t, group.Wait())
		}
	}
	head, err := o.Seal(o.ctx)
	require.NoError(t, err)
	again, err := o.Seal(o.ctx)
	require.NoError(t, err)
	assert.Equal(t, head, again, "nothing new")
	got, err := o.verify(head)
	require.NoError(t, err)
	assert.Equal(t, head, got)
	holds, err := automations.Holds(o.ctx, o.store, audit.Head{Position: 1})
	require.NoError(t, err)
	assert.False(t, holds, "another seal")
}

func TestHeadsArePublishedOnceEachAndHourlyInTheChannel(t *testing.T) {
	t.Parallel()
	o := setup(t)
	path := filepath.Join(t.TempDir(), "seal.head")
	s, told := o.sealer(path)
	require.NoError(t, s.Run(o.ctx))
	assert.Empty(t, *told, "nothing has happened")
	for i := range 3 {
		o.submit("20 EUR taxi yesterday")
		for range 2 {
			require.NoError(t, s.Run(o.ctx))
		}
		assert.Len(t, *told, i+1)
		o.wait(25 * time.Minute)
	}
	published, err := files.OpenHeads(path).Since()
	require.NoError(t, err)
	assert.Equal(t, *told, published)
	head, err := o.verify(published...)
	require.NoError(t, err)
	assert.Equal(t, published[2], head)
	assert.Len(t, o.box.to("C0AUDIT"), 1, "09:00, 09:25 and 09:50 are one hour")
	assert.Contains(t, o.box.to("C0AUDIT")[0], published[0].String())
}

// older puts the store of an office back to a copy that is made at once, after
// more has happened.
func older(t *testing.T, o *office, more func()) {
	t.Helper()
	require.NoError(t, o.store.Close())
	body, err := os.ReadFile(o.path)
	require.NoError(t, err)
	o.reopen()
	more()
	require.NoError(t, o.store.Close())
	require.NoError(t, os.WriteFile(o.path, body, 0o600))
	o.reopen()
}

func TestAStoreThatCameBackOlderFreezesDecisionsUntilAnAdminAccepts(t *testing.T) {
	t.Parallel()
	o := setup(t)
	path := filepath.Join(t.TempDir(), "seal.head")
	f := o.submit("20 EUR taxi yesterday")
	s, told := o.sealer(path)
	require.NoError(t, s.Run(o.ctx))
	older(t, o, func() {
		_, err := o.Decide(o.ctx, o.who("mara"), "c1", automations.Decision{ID: f.Request.ID, Say: request.Approve})
		require.NoError(t, err)
		s, told = o.sealer(path)
		require.NoError(t, s.Run(o.ctx))
	})
	s, told = o.sealer(path)
	require.NoError(t, s.Check(o.ctx))
	for range 3 {
		err := s.Run(o.ctx)
		assert.Equal(t, fault.Conflict, fault.CodeOf(err))
		assert.Contains(t, fault.Say(err), "The data has lost what people were told is done: entry 2 of the audit log was published, and the log that is there now does not hold it (it is sealed up to 1).")
	}
	assert.Empty(t, *told, "nothing is published any more")
	assert.Len(t, o.box.to("U08"), 1, "the admin is told once")
	assert.Contains(t, o.box.to("U08")[0], "factotum audit accept")
	freeze, err := automations.Frozen(o.ctx, o.store)
	require.NoError(t, err)
	assert.True(t, freeze.On())

	_, err = o.Decide(o.ctx, o.who("mara"), "c2", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.Equal(t, "EXP-1 cannot be decided right now: Factotum has found that its data is older than what people were told, so nothing is approved or paid until an administrator has looked into it. Nothing was changed. They have been told.", fault.Say(err))
	_, err = o.Decide(o.ctx, o.who("mara"), "c3", automations.Decision{ID: f.Request.ID, Say: request.Ask, Text: "Which taxi?"})
	require.NoError(t, err, "questions may be asked")
	assert.Equal(t, []string{"submit", "refused approve", "ask"}, o.moves(f.Request.ID))

	head, err := o.verify()
	require.NoError(t, err)
	require.NoError(t, files.OpenHeads(path).Accept(head, o.clock().Add(time.Minute), "root"))
	o.wait(2 * time.Minute)
	require.NoError(t, s.Run(o.ctx))
	_, err = o.Decide(o.ctx, o.who("mara"), "c4", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	require.NoError(t, err)
	require.NoError(t, s.Run(o.ctx))
	assert.Len(t, *told, 2, "heads are published again")
	freeze, err = automations.Frozen(o.ctx, o.store)
	require.NoError(t, err)
	assert.False(t, freeze.On())
	published, err := files.OpenHeads(path).Since()
	require.NoError(t, err)
	_, err = o.verify(published...)
	require.NoError(t, err)
	assert.Equal(t, []string{"freeze", "accept"}, o.moves("freeze"))
}

func TestALogThatGrewAgainBeforeItWasLookedAtIsStillOlder(t *testing.T) {
	t.Parallel()
	o := setup(t)
	path := filepath.Join(t.TempDir(), "seal.head")
	older(t, o, func() {
		o.submit("20 EUR taxi yesterday")
		s, _ := o.sealer(path)
		require.NoError(t, s.Run(o.ctx))
	})
	for range 3 {
		o.submit("30 EUR parking yesterday")
	}
	_, err := o.Seal(o.ctx)
	require.NoError(t, err)
	s, _ := o.sealer(path)
	require.NoError(t, s.Check(o.ctx))
	freeze, err := automations.Frozen(o.ctx, o.store)
	require.NoError(t, err)
	assert.True(t, freeze.On())
}

// reopen opens the store of an office anew.
func (o *office) reopen() {
	o.t.Helper()
	store, err := sqlite.Open(o.path)
	require.NoError(o.t, err)
	o.store, o.Store = store, store
	o.Desk = &automations.Desk{
		Store: store, Catalogue: o.Catalogue, Now: o.clock, NewID: o.id, Calendar: o.Calendar, Law: o.Law, Keeper: o.keeper, Due: func() {},
	}
	o.courier.Store, o.courier.Desk = store, o.Desk
}

package automations_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/mail"
	"factotum/automations/state"
)

func TestAnEndBeforeTheMailboxShowsItIsRepaired(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("one")
	c.mails.broken["settle"] = errDied
	require.ErrorIs(t, c.Run(c.ctx), errDied)
	assert.NotEmpty(t, c.numbered("INV-1").ID, "it is committed already")
	delete(c.mails.broken, "settle")
	c.run()
	assert.Empty(t, c.mails.settled, "whoever took it in may still be about to show it")
	c.wait(time.Minute)
	c.mails.broken["settle"] = errDied
	require.ErrorIs(t, c.Run(c.ctx), errDied)
	delete(c.mails.broken, "settle")
	require.NoError(t, c.replica().Run(c.ctx))
	assert.Empty(t, c.mails.settled, "one replica a span tries it")
	assert.Equal(t, 2, c.mails.settles)
	c.wait(time.Minute)
	c.run()
	assert.Equal(t, map[uint32]mail.Outcome{1: mail.Done}, c.mails.settled)
	c.none("INV-2", "MAIL-1")
	assert.Equal(t, 1, c.opens.looks)
}

func TestAnEndBetweenTwoInvoicesLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("two")
	down := fault.New(fault.Unavailable, "The store does not answer.")
	c.Store = &ending{Store: c.store, fails: func(ch state.Change) error {
		if strings.HasPrefix(ch.Once.Key, "mail/") && !strings.Contains(ch.Once.Key, "#") {
			return down
		}
		return nil
	}}
	require.ErrorIs(t, c.Run(c.ctx), down)
	assert.NotEmpty(t, c.numbered("INV-1").ID)
	c.none("INV-2")
	assert.Empty(t, c.mails.settled)
	c.Store = c.store
	c.run()
	assert.Equal(t, "RE-3", c.numbered("INV-2").Values["number"].Text)
	c.none("INV-3", "MAIL-1")
	assert.Equal(t, mail.Done, c.mails.settled[1])
}

func TestAFolderThatIsNumberedAnewDoublesNothing(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("one")
	c.post("large")
	c.run()
	c.mails.renumber()
	c.run()
	c.none("INV-2", "MAIL-2")
	assert.Empty(t, c.numbered("INV-1").Thread)
	assert.Equal(t, 2, c.opens.looks)
	assert.Equal(t, map[uint32]mail.Outcome{1: mail.Done, 2: mail.Quarantine}, c.mails.settled, "as it was the first time")
	c.post("two")
	c.run()
	assert.NotEmpty(t, c.numbered("INV-3").ID)
}

func TestAMailThatWasPassedOverIsFound(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("one")
	c.post("none")
	c.mails.hidden[1] = true
	c.run()
	c.none("INV-1")
	c.mails.hidden[1] = false
	c.run()
	assert.NotEmpty(t, c.numbered("INV-1").ID)
	assert.Equal(t, map[uint32]mail.Outcome{1: mail.Done, 2: mail.Done}, c.mails.settled)
	docs, err := c.store.Load(c.ctx, "mail/position/invoices/INBOX")
	require.NoError(t, err)
	assert.Contains(t, string(docs[0].Body), `"uid":2`, "the position does not go back")
}

func TestWhatCannotBeTakenInDoesNotStopWhatIsBehind(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.Examine = func(_ context.Context, in automations.Examined) (automations.Finding, error) {
		if in.Sent.Values["number"].Text == "RE-1" {
			return automations.Finding{}, fault.New(fault.Invalid, "There are two such vendors.")
		}
		return automations.Finding{Sent: in.Sent}, nil
	}
	c.post("one")
	c.post("two")
	c.run()
	assert.Equal(t, "It could not be taken in: There are two such vendors.", c.numbered("MAIL-1").Values["reason"].Text)
	assert.NotEmpty(t, c.numbered("INV-2").ID)
	assert.Equal(t, map[uint32]mail.Outcome{1: mail.Quarantine, 2: mail.Done}, c.mails.settled)
	assert.Equal(t, automations.Status{Success: start(), Taken: 2, Apart: 1}, c.Status())
}

func TestNoInvoiceKindStopsTheRound(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.Kind = "nothing"
	c.post("one")
	require.Error(t, c.Run(c.ctx))
	assert.Empty(t, c.mails.settled)
	c.none("MAIL-1")
}

func TestAnotherReplicaMayBeFaster(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("one")
	rival, raced := c.replica(), false
	rival.Desk = &automations.Desk{Store: c.store, Catalogue: c.Catalogue, Now: c.clock, NewID: c.id, Calendar: c.Calendar, Law: c.Law, Keeper: c.keeper, Due: func() {}}
	c.Store = &ending{Store: c.store, fails: func(ch state.Change) error {
		if !raced && strings.HasPrefix(ch.Once.Key, "mail/") {
			raced = true
			return rival.Run(c.ctx)
		}
		return nil
	}}
	c.run()
	assert.True(t, raced)
	c.none("INV-2", "MAIL-1")
	assert.Equal(t, 1, c.mails.settles, "who committed it shows it")
	assert.Equal(t, 1, c.Status().Taken)
}

func TestAMailboxThatManyReadIsTriedLater(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("none")
	tries := 0
	c.Store = &ending{Store: c.store, fails: func(ch state.Change) error {
		if strings.HasPrefix(ch.Once.Key, "mail/") {
			tries++
			return state.StaleError{ID: "mail/position/invoices/INBOX"}
		}
		return nil
	}}
	err := c.Run(c.ctx)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.ErrorContains(t, err, "The mailbox Invoices mailbox is read by too many at once.")
	assert.Greater(t, tries, 1)
	assert.Equal(t, 1, c.opens.looks, "what is in it is found out once")
}

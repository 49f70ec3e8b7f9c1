package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 5 * time.Minute

// goes waits until a run goes on: from then on nobody else takes it.
func (b *bureau) goes(id string) {
	b.t.Helper()
	require.NoError(b.t, b.fetcher.Run(b.ctx))
	require.Eventually(b.t, func() bool {
		run, _, err := b.RunFor(b.ctx, b.who("fay"), id)
		return err == nil && run.Phase == automations.RunGoing
	}, ample, 10*time.Millisecond)
}

func TestARunThatIsTriedAgainIsTakenByOne(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.plan("fay", mondays())
	b.ledger.set(func(l *ledger) { l.fail = fault.New(fault.Invalid, "There is no such column.") })
	b.week(1)
	require.Len(t, b.stands(), 1)
	id, block := b.stands()[0].ID, make(chan struct{})
	b.ledger.set(func(l *ledger) { l.fail, l.block = nil, block })
	_, err := b.RetryRun(b.ctx, b.who("fay"), id)
	require.NoError(t, err)
	b.goes(id)
	close(block)
	b.fetcher.Wait()
	run, _, err := b.RunFor(b.ctx, b.who("fay"), id)
	require.NoError(t, err)
	assert.Equal(t, automations.RunAnswered, run.Phase)
}

func TestFilesStayWhereAnotherReplicaWasFaster(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	block := make(chan struct{})
	b.ledger.set(func(l *ledger) { l.block = block })
	run, err := b.Fetch(b.ctx, b.who("fay"), b.id(), automations.Fetching{Report: "spend"})
	require.NoError(t, err)
	b.goes(run.ID)
	b.ledger.set(func(l *ledger) { l.block = nil })
	b.wait(time.Hour) // it should have ended
	other := &automations.Fetcher{Desk: b.Desk}
	require.NoError(t, other.Run(b.ctx))
	other.Wait()
	close(block)
	b.fetcher.Wait()
	run, _, err = b.RunFor(b.ctx, b.who("fay"), run.ID)
	require.NoError(t, err)
	require.Len(t, run.Files, 2)
	b.wait(2 * time.Hour)
	b.wake() // what the slower one made is looked at
	for _, f := range run.Files {
		_, err := b.keeper.Kept(b.ctx, f.Hash)
		assert.NoError(t, err, f.Name)
	}
}

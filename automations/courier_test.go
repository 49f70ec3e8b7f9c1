package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/outbox"
)

func TestWhatTheMessengerDoesNotTakeNowIsPutOffUnseen(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.deliver()
	o.approve(id, "mara") // changes two cards, and paul gets one
	o.box.closed = [2]time.Duration{0, 30 * time.Second}
	seen := 0
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		seen++
		return plain(s)
	}
	o.deliver()
	assert.Equal(t, []string{"EXP-1 pending Taxi to the airport"}, o.box.to("U01"))
	assert.Zero(t, seen, "what would be an update is not even rendered")
	o.box.closed = [2]time.Duration{time.Minute, time.Minute}
	o.wait(time.Hour)
	n, err := o.courier.Deliver(o.ctx)
	require.NoError(t, err)
	assert.Zero(t, n, "nothing is taken while nothing can be brought")
	o.box.closed = [2]time.Duration{}
	require.NoError(t, o.courier.Work(o.ctx))
	assert.Equal(t, []string{"EXP-1 open Taxi to the airport"}, o.box.to("U01"))
	assert.Empty(t, o.failed())
}

func TestWhatWasPostedIsRecordedAlsoWhenAnotherLeaseHasEnded(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for range 4 {
		o.submit(taxi)
	}
	late := true
	o.box.lose = func(outbox.Message) error {
		if late { // the lease of one is taken over while all are posted
			late = false
			o.mu.Lock()
			o.now = o.now.Add(31 * time.Second)
			o.mu.Unlock()
			_, err := o.store.Lease(o.ctx, o.clock(), o.clock().Add(time.Minute), 1)
			assert.NoError(t, err)
		}
		return nil
	}
	o.courier.Workers = 4
	_, err := o.courier.Deliver(o.ctx)
	require.NoError(t, err)
	o.wait(2 * time.Minute)
	o.deliver()
	assert.Len(t, o.box.to("U00"), 4)
	assert.Len(t, o.box.to("U01"), 4)
	assert.LessOrEqual(t, o.box.finds, 1, "only what was taken over is looked for")
}

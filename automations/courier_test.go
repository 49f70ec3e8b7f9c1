package automations_test

import (
	"context"
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

func TestManyThatMustWaitArePutOffTogether(t *testing.T) {
	t.Parallel()
	for name, opens := range map[string]bool{"Slack stays closed": false, "it opens meanwhile": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			var ids []string
			for range 12 {
				ids = append(ids, o.submit(taxi).Request.ID)
			}
			o.deliver()
			for _, id := range ids {
				o.approve(id, "mara")
			}
			o.box.closed = [2]time.Duration{0, 30 * time.Second}
			taken := &leasing{Store: o.store}
			if taken.next = func() {}; opens {
				taken.next = func() { o.box.closed = [2]time.Duration{} }
			}
			o.courier.Store, o.courier.Workers = taken, 2
			require.NoError(t, o.courier.Work(o.ctx))
			if !opens {
				assert.Equal(t, []int{2, 10}, taken.limits[:2], "none of the first two could be brought")
				assert.Less(t, len(taken.limits), 20)
			}
			o.box.closed = [2]time.Duration{}
			o.wait(time.Minute)
			require.NoError(t, o.courier.Work(o.ctx))
			for _, said := range o.box.to("U01") {
				assert.Contains(t, said, " open ")
			}
			assert.Len(t, o.box.to("U01"), 12)
			assert.Empty(t, o.failed())
		})
	}
}

// leasing remembers how many notices were wanted each time. Something happens
// after the first.
type leasing struct {
	automations.Store
	limits []int
	next   func()
}

func (s *leasing) Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error) {
	if s.limits = append(s.limits, limit); len(s.limits) == 2 {
		s.next()
	}
	return s.Store.Lease(ctx, now, until, limit)
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

package automations_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

// disturbed is a store in which somebody else has fired one timer of many, and
// whose requests are changed by somebody while a bell is rung.
type disturbed struct {
	*sqlite.Store
	together, moved int
}

func (d *disturbed) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	switch {
	case len(c.Fired) > 1:
		d.together++
		return state.Result{}, state.StaleError{ID: c.Fired[0].Key}
	case len(c.Receipts) > 0 && len(c.Audit) > 0 && d.moved < 3:
		d.moved++
		return state.Result{}, state.StaleError{ID: c.Documents[0].ID}
	}
	return d.Store.Commit(ctx, c)
}

func TestTimersThatDoNotGoTogetherAreFiredOneByOneAndWhatMovedIsRungAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	d := &disturbed{Store: o.store}
	o.Store, o.courier.Store = d, d
	ids := []string{o.submit(taxi).Request.ID, o.submit(taxi).Request.ID}
	o.until(monday())
	o.wake()
	assert.Equal(t, 1, d.together)
	assert.Equal(t, 3, d.moved)
	for _, id := range ids {
		assert.Equal(t, []string{"submit", "remind"}, o.moves(id), "once")
	}
	assert.Len(t, o.box.to("U01"), 4, "a card and a line of each")
}

func TestAnEscalationThatIsDueLaterByNowWaits(t *testing.T) {
	t.Parallel()
	o := climbing(t)
	f := o.submit("42.50 EUR taxi yesterday")
	o.until(time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC))
	o.wake()
	assert.Equal(t, []string{"submit", "escalate"}, o.moves(f.Request.ID))

	// Nobody of those who are asked by now has had so long: it goes up later.
	o.until(time.Date(2026, 11, 24, 9, 0, 1, 0, time.UTC))
	o.rewrite(func(name string, e *people.Entry) {
		if name == "ines" {
			e.Manager = "omar@example.com"
		}
	})
	o.wake()
	assert.Contains(t, o.due(), "raise")
}

func TestWhatABellCannotDoIsShownToAdmins(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.Store = spoilt{o.store}
	o.courier.Store = o.Store
	o.until(monday())
	o.wake()
	failed := o.failed()
	require.Len(t, failed, 1)
	assert.Equal(t, "EXP-1", failed[0].Number)
	assert.Contains(t, failed[0].Reason, "is held by")
	o.Store, o.courier.Store = o.store, o.store
	require.NoError(t, o.Redeliver(o.ctx, o.who("adam"), failed[0].Key))
	o.deliver()
	assert.Equal(t, []string{"submit", "remind"}, o.moves(id))
}

// spoilt is a store that takes no reminder.
type spoilt struct{ *sqlite.Store }

func (s spoilt) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if len(c.Receipts) > 0 && len(c.Audit) > 0 {
		return state.Result{}, state.TakenError{Key: "a", Holder: "b"}
	}
	return s.Store.Commit(ctx, c)
}

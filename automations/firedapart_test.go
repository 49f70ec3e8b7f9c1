package automations_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

// disturbed is a store in which somebody else is always faster than those who
// fire timers together.
type disturbed struct {
	*sqlite.Store
	together int
}

func (d *disturbed) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if len(c.Fired) == 1 && len(c.Documents) > 0 && strings.HasSuffix(c.Once.Key, "/1") {
		d.together++
		return state.Result{}, state.StaleError{ID: c.Documents[0].ID}
	}
	return d.Store.Commit(ctx, c)
}

// alone lets an office fire every timer by itself.
func (o *office) alone() *disturbed {
	d := &disturbed{Store: o.store}
	o.Store = d
	return d
}

func TestARungThatCannotGoWithOthersIsClimbedByItself(t *testing.T) {
	t.Parallel()
	o := climbing(t)
	d := o.alone()
	f := o.submit("42.50 EUR taxi yesterday")
	o.until(time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC))
	o.wake()
	assert.Positive(t, d.together)
	assert.Equal(t, []string{"submit", "escalate"}, o.moves(f.Request.ID), "once")

	// Nobody of those who are asked by now has had so long: it goes up later.
	o.until(time.Date(2026, 11, 24, 9, 0, 1, 0, time.UTC))
	o.rewrite(func(name string, e *people.Entry) {
		if name == "ines" {
			e.Manager = "omar@example.com"
		}
	})
	o.wake()
	assert.Contains(t, o.due(), "climb")
}

func TestAReminderThatCannotGoWithOthersIsToldByItself(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	d := o.alone()
	o.jumps("2026-11-30 09:00")
	o.jumps("2026-12-07 09:00")
	o.jumps("2026-12-07 09:30")
	assert.Positive(t, d.together)
	assert.Equal(t, []string{"7 Dec 09:00 3 to fay"}, o.rungs())
	assert.Equal(t, []string{"3"}, o.duty().Request.Work.Alerts)
}

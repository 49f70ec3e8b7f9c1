package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
)

func TestABellCallsWhomTheStateNamesWhenItIsRung(t *testing.T) {
	t.Parallel()
	late := obliged(t, vatReturn)
	late.jumps("2026-11-30 09:00")
	late.until(late.berlin("2026-12-07 09:00"))
	require.NoError(t, late.Wake(late.ctx))
	assert.Empty(t, late.duty().Request.Work.Alerts, "told is who was called")
	late.until(late.berlin("2026-12-07 21:00")) // Slack was down all day
	late.deliver()
	assert.Empty(t, late.rungs(), "nobody is told at night")
	late.jumps("2026-12-08 09:00")
	late.jumps("2026-12-08 09:30")
	assert.Equal(t, []string{"8 Dec 09:00 3 late to fay"}, late.rungs())

	done := obliged(t, vatReturn)
	done.jumps("2026-11-30 09:00")
	done.until(done.berlin("2026-12-07 09:00"))
	require.NoError(t, done.Wake(done.ctx))
	_, err := done.Prove(done.ctx, done.who("fay"), done.id(), vatID, form.Values{"statement": {Text: "Filed"}, catalogue.DoneOn: {Date: calendar.NewDate(2026, 12, 7)}})
	require.NoError(t, err)
	done.deliver()
	assert.Empty(t, done.rungs(), "what is brought meanwhile reminds nobody")
}

func TestWhoIsCalledFirstIsToldBeforeOthersAreCalled(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit(taxi)
	o.submit(taxi)
	o.deliver()
	o.until(monday())
	require.NoError(t, o.Wake(o.ctx))
	one := *o.courier
	one.Workers = 1
	var told []int
	for range 4 {
		_, err := one.Deliver(o.ctx)
		require.NoError(t, err)
		told = append(told, len(o.box.to("U01")))
	}
	assert.Equal(t, []int{2, 3, 3, 4}, told, "behind their cards")
}

package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
)

func TestTheMorningMessageComesOnceAtTheHourOfTheReader(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit("42.50 EUR taxi yesterday")
	o.deliver()
	m := &automations.Mornings{Desk: o.Desk}
	require.NoError(t, o.SetMorning(o.ctx, o.who("mara"), "a", automations.MorningWish{Hour: 8}))
	require.NoError(t, o.SetMorning(o.ctx, o.who("omar"), "b", automations.MorningWish{Hour: 8}))
	require.NoError(t, o.SetMorning(o.ctx, o.who("ines"), "c", automations.MorningWish{Hour: 8, Days: []time.Weekday{time.Tuesday}, Skip: automations.MorningParts()}))
	require.Error(t, o.SetMorning(o.ctx, o.who("ines"), "d", automations.MorningWish{Hour: 24}))
	had := len(o.box.to(o.who("mara").Accounts[0]))
	told := func() int { return len(o.box.to(o.who("mara").Accounts[0])) - had }
	at := func(day, hour int) {
		t.Helper()
		o.until(time.Date(2026, 11, day, hour-1, 0, 1, 0, time.UTC))
		require.NoError(t, m.Run(o.ctx))
		require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx), "another replica")
		o.deliver()
	}
	at(21, 8)
	assert.Zero(t, told(), "Saturday")
	at(23, 7)
	assert.Zero(t, told(), "too early")
	at(23, 8)
	at(23, 9)
	assert.Equal(t, 1, told())
	at(24, 12)
	assert.Equal(t, 1, told(), "too late for that day")
	assert.Empty(t, o.box.to(o.who("omar").Accounts[0]), "nothing to tell")
	wish, err := o.MorningOf(o.ctx, o.who("fay"))
	require.NoError(t, err)
	assert.Zero(t, wish.Hour)
}

package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
)

func TestTheWeekCountsWhatIsLateSpentAndBroken(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	weeks := map[string]automations.Week{}
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		if s.Notice.Says.Name == automations.WeeklyLetter {
			weeks[s.Reader.Name] = s.Week
		}
		return plain(s)
	}
	for _, who := range []string{"dora", "dan"} {
		require.NoError(t, o.SetMorning(o.ctx, o.who(who), o.id(), automations.MorningWish{Hour: 9}))
	}
	claims := func(at, words string) {
		o.until(o.berlin(at))
		_, err := o.Submit(o.ctx, o.who("fay"), o.id(), o.claim("fay", words))
		require.NoError(t, err)
	}
	claims("2026-12-03 12:00", "20 EUR taxi yesterday")
	o.wake()
	claims("2026-12-11 12:00", "30 EUR taxi yesterday")
	_, err := o.leaves("finn", 44, 46, "")
	require.NoError(t, err)
	o.until(o.berlin("2026-12-14 09:00"))
	require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
	o.deliver()
	week := weeks["Dora Sample"]
	assert.Equal(t, automations.Standing{Open: 1, Late: 1}, week.Duties)
	assert.Equal(t, "30.00 EUR", week.Spent.String())
	assert.Equal(t, "20.00 EUR", week.Before.String())
	assert.Equal(t, 2, week.Asked)
	require.Len(t, week.Late, 1)
	assert.Equal(t, "DUT-1", week.Late[0].File.Number)
	require.Len(t, week.Away, 1)
	assert.Equal(t, "finn@example.com", week.Away[0].Person)
	assert.NotContains(t, weeks, "Dan Sample", "nobody works for him")
}

func TestTheWeekOfAnAdministratorTellsWhatDoesNotWork(t *testing.T) {
	t.Parallel()
	o := setup(t)
	var week automations.Week
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		if s.Notice.Says.Name == automations.WeeklyLetter {
			week = s.Week
		}
		return plain(s)
	}
	o.box.refuse = failing(1, fault.New(fault.Internal, "invalid_blocks"))
	o.submit(taxi)
	o.deliver()
	require.NoError(t, o.SetMorning(o.ctx, o.who("adam"), "a", automations.MorningWish{Hour: 9}))
	o.until(o.berlin("2026-11-30 09:00"))
	require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
	o.deliver()
	assert.Equal(t, 1, week.Failed)
	assert.Zero(t, week.Hooks)
	assert.Equal(t, len(o.due()), week.Overdue, "nobody woke for a week")
	assert.Positive(t, week.Overdue)
	assert.Empty(t, week.Jobs, "nobody knows of any")
	assert.True(t, week.Ill())
	assert.False(t, week.Team())
}

package obligation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// except is a calendar with some days turned round.
type except struct {
	*calendar.Calendar
	days []string
}

func (e except) IsWorkingDay(d calendar.Date) bool {
	for _, turned := range e.days {
		if d.String() == turned {
			return !e.Calendar.IsWorkingDay(d)
		}
	}
	return e.Calendar.IsWorkingDay(d)
}

// nth is due on a working day of a period.
func nth(working int, of obligation.Period) obligation.Obligation {
	return obligation.Obligation{Phases: []obligation.Phase{{Cadence: obligation.Cadence{Working: working, Of: of}}}}
}

func TestNoCalendarChangesWhatAnOccurrenceIs(t *testing.T) {
	t.Parallel()
	turned := except{berlin(t), []string{"2026-11-02", "2026-11-15", "2026-12-31", "2026-10-01", "2026-10-15", "2026-01-02"}}
	for name, tt := range map[string]struct {
		o           obligation.Obligation
		is, day, to string
		former      int
	}{
		"a working day of a month":   {nth(3, obligation.Month), "2026-11", "2026-11-04", "2026-11-05", 30},
		"the last of a quarter":      {nth(-1, obligation.Quarter), "2026-Q4", "2026-12-31", "2026-12-30", 92},
		"of a year":                  {nth(2, obligation.Year), "2026", "2026-01-05", "2026-01-06", 365},
		"a day, or the one before":   {ruled(t, "FREQ=MONTHLY;BYMONTHDAY=15", "", obligation.Before), "2026-11-15", "2026-11-13", "2026-11-15", 0},
		"a day, or the one after it": {ruled(t, "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=15", "", obligation.Later), "2026-10-15", "2026-10-15", "2026-10-16", 0},
	} {
		known := tt.o.Known(tt.is)
		assert.Equal(t, tt.is, known.Period(), name)
		was, ok := tt.o.Again(known, berlin(t))
		require.True(t, ok, name)
		assert.Equal(t, tt.day, was.Day.String(), name)
		assert.Equal(t, tt.is, was.Period(), name)
		now, ok := tt.o.Again(known, turned)
		require.True(t, ok, name)
		assert.Equal(t, tt.to, now.Day.String(), name)
		assert.Equal(t, tt.is, now.Period(), name)
		if tt.former > 0 {
			assert.Equal(t, tt.is, tt.o.Known(tt.day).Period(), "%s: as it was stored once", name)
		}
		assert.Len(t, was.Former(day(t, "2027-01-01")), tt.former, name)
		assert.Empty(t, was.Former(calendar.Date{}), name)
	}
}

func TestAnEventIsWhatAnOccurrenceOfARecordIs(t *testing.T) {
	t.Parallel()
	o := obligation.Obligation{Phases: []obligation.Phase{{Cadence: obligation.Cadence{After: &obligation.After{Days: 10}, Roll: obligation.Later}}}}
	due, ok := o.Again(o.Known("people/7~2026-11-05"), berlin(t))
	require.True(t, ok)
	assert.Equal(t, "2026-11-16", due.Day.String())
	assert.Equal(t, []string{"people/7@2026-11-15"}, due.Former(day(t, "2026-12-01")))
	assert.Equal(t, due.Period(), o.Known("people/7@2026-11-15").Period(), "as it was stored once")
}

func TestAPeriodInWhichTheCadenceChangesHasOneOccurrence(t *testing.T) {
	t.Parallel()
	o := nth(3, obligation.Month)
	o.Phases = append(o.Phases, obligation.Phase{From: day(t, "2026-11-15"), Cadence: obligation.Cadence{Working: -1, Of: obligation.Month}})
	assert.Equal(t, []string{"2026-10-05", "2026-11-04", "2026-12-31"}, days(o.Between(day(t, "2026-10-01"), day(t, "2026-12-31"), berlin(t))))
	assert.Empty(t, o.Between(day(t, "2026-11-20"), day(t, "2026-11-30"), berlin(t)), "nor does one come of looking at a part")
	assert.Equal(t, day(t, "2027-01-01"), o.Known("2026-12").Nominal, "the day after what it is about")
	_, ok := o.Again(ruled(t, "FREQ=MONTHLY;BYMONTHDAY=15", "", obligation.Stay).Known("2026-11-15"), berlin(t))
	assert.False(t, ok, "which it does not bring any more")
}

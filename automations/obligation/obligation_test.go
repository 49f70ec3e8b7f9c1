package obligation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// berlin is a calendar with German holidays.
func berlin(t testing.TB) *calendar.Calendar { return place(t, "Europe/Berlin", "DE", "BE") }

func place(t testing.TB, zone, country, region string) *calendar.Calendar {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	require.NoError(t, err)
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	c, err := calendar.New(loc, hours, country, region, nil)
	require.NoError(t, err)
	return c
}

func day(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(text)
	require.NoError(t, err)
	return d
}

func ruled(t testing.TB, text, from string, roll obligation.Roll) obligation.Obligation {
	t.Helper()
	c, err := obligation.Rule(text, roll, from != "")
	require.NoError(t, err)
	p := obligation.Phase{Cadence: c}
	if from != "" {
		p.From = day(t, from)
	}
	return obligation.Obligation{Title: "VAT return", Phases: []obligation.Phase{p}}
}

func days(list []obligation.Due) []string {
	var all []string
	for _, d := range list {
		all = append(all, d.Day.String())
	}
	return all
}

func TestADayOnWhichNobodyWorksMovesAsItIsSaid(t *testing.T) {
	t.Parallel()
	for roll, want := range map[obligation.Roll][]string{
		obligation.Stay:   {"2026-08-15", "2026-09-15", "2026-10-15", "2026-11-15", "2026-12-15"},
		obligation.Before: {"2026-08-14", "2026-09-15", "2026-10-15", "2026-11-13", "2026-12-15"},
		obligation.Later:  {"2026-08-17", "2026-09-15", "2026-10-15", "2026-11-16", "2026-12-15"},
	} {
		o := ruled(t, "FREQ=MONTHLY;BYMONTHDAY=15", "", roll)
		assert.Equal(t, want, days(o.Next(day(t, "2026-08-01"), 5, berlin(t))), roll)
	}
}

func TestTheNthWorkingDayLeavesOutHolidays(t *testing.T) {
	t.Parallel()
	o := obligation.Obligation{Phases: []obligation.Phase{{Cadence: obligation.Cadence{Working: 3, Of: obligation.Month}}}}
	// January 2027 begins with a holiday and a weekend; May with Labour Day, a Saturday.
	assert.Equal(t, []string{"2027-01-06", "2027-02-03", "2027-03-03", "2027-04-05", "2027-05-05"}, days(o.Next(day(t, "2027-01-01"), 5, berlin(t))))

	o.Phases[0].Working = -1
	assert.Equal(t, []string{"2026-12-31", "2027-01-29"}, days(o.Next(day(t, "2026-12-01"), 2, berlin(t))))

	o.Phases[0].Of, o.Phases[0].Working = obligation.Quarter, 10
	o.Phases[0].Months = []time.Month{time.January, time.July}
	assert.Equal(t, []string{"2027-01-15", "2027-07-14"}, days(o.Next(day(t, "2026-12-01"), 2, berlin(t))))
}

func TestAChangeOfCadenceAppliesFromItsDayOn(t *testing.T) {
	t.Parallel()
	o := ruled(t, "FREQ=MONTHLY;BYMONTHDAY=10", "", obligation.Stay)
	quarterly, err := obligation.Rule("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=20", obligation.Stay, false)
	require.NoError(t, err)
	o.Phases = append(o.Phases, obligation.Phase{From: day(t, "2027-01-01"), Cadence: quarterly})
	assert.Equal(t, []string{"2026-11-10", "2026-12-10", "2027-01-20", "2027-04-20"}, days(o.Next(day(t, "2026-11-01"), 4, berlin(t))))

	o.From, o.Until = day(t, "2026-12-01"), day(t, "2027-03-31")
	assert.Equal(t, []string{"2026-12-10", "2027-01-20"}, days(o.Next(day(t, "2026-11-01"), 4, berlin(t))))
}

func TestADutyFollowsAnEvent(t *testing.T) {
	t.Parallel()
	o := obligation.Obligation{Title: "Renewal", Lead: 30, Phases: []obligation.Phase{{Cadence: obligation.Cadence{
		After: &obligation.After{Dataset: "contracts", Field: "ends", Days: -60}, Roll: obligation.Before,
	}}}}
	due, ok := o.On(day(t, "2027-03-31"), "contracts/1", "Office lease", berlin(t))
	require.True(t, ok)
	assert.Equal(t, "2027-01-29", due.Day.String(), "60 days before is a Saturday")
	assert.Equal(t, "contracts/1~2027-03-31", due.Period())
	assert.Equal(t, "Renewal, Office lease", o.Called(due))
	assert.Equal(t, "2026-12-30", o.Opens(due).String())
	event, follows := o.Event()
	assert.True(t, follows)
	assert.Equal(t, "contracts", event.Dataset)
	assert.Empty(t, o.Next(day(t, "2026-01-01"), 3, berlin(t)))

	o.Until = day(t, "2026-12-31")
	_, ok = o.On(day(t, "2027-03-31"), "contracts/1", "Office lease", berlin(t))
	assert.False(t, ok)
	_, ok = obligation.Obligation{}.On(day(t, "2027-03-31"), "contracts/1", "Office lease", berlin(t))
	assert.False(t, ok)
}

func TestAnOccurrenceSaysWhatItIsAbout(t *testing.T) {
	t.Parallel()
	o := obligation.Obligation{Title: "VAT return"}
	due := obligation.Due{Nominal: day(t, "2027-01-10"), Day: day(t, "2027-01-11")}
	assert.Equal(t, "2027-01-10", due.Period())
	for covers, want := range map[obligation.Period]string{
		"": "VAT return, 11 January 2027", obligation.Month: "VAT return, December 2026",
		obligation.Quarter: "VAT return, Q4 2026", obligation.Year: "VAT return, 2026",
	} {
		o.Covers = covers
		assert.Equal(t, want, o.Called(due))
	}
	restore := nth(-10, obligation.Quarter)
	restore.Title, restore.Covers = "Restore tested", obligation.Quarter
	assert.Equal(t, "Restore tested, Q4 2026", restore.Called(restore.Next(day(t, "2026-12-01"), 1, berlin(t))[0]), "what is done at its end is about the period itself")
	assert.Equal(t, "team it", obligation.Who{Team: "it"}.String())
	assert.Equal(t, "role finance", obligation.Who{Role: "finance"}.String())
	assert.Equal(t, "a@b.example", obligation.Who{Person: "a@b.example"}.String())
	assert.Equal(t, "nobody", obligation.Who{}.String())
	assert.True(t, obligation.Who{}.IsZero())
	assert.Len(t, obligation.Proofs(), 4)
}

func TestARuleThatCannotBeFollowedIsRefused(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"every month":                     "no rule of RFC 5545",
		"FREQ=HOURLY":                     "never by the hour",
		"FREQ=DAILY;BYHOUR=9":             "never by the hour",
		"FREQ=WEEKLY":                     "needs a first day",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO": "needs a first day",
		"FREQ=MONTHLY;BYMONTHDAY=40":      "",
	} {
		_, err := obligation.Rule(text, obligation.Stay, false)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), says, text)
	}
	_, err := obligation.Rule("RRULE:FREQ=WEEKLY;INTERVAL=2", obligation.Stay, true)
	assert.NoError(t, err)
}

package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/report"
)

func TestWhenAReportComes(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	cal, err := calendar.New(paris, hours, "FR", "", nil)
	require.NoError(t, err)
	at := func(text string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
		require.NoError(t, err)
		return m
	}
	for _, tt := range []struct {
		when              report.When
		after, next, says string
	}{
		{report.When{Days: []time.Weekday{time.Monday}, Clock: 8*time.Hour + 30*time.Minute}, "2026-11-22 10:00", "2026-11-23 08:30", "every Monday at 08:30 (Europe/Paris)"},
		{report.When{Days: []time.Weekday{time.Monday}, Clock: 8 * time.Hour}, "2026-11-23 08:00", "2026-11-30 08:00", "every Monday at 08:00 (Europe/Paris)"},
		{report.When{Days: []time.Weekday{0, 1, 2, 3, 4, 5, 6}, Clock: time.Hour}, "2026-11-22 10:00", "2026-11-23 01:00", "every day at 01:00 (Europe/Paris)"},
		{report.When{Days: []time.Weekday{time.Sunday}, Clock: 2*time.Hour + 30*time.Minute}, "2026-03-28 10:00", "2026-03-29 03:30", "every Sunday at 02:30 (Europe/Paris)"},
		{report.When{Workday: 1, Clock: 9 * time.Hour}, "2026-12-22 10:00", "2027-01-04 09:00", "on the 1st working day of the month at 09:00 (Europe/Paris)"},
		{report.When{Workday: 3, Clock: 9 * time.Hour}, "2026-11-22 10:00", "2026-12-03 09:00", "on the 3rd working day of the month at 09:00 (Europe/Paris)"},
		{report.When{Workday: -1, Clock: 9 * time.Hour}, "2026-11-22 10:00", "2026-11-30 09:00", "on the last working day of the month at 09:00 (Europe/Paris)"},
		{report.When{Workday: -2, Clock: 9 * time.Hour}, "2026-11-22 10:00", "2026-11-27 09:00", "on the 2nd working day before the end of the month at 09:00 (Europe/Paris)"},
		{report.When{Cron: "30 8 1 * *"}, "2026-11-22 10:00", "2026-12-01 08:30", "by cron: 30 8 1 * * (Europe/Paris)"},
		{report.When{Cron: "*/20 8-10/2 * jan,mar mon-fri"}, "2026-11-22 10:00", "2027-01-01 08:00", "by cron: */20 8-10/2 * jan,mar mon-fri (Europe/Paris)"},
		{report.When{Cron: "0 7 13 * 5"}, "2026-11-22 10:00", "2026-11-27 07:00", "by cron: 0 7 13 * 5 (Europe/Paris)"},
		{report.When{Cron: "0 7 29 2 *"}, "2026-11-22 10:00", "2028-02-29 07:00", "by cron: 0 7 29 2 * (Europe/Paris)"},
		{report.When{Cron: "0 0/6 * * 7"}, "2026-11-22 07:00", "2026-11-22 12:00", "by cron: 0 0/6 * * 7 (Europe/Paris)"},
	} {
		tt.when.Zone = "Europe/Paris"
		require.NoError(t, tt.when.Check())
		assert.Equal(t, at(tt.next).UTC(), tt.when.Next(at(tt.after), cal, paris), tt.says)
		assert.Equal(t, tt.says, tt.when.String())
	}
	assert.Zero(t, report.When{Cron: "0 7 31 2 *"}.Next(at("2026-11-22 10:00"), cal, paris))
	assert.Zero(t, report.When{Cron: "never"}.Next(at("2026-11-22 10:00"), cal, paris))
	for _, wrong := range []report.When{
		{},
		{Workday: 16},
		{Workday: 1, Cron: "0 7 * * *"},
		{Workday: 1, Clock: 25 * time.Hour},
		{Cron: "0 7 * *"},
		{Cron: "60 7 * * *"},
		{Cron: "x 7 * * *"},
		{Cron: "*/0 7 * * *"},
		{Cron: "*/x 7 * * *"},
		{Cron: "5-x 7 * * *"},
		{Cron: "9-5 7 * * *"},
	} {
		assert.Equal(t, fault.Invalid, fault.CodeOf(wrong.Check()), wrong)
	}
}

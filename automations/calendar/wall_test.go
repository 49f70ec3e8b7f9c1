package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestWallWhenClocksChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, zone, day string
		minute          int
		want            string // UTC.
	}{
		{"Berlin skips 02:30", "Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:00:00Z"},
		{"Berlin before the change", "Europe/Berlin", "2026-03-29", 119, "2026-03-29T00:59:00Z"},
		{"Berlin after the change", "Europe/Berlin", "2026-03-29", 180, "2026-03-29T01:00:00Z"},
		{"Berlin has 02:30 twice", "Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30:00Z"},
		{"Berlin has 03:00 once", "Europe/Berlin", "2026-10-25", 180, "2026-10-25T02:00:00Z"},
		{"New York skips 02:30", "America/New_York", "2026-03-08", 150, "2026-03-08T07:00:00Z"},
		{"New York has 01:30 twice", "America/New_York", "2026-11-01", 90, "2026-11-01T05:30:00Z"},
		{"Kolkata changes nothing", "Asia/Kolkata", "2026-03-29", 150, "2026-03-28T21:00:00Z"},
		{"Lord Howe skips 02:15", "Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:30:00Z"},
		{"Lord Howe has 01:45 twice", "Australia/Lord_Howe", "2026-04-05", 105, "2026-04-04T14:45:00Z"},
		{"24:00 is the next midnight", "Europe/Berlin", "2026-03-29", 1440, "2026-03-29T22:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, err := Parse(c.day)
			require.NoError(t, err)
			assert.Equal(t, c.want, wall(d, c.minute, zone(t, c.zone)).UTC().Format(time.RFC3339))
		})
	}
}

// The definition taken literally: walk minute by minute until the clock shows at least that much.
func TestWallIsTheFirstSuchMinute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		loc := zone(t, rapid.SampledFrom(zones()).Draw(t, "zone"))
		d := NewDate(rapid.IntRange(2010, 2030).Draw(t, "year"), 1, 1).AddDays(rapid.IntRange(0, 365).Draw(t, "day"))
		minute := rapid.IntRange(0, 1439).Draw(t, "minute")
		got := wall(d, minute, loc)
		shows := func(at time.Time) bool {
			on := DateOf(at, loc)
			h, m, _ := at.In(loc).Clock()
			return on.After(d) || on == d && h*60+m >= minute
		}
		assert.True(t, shows(got), "%s shows too little", got)
		assert.False(t, shows(got.Add(-time.Minute)) && !backwards(got, loc), "%s is not the first", got)
	})
}

// backwards reports whether clocks go back within three hours after t, so that an hour is shown twice.
func backwards(t time.Time, loc *time.Location) bool {
	return offset(t.Add(3*time.Hour), loc) < offset(t.Add(-3*time.Hour), loc)
}

func TestWallNeverDecreases(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		loc := zone(t, rapid.SampledFrom(zones()).Draw(t, "zone"))
		d := NewDate(rapid.IntRange(2010, 2030).Draw(t, "year"), 1, 1).AddDays(rapid.IntRange(0, 365).Draw(t, "day"))
		a, b := rapid.IntRange(0, 1440).Draw(t, "a"), rapid.IntRange(0, 1440).Draw(t, "b")
		assert.False(t, wall(d, max(a, b), loc).Before(wall(d, min(a, b), loc)))
	})
}

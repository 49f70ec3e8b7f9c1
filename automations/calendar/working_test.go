package calendar

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func in(t require.TestingT, place, country string, hours map[string]string) *Calendar {
	parsed, err := ParseHours(hours)
	require.NoError(t, err)
	c, err := New(zone(t, place), parsed, country, "", nil)
	require.NoError(t, err)
	return c
}

func moment(t require.TestingT, c *Calendar, text string) time.Time {
	got, err := time.ParseInLocation("2006-01-02 15:04", text, c.Location)
	require.NoError(t, err)
	return got
}

func TestAdd(t *testing.T) {
	t.Parallel()
	office := map[string]string{"mon-fri": "09:00-12:00, 13:00-17:30"}
	always := map[string]string{"mon-sun": "00:00-24:00"}
	for _, c := range []struct {
		name, place string
		hours       map[string]string
		from        string
		working     time.Duration
		want        string
	}{
		{"within a span", "Europe/Berlin", office, "2026-11-20 10:00", time.Hour, "2026-11-20 11:00"},
		{"over lunch", "Europe/Berlin", office, "2026-11-20 11:30", time.Hour, "2026-11-20 13:30"},
		{"to the very end", "Europe/Berlin", office, "2026-11-20 09:00", 7*time.Hour + 30*time.Minute, "2026-11-20 17:30"},
		{"over a weekend", "Europe/Berlin", office, "2026-11-20 17:00", time.Hour, "2026-11-23 09:30"},
		{"from a weekend", "Europe/Berlin", office, "2026-11-21 12:00", time.Hour, "2026-11-23 10:00"},
		{"over Christmas", "Europe/Berlin", office, "2026-12-24 17:00", time.Hour, "2026-12-28 09:30"},
		{"nothing to add", "Europe/Berlin", office, "2026-11-21 12:00", 0, "2026-11-21 12:00"},
		{"less than nothing", "Europe/Berlin", office, "2026-11-20 12:00", -time.Hour, "2026-11-20 12:00"},
		{"a short day in spring", "Europe/Berlin", always, "2026-03-29 00:00", 23 * time.Hour, "2026-03-30 00:00"},
		{"a long day in autumn", "Europe/Berlin", always, "2026-10-25 00:00", 25 * time.Hour, "2026-10-26 00:00"},
		{"half an hour in Lord Howe", "Australia/Lord_Howe", always, "2026-10-04 00:00", 23*time.Hour + 30*time.Minute, "2026-10-05 00:00"},
		{"hours that the clock skips", "America/New_York", map[string]string{"sun": "02:00-03:00"}, "2026-03-08 00:00", time.Hour, "2026-03-15 03:00"},
		{"hours cut by the clock", "America/New_York", map[string]string{"sun": "02:30-05:00"}, "2026-03-08 00:00", time.Hour, "2026-03-08 04:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cal := in(t, c.place, "DE", c.hours)
			assert.Equal(t, c.want, cal.Add(moment(t, cal, c.from), c.working).In(cal.Location).Format("2006-01-02 15:04"))
		})
	}
}

func TestAddEndsHoweverMuchIsAsked(t *testing.T) {
	t.Parallel()
	c := in(t, "UTC", "", map[string]string{"mon": "00:00-00:01"})
	got := c.Add(moment(t, c, "2026-11-20 00:00"), math.MaxInt64)
	assert.Equal(t, moment(t, c, "2126-11-20 00:00"), got)
}

func TestBetween(t *testing.T) {
	t.Parallel()
	c := in(t, "Europe/Berlin", "DE", map[string]string{"mon-fri": "09:00-12:00, 13:00-17:30"})
	friday, monday := moment(t, c, "2026-11-20 16:30"), moment(t, c, "2026-11-23 10:00")
	assert.Equal(t, 2*time.Hour, c.Between(friday, monday))
	assert.Equal(t, -2*time.Hour, c.Between(monday, friday))
	assert.Zero(t, c.Between(moment(t, c, "2026-11-21 00:00"), moment(t, c, "2026-11-22 23:00")))
	assert.Zero(t, c.Between(friday, friday))
}

func TestAddWorkingDays(t *testing.T) {
	t.Parallel()
	c := in(t, "Europe/Berlin", "DE", map[string]string{"mon-fri": "09:00-17:00"})
	for _, k := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-20", 0, "2026-11-20"},
		{"2026-11-20", 1, "2026-11-23"},
		{"2026-11-22", 1, "2026-11-23"},
		{"2026-11-23", -1, "2026-11-20"},
		{"2026-12-23", 2, "2026-12-28"},
		{"2026-12-28", -2, "2026-12-23"},
	} {
		from, err := Parse(k.from)
		require.NoError(t, err)
		assert.Equal(t, k.want, c.AddWorkingDays(from, k.n).String(), "%s %+d", k.from, k.n)
	}
}

// drawn returns a calendar and a moment in it, often near a change of clocks.
func drawn(t *rapid.T) (*Calendar, time.Time) {
	c := in(t, rapid.SampledFrom(zones()).Draw(t, "zone"), rapid.SampledFrom([]string{"", "DE", "US"}).Draw(t, "country"),
		rapid.SampledFrom([]map[string]string{
			{"mon-fri": "09:00-12:00, 13:00-17:30"},
			{"mon-sun": "00:00-24:00"},
			{"sat,sun": "01:00-01:45, 02:15-03:30"},
			{"tue": "23:59-24:00"},
		}).Draw(t, "hours"))
	start := NewDate(rapid.IntRange(2011, 2030).Draw(t, "year"), 1, 1).In(c.Location)
	seconds := rapid.IntRange(0, 366*24*3600).Draw(t, "second")
	return c, start.Add(time.Duration(seconds) * time.Second)
}

func TestBetweenUndoesAdd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, from := drawn(t)
		working := time.Duration(rapid.IntRange(0, 40*3600).Draw(t, "working")) * time.Second
		if len(c.Hours) == 1 { // One minute a week: forty hours of it would leave the horizon.
			working /= 600
		}
		end := c.Add(from, working)
		require.Equal(t, working, c.Between(from, end), "%s to %s", from, end)
		if working > 0 {
			require.Less(t, c.Between(from, end.Add(-time.Nanosecond)), working, "%s is not the first moment", end)
		}
	})
}

func TestBetweenAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := drawn(t)
		step := func(name string) time.Duration {
			return time.Duration(rapid.IntRange(0, 30*24*3600).Draw(t, name)) * time.Second
		}
		b := a.Add(step("first"))
		end := b.Add(step("second"))
		require.Equal(t, c.Between(a, end), c.Between(a, b)+c.Between(b, end))
		require.LessOrEqual(t, c.Between(a, end), end.Sub(a))
	})
}

package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func zone(t require.TestingT, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

func zones() []string {
	return []string{
		"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
		"America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia",
	}
}

func TestParseReadsOnlyISO(t *testing.T) {
	t.Parallel()
	d, err := Parse("2024-02-29")
	require.NoError(t, err)
	assert.Equal(t, NewDate(2024, time.February, 29), d)
	assert.Equal(t, time.Thursday, d.Weekday())
	assert.Equal(t, []int{2024, 2, 29}, []int{d.Year(), int(d.Month()), d.Day()})
	for _, text := range []string{"", "2026-02-29", "2026-2-9", "20.11.2026", "2026-11-20 ", "２０２６-11-20"} {
		_, err := Parse(text)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), "Write it like 2026-11-20.")
	}
}

func TestDateInJSON(t *testing.T) {
	t.Parallel()
	type record struct {
		Due  Date          `json:"due"`
		None Date          `json:"none,omitzero"`
		Seen map[Date]bool `json:"seen"`
	}
	day := NewDate(2026, time.November, 20)
	text, err := json.Marshal(record{Due: day, Seen: map[Date]bool{day: true}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"due":"2026-11-20","seen":{"2026-11-20":true}}`, string(text))

	back := record{Due: day}
	require.NoError(t, json.Unmarshal([]byte(`{"due":"","none":"2026-11-20"}`), &back))
	assert.True(t, back.Due.IsZero())
	assert.Equal(t, day, back.None)
	assert.Error(t, json.Unmarshal([]byte(`{"due":"2026-13-01"}`), &back))
}

func TestAddMonthsKeepsToTheMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-11-15", 3, "2027-02-15"},
		{"2026-01-15", -1, "2025-12-15"},
	} {
		from, err := Parse(c.from)
		require.NoError(t, err)
		assert.Equal(t, c.want, from.AddMonths(c.n).String(), "%s %+d", c.from, c.n)
	}
}

func TestBeforeAndAfterFollowTheCalendar(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := NewDate(rapid.IntRange(1900, 2200).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 15)
		n := rapid.IntRange(-800, 800).Draw(t, "days")
		other := d.AddDays(n)
		assert.Equal(t, n > 0, d.Before(other))
		assert.Equal(t, n < 0, d.After(other))
		assert.Equal(t, d, other.AddDays(-n))
	})
}

func TestDateOfIsTheDayOnTheWall(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.November, 20, 23, 30, 0, 0, time.UTC)
	assert.Equal(t, "2026-11-20", DateOf(at, zone(t, "America/New_York")).String())
	assert.Equal(t, "2026-11-21", DateOf(at, zone(t, "Asia/Kolkata")).String())
}

func TestInWhereClocksChangeAtMidnight(t *testing.T) {
	t.Parallel()
	// In Sao Paulo 4 November 2018 began at 01:00; in Apia 30 December 2011 did not happen.
	saoPaulo := NewDate(2018, time.November, 4).In(zone(t, "America/Sao_Paulo"))
	assert.Equal(t, "2018-11-04T01:00:00-02:00", saoPaulo.Format(time.RFC3339))
	apia := NewDate(2011, time.December, 30).In(zone(t, "Pacific/Apia"))
	assert.Equal(t, "2011-12-31T00:00:00+14:00", apia.Format(time.RFC3339))
}

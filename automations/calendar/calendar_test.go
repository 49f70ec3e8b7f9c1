package calendar

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func weekdays(t require.TestingT) Hours {
	hours, err := ParseHours(map[string]string{"mon-fri": "09:00-12:00, 13:00-17:30"})
	require.NoError(t, err)
	return hours
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, country, region string
		loc                   *time.Location
		hours                 Hours
		want                  string
	}{
		{"no zone", "", "", nil, weekdays(t), "no time zone"},
		{"no hours", "", "", time.UTC, nil, "There are no working hours at all."},
		{"empty days", "", "", time.UTC, Hours{time.Monday: nil}, "There are no working hours at all."},
		{"overlap", "", "", time.UTC, Hours{time.Monday: {{60, 120}, {90, 150}}}, "overlap"},
		{"country", "XX", "", time.UTC, weekdays(t), `No holidays are known for the country "XX". Write one of AT, AU, BE, BG,`},
		{"region alone", "", "BY", time.UTC, weekdays(t), "No holidays are known for the country"},
		{"region", "DE", "XX", time.UTC, weekdays(t), `"XX" is not a region of DE with holidays. Write one of BANK, BB, BE, BW, BY,`},
		{"no regions", "FR", "IDF", time.UTC, weekdays(t), "No regional holidays are known for FR."},
		{"region needed", "CH", "", time.UTC, weekdays(t), "Write one of AG, AI, AR, BE,"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := New(c.loc, c.hours, c.country, c.region, nil)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

func TestHoliday(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ country, region, day, want string }{
		{"DE", "", "2026-10-03", "Tag der Deutschen Einheit"},
		{"DE", "", "2026-06-04", ""},
		{"DE", "BY", "2026-06-04", "Fronleichnam"},
		{"de", "de-by", "2026-06-04", "Fronleichnam"},
		{"US", "", "2026-07-03", "Independence Day"},
		{"US", "", "2026-07-04", "Independence Day"},
		{"US", "", "2027-12-31", "New Year's Day"}, // 1 January 2028 is a Saturday.
		{"GB", "", "2026-12-28", "Boxing Day"},
		{"GB", "ENG", "2026-04-06", "Easter Monday"},
		{"GB", "SCT", "2026-04-06", ""},
		{"GB", "SCT", "2026-01-02", "2nd January"},
		{"GB", "SCT", "2028-01-04", "2nd January"}, // 1 and 2 January 2028 are a weekend.
		{"GB", "SCT", "2026-08-03", "Summer Bank Holiday"},
		{"GB", "SCT", "2026-08-31", ""},
		{"GB", "SCT", "2024-12-02", "Saint Andrew's Day"},
		{"GB", "NIR", "2026-07-13", "Battle of the Boyne"},
		{"GB", "NIR", "2026-03-17", "Saint Patrick's Day"},
		{"FI", "", "2026-06-19", "Juhannusaatto"},
		{"FI", "", "2026-12-06", "Itsenäisyyspäivä"},
		{"LU", "", "2018-05-09", ""},
		{"LU", "", "2026-06-23", "Fête nationale"},
		{"PT", "", "2026-06-04", "Corpo de Deus"},
		{"IT", "", "2025-10-04", ""},
		{"IT", "", "2027-10-04", "San Francesco d'Assisi"},
		{"PL", "", "2024-12-24", ""},
		{"PL", "", "2025-12-24", "Wigilia Bożego Narodzenia"},
		{"NZ", "", "2026-07-10", "Matariki"},
		{"NZ", "", "2027-07-10", ""},
		{"AU", "NSW", "2026-01-26", "Australia Day"},
		{"CH", "ZH", "2026-08-01", "Bundesfeiertag"},
		{"", "", "2026-12-25", ""},
	} {
		cal, err := New(time.UTC, weekdays(t), c.country, c.region, nil)
		require.NoError(t, err)
		d, err := Parse(c.day)
		require.NoError(t, err)
		name, ok := cal.Holiday(d)
		assert.Equal(t, c.want, name, "%s %s %s", c.country, c.region, c.day)
		assert.Equal(t, c.want != "", ok)
	}
}

func TestEveryCountryHasHolidays(t *testing.T) {
	t.Parallel()
	for country, national := range countries() {
		for region := range regions(country) {
			_, err := New(time.UTC, weekdays(t), country, region, nil)
			require.NoError(t, err, "%s-%s", country, region)
		}
		if national == nil {
			require.NotEmpty(t, regions(country), country)
			continue
		}
		cal, err := New(time.UTC, weekdays(t), country, "", nil)
		require.NoError(t, err, country)
		_, ok := cal.Holiday(NewDate(2026, time.January, 1))
		assert.True(t, ok, country)
	}
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	eve, christmas := NewDate(2026, time.December, 24), NewDate(2026, time.December, 25)
	cal, err := New(time.UTC, weekdays(t), "DE", "", []Override{
		{Date: eve, Name: "Company holiday"}, {Date: christmas, Working: true},
	})
	require.NoError(t, err)
	name, ok := cal.Holiday(eve)
	assert.True(t, ok)
	assert.Equal(t, "Company holiday", name)
	assert.False(t, cal.IsWorkingDay(eve))
	assert.True(t, cal.IsWorkingDay(christmas))
	assert.True(t, cal.IsWorkingDay(eve.AddDays(-1)))
	assert.False(t, cal.IsWorkingDay(christmas.AddDays(2)), "a Sunday has no hours")
}

func TestHoursAreTheCalendarsOwn(t *testing.T) {
	t.Parallel()
	hours := weekdays(t)
	cal, err := New(time.UTC, hours, "", "", nil)
	require.NoError(t, err)
	hours[time.Monday][0].From = 0
	delete(hours, time.Tuesday)
	assert.Equal(t, weekdays(t), cal.Hours)
}

func TestHolidayIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	cal, err := New(time.UTC, weekdays(t), "DE", "BY", nil)
	require.NoError(t, err)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for y := 2020; y < 2030; y++ {
				_, ok := cal.Holiday(NewDate(y+i%2, time.January, 6))
				assert.True(t, ok)
			}
		})
	}
	all.Wait()
}

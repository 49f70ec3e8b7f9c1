package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseHours(t *testing.T) {
	t.Parallel()
	hours, err := ParseHours(map[string]string{
		"Mon-Thu":    "09:00-12:00, 13:00-17:30",
		"fri":        "8:30 – 12:00",
		"sat,sunday": "22:00-24:00",
	})
	require.NoError(t, err)
	office := []Span{{540, 720}, {780, 1050}}
	night := []Span{{1320, 1440}}
	assert.Equal(t, Hours{
		time.Monday: office, time.Tuesday: office, time.Wednesday: office, time.Thursday: office,
		time.Friday: {{510, 720}}, time.Saturday: night, time.Sunday: night,
	}, hours)

	hours, err = ParseHours(map[string]string{"fri-mon": "10:00-11:00"})
	require.NoError(t, err)
	assert.Len(t, hours, 4)
	assert.NotContains(t, hours, time.Wednesday)
}

func TestParseHoursNamesTheMistake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		days map[string]string
		want string
	}{
		{nil, "There are no working hours at all."},
		{map[string]string{"funday": "09:00-17:00"}, `"funday" are not days of the week. Write them like mon-fri or sat,sun.`},
		{map[string]string{"mon-": "09:00-17:00"}, `"mon-" are not days of the week.`},
		{map[string]string{"mo": "09:00-17:00"}, `"mo" are not days of the week.`},
		{map[string]string{"mon": "9-17"}, `"9-17" are not working hours. Write them like 09:00-17:30`},
		{map[string]string{"mon": ""}, `"" are not working hours.`},
		{map[string]string{"mon": "09:60-17:00"}, "more than 59 minutes"},
		{map[string]string{"mon": "09:00-17:60"}, "more than 59 minutes"},
		{map[string]string{"mon": "09:00-24:01"}, "The working hours of Monday end after 24:00."},
		{map[string]string{"mon": "22:00-06:00"}, "For a night write two days"},
		{map[string]string{"mon": "09:00-09:00"}, "end before they begin"},
		{map[string]string{"mon": "09:00-13:00, 12:59-17:00"}, "The working hours of Monday overlap"},
		{map[string]string{"mon-wed": "09:00-13:00", "tue": "09:00-17:00"}, `Tuesday has working hours twice, again under "tue".`},
	} {
		_, err := ParseHours(c.days)
		require.Error(t, err, "%v", c.days)
		assert.Contains(t, err.Error(), c.want)
	}
}

func TestParseHoursReportsEveryMistakeAtOnce(t *testing.T) {
	t.Parallel()
	_, err := ParseHours(map[string]string{"mon": "late", "someday": "09:00-17:00"})
	require.Error(t, err)
	assert.Contains(t, err.Error(), `"late"`)
	assert.Contains(t, err.Error(), `"someday"`)
}

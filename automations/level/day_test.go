package level_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/calendar"
	"factotum/automations/level"
)

func TestWhatHasADayOfItsOwnIsDueThen(t *testing.T) {
	t.Parallel()
	hours := daytime(t)
	spans := []level.Span{{From: on(0, 9), Team: "it", Priority: 3, Runs: true}}
	promised := promise().Solve(spans, hours, time.Time{}, on(0, 10))
	assert.Equal(t, on(3, 17), promised.Due)
	later := promised.ByDay(calendar.NewDate(2026, 11, 28), spans, hours)
	assert.Equal(t, on(7, 17), later.Due, "Saturday is no working day")
	assert.Equal(t, []time.Time{on(7, 9), on(10, 17)}, []time.Time{later.Warning, later.Over})
	assert.Equal(t, 48*time.Hour, later.Target)
	assert.True(t, later.Late(on(7, 18)))
	assert.Equal(t, on(0, 17), promised.ByDay(calendar.NewDate(2026, 11, 21), spans, hours).Due, "its day counts, also where more time is promised to others")
	assert.Equal(t, on(3, 17), promised.ByDay(calendar.NewDate(2026, 11, 19), spans, hours).Due, "its day is over as it comes, so it has the next one")
	assert.Equal(t, level.Clock{}, level.Clock{}.ByDay(calendar.NewDate(2026, 11, 28), spans, hours), "it stands still")
}

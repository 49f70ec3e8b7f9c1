package level_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/level"
)

func daytime(t *testing.T) level.Hours {
	t.Helper()
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	c, err := calendar.New(time.UTC, hours, "", "", nil)
	require.NoError(t, err)
	return func(string) *calendar.Calendar { return c }
}

// on is a moment of Friday, 20 November 2026, or so many days later.
func on(day, hour int) time.Time { return time.Date(2026, 11, 20+day, hour, 0, 0, 0, time.UTC) }

func promise() level.Promise {
	return level.Promise{Warn: 75, Targets: map[int]level.Target{
		1: {First: time.Hour, Solve: 4 * time.Hour}, 3: {First: 4 * time.Hour, Solve: 16 * time.Hour},
	}}
}

func TestSpansAreKeptOnlyWhereSomethingDiffers(t *testing.T) {
	t.Parallel()
	paused := level.Span{From: on(0, 9), Team: "it", Priority: 3}
	running := level.Span{From: on(0, 10), Team: "it", Priority: 3, Runs: true}
	assert.Empty(t, level.Mark(nil, paused), "it has not begun")
	spans := level.Mark(nil, running)
	same := running
	same.From = on(0, 11)
	assert.Equal(t, []level.Span{running}, level.Mark(spans, same))
	paused.From = on(0, 12)
	more := level.Mark(spans, paused)
	assert.Equal(t, []level.Span{running, paused}, more)
	assert.Len(t, spans, 1)
}

func TestAPauseMovesWhatIsPromised(t *testing.T) {
	t.Parallel()
	spans := []level.Span{
		{From: on(0, 10), Priority: 1, Runs: true}, {From: on(0, 12), Priority: 1}, {From: on(3, 15), Priority: 1, Runs: true},
	}
	c := promise().Solve(spans, daytime(t), time.Time{}, on(3, 16))
	assert.Equal(t, 3*time.Hour, c.Used)
	assert.Equal(t, on(3, 17), c.Due)
	assert.Equal(t, on(3, 16), c.Warning)
	assert.Equal(t, on(4, 11), c.Over)
	assert.True(t, c.Runs)
	assert.False(t, c.Late(on(3, 17)))
	assert.True(t, c.Late(on(3, 17).Add(time.Second)))

	c = promise().Solve(spans[:2], daytime(t), time.Time{}, on(1, 0))
	assert.Equal(t, level.Clock{Target: 4 * time.Hour, Used: 2 * time.Hour}, c, "nothing is due while it stands still")
}

func TestAHigherPriorityCountsFromTheBeginning(t *testing.T) {
	t.Parallel()
	spans := []level.Span{{From: on(0, 9), Priority: 3, Runs: true}, {From: on(0, 15), Priority: 1, Runs: true}}
	c := promise().Solve(spans, daytime(t), time.Time{}, on(0, 15))
	assert.Equal(t, on(0, 13), c.Due)
	assert.True(t, c.Late(on(0, 15)))
	assert.Zero(t, promise().Solve([]level.Span{{From: on(0, 9), Priority: 2, Runs: true}}, daytime(t), time.Time{}, on(5, 0)).Due, "nothing is promised")
	assert.Equal(t, level.Clock{}, promise().Solve(nil, daytime(t), time.Time{}, on(0, 9)), "it has not begun")
}

func TestWhatIsAnsweredOrSolvedStaysAsItWas(t *testing.T) {
	t.Parallel()
	spans := []level.Span{{From: on(0, 9), Priority: 1, Runs: true}, {From: on(0, 15), Priority: 3, Runs: true}, {From: on(0, 16), Priority: 3}}
	first := promise().First(spans, daytime(t), on(0, 11), time.Time{}, on(9, 9))
	assert.Equal(t, level.Clock{Target: time.Hour, Used: 2 * time.Hour, Warning: on(0, 9).Add(45 * time.Minute), Due: on(0, 10), Over: on(0, 10).Add(30 * time.Minute), Ended: on(0, 11)}, first)
	assert.True(t, first.Late(on(0, 9)), "whoever asks, and whenever")
	assert.Equal(t, on(0, 16), promise().First(spans, daytime(t), time.Time{}, on(0, 16), on(9, 9)).Ended, "a solution is an answer")
	assert.Equal(t, on(0, 11), promise().First(spans, daytime(t), on(0, 11), on(0, 16), on(9, 9)).Ended)
	solved := promise().Solve(spans, daytime(t), on(0, 16), on(9, 9))
	assert.Equal(t, 7*time.Hour, solved.Used)
	assert.False(t, solved.Late(on(9, 9)))
}

package catalogue_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/level"
	"factotum/automations/request"
)

func TestATaskIsDueOnItsDay(t *testing.T) {
	t.Parallel()
	week, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	c, err := calendar.New(time.UTC, week, "", "", nil)
	require.NoError(t, err)
	hours := func(string) *calendar.Calendar { return c }
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	l := catalogue.Levels{Promise: level.Promise{Targets: map[int]level.Target{3: {First: 4 * time.Hour, Solve: 8 * time.Hour}}}}
	work := request.Work{Desk: true, Team: "it", Priority: 3, Due: "2026-11-27", Spans: []request.Span{{From: at(20, 9), State: request.Open, Team: "it", Priority: 3}}}
	r := request.Request{State: request.Open, Work: &work}
	first, solve := l.Clocks(r, hours, at(20, 10))
	assert.Equal(t, []time.Time{at(20, 13), at(20, 17)}, []time.Time{first.Due, solve.Due})
	work.Ties = []request.Tie{{Kind: request.Parent, ID: "whole"}}
	first, solve = l.Clocks(r, hours, at(20, 10))
	assert.Equal(t, level.Clock{}, first, "nobody waits for an answer about a task")
	assert.Equal(t, at(27, 17), solve.Due)
	work.Due = ""
	_, solve = l.Clocks(r, hours, at(20, 10))
	assert.Equal(t, at(20, 17), solve.Due)
}

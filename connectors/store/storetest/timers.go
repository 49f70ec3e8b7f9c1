package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/state"
)

func timers(t *testing.T, s Store) {
	set := func(key string, when time.Time) state.Timer {
		return state.Timer{Key: key, At: when, Subject: "r1", Name: "remind"}
	}
	c := change("set")
	c.Timers = []state.Timer{set("late", at(30)), set("early", at(10)), set("middle", at(20)), set("far", at(99))}
	commit(t, s, c)
	assert.Equal(t, []state.Timer{set("early", at(10)), set("middle", at(20))}, due(t, s, at(20), 10))
	assert.Equal(t, []state.Timer{set("early", at(10))}, due(t, s, at(99), 1))
	assert.Empty(t, due(t, s, at(10).Add(-time.Millisecond), 10))

	c = change("move one, cancel one")
	c.Timers = []state.Timer{set("early", at(40))}
	c.Cancel = []string{"late", "missing"}
	commit(t, s, c)
	assert.Equal(t, []state.Timer{set("middle", at(20)), set("early", at(40))}, due(t, s, at(50), 10))

	c = change("fire it as it was")
	c.Fired = []state.Timer{set("early", at(10))}
	_, err := s.Commit(context.Background(), c)
	isStale(t, err, "early")

	c = change("fire and set the next")
	c.Fired = []state.Timer{set("early", at(40).Add(300*time.Microsecond))}
	c.Timers = []state.Timer{set("early", at(60))}
	commit(t, s, c)
	c = change("fire it again")
	c.Fired = []state.Timer{set("early", at(40))}
	_, err = s.Commit(context.Background(), c)
	isStale(t, err, "early")
	assert.Equal(t, []state.Timer{set("middle", at(20)), set("early", at(60)), set("far", at(99))}, due(t, s, at(99), 10))
}

func due(t require.TestingT, s Store, now time.Time, limit int) []state.Timer {
	timers, err := s.Due(context.Background(), now, limit)
	require.NoError(t, err)
	return timers
}

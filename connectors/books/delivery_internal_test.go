package books

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/audit"
)

func TestCardsAreLookedAtAgainOnceTheyHadTimeToBePosted(t *testing.T) {
	t.Parallel()
	b, now := &Books{}, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	entry := func(subject string, version int64, at time.Time) audit.Record {
		return audit.Record{Entry: audit.Entry{Subject: subject, Version: version, Time: at}}
	}
	b.changed(now, written{log: []audit.Record{
		entry("r1", 1, now), entry("r1", 2, now), entry("r2", 1, now.Add(-time.Hour)), entry("record/vendors/1", 1, now), entry("r3", 0, now),
	}})
	assert.Empty(t, b.unsettled(now.Add(settling-1)))
	assert.Equal(t, []string{"r1"}, b.unsettled(now.Add(settling)))
	assert.Empty(t, b.unsettled(now.Add(time.Hour)))
}

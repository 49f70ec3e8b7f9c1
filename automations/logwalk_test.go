package automations_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/state"
)

// chronicle is a log with an entry an hour, two of them at the same moment.
type chronicle struct {
	from time.Time
	n    int
}

func (h chronicle) Load(context.Context, ...string) ([]state.Document, error) { return nil, nil }

func (h chronicle) at(position int) time.Time {
	return h.from.Add(time.Duration(position/2) * time.Hour)
}

func (h chronicle) Log(_ context.Context, after int64, limit int) ([]audit.Record, error) {
	var all []audit.Record
	for p := int(after) + 1; p <= h.n && len(all) < limit; p++ {
		all = append(all, audit.Record{Entry: audit.Entry{Position: int64(p), Time: h.at(p)}})
	}
	return all, nil
}

func TestWhereAMomentStandsInTheLog(t *testing.T) {
	t.Parallel()
	for n := range 40 {
		log := chronicle{time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), n}
		for minutes := -30; minutes <= 21*60; minutes += 30 {
			since, before := log.from.Add(time.Duration(minutes)*time.Minute), 0
			for p := 1; p <= n && log.at(p).Before(since); p++ {
				before = p
			}
			after, err := automations.LogSince(t.Context(), log, since)
			require.NoError(t, err)
			assert.EqualValues(t, before, after, "%d entries, %s", n, since)
		}
	}
}

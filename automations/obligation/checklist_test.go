package obligation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// everyDay is worked on.
type everyDay struct{}

func (everyDay) IsWorkingDay(calendar.Date) bool { return true }

// task is due on a working day of the month.
func task(key, subject string, working int, needs ...string) obligation.Obligation {
	return obligation.Obligation{
		Key: key, Title: "The " + key, Subject: subject, Covers: obligation.Month, Lead: 5, Needs: needs,
		Phases: []obligation.Phase{{Cadence: obligation.Cadence{Working: working, Of: obligation.Month}}},
	}
}

func TestWhatWaitsForEachOtherIsAChecklist(t *testing.T) {
	t.Parallel()
	yearly := task("audit", "Close", 9, "bank")
	yearly.Covers = obligation.Year
	lists := obligation.Checklists([]obligation.Obligation{
		task("bank", "Close", 2), task("alone", "Close", 3), task("review", "Close", 8, "bank", "taxes"), task("taxes", "Close", 6),
		task("file", "Tax", 4), task("pay", "Money", 5, "file"), yearly,
	})
	require.Len(t, lists, 2)
	assert.Equal(t, "Close", lists[0].Title)
	assert.Equal(t, "bank", lists[0].Key)
	assert.Len(t, lists[0].Duties, 3, "what nothing waits for is none, nor what is of other periods")
	assert.Equal(t, "The pay", lists[1].Title, "of two subjects: what comes last")
	assert.Empty(t, obligation.Checklists(nil))
}

func TestAChecklistHasRounds(t *testing.T) {
	t.Parallel()
	event := task("hire", "Close", 0, "bank")
	event.Phases = []obligation.Phase{{Cadence: obligation.Cadence{After: &obligation.After{Dataset: "people", Field: "hired"}}}}
	list := obligation.Checklist{Duties: []obligation.Obligation{task("review", "Close", 8, "bank"), task("bank", "Close", 2), event}}
	rounds := list.Rounds(calendar.NewDate(2026, 12, 5), func(obligation.Obligation) obligation.Days { return everyDay{} })
	var names []string
	for _, r := range rounds {
		names = append(names, r.Name)
	}
	assert.Subset(t, names, []string{"October 2026", "November 2026", "December 2026"})
	for _, r := range rounds {
		if r.Name == "November 2026" {
			assert.Equal(t, calendar.NewDate(2026, 12, 2), r.First)
			assert.Equal(t, calendar.NewDate(2026, 11, 27), r.Opens)
			assert.Len(t, r.Dues, 2)
			assert.Equal(t, 8, list.Duties[0].Working(r.Dues["review"]))
		}
	}
	changed := task("x", "Close", 2)
	changed.Phases[0].From = calendar.NewDate(2027, 1, 1)
	assert.Zero(t, changed.Working(obligation.Due{Nominal: calendar.NewDate(2026, time.May, 1)}))
}

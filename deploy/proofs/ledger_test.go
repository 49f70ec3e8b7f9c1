package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

func entry(t *testing.T, subject, move string, version int64, payload any) audit.Record {
	t.Helper()
	r, err := audit.Of(time.Unix(0, 0), "p1", subject, move, version, "", payload)
	require.NoError(t, err)
	return r
}

func TestWhatTheLogIsAboutIsKnown(t *testing.T) {
	t.Parallel()
	gone := people.Absence{ID: "r1", Person: "p1", Request: "r1"}
	for name, c := range map[string]struct {
		entry audit.Record
		wrong string
	}{
		"a move":               {entry(t, "r1", "approve", 3, request.Move{Action: request.Approve}), ""},
		"a refusal":            {entry(t, "r1", "refused approve", 0, "late"), ""},
		"a record":             {entry(t, "record/centres/1", "create", 1, dataset.Move{Action: dataset.Create}), ""},
		"an absence":           {entry(t, "absence/r1", "away", 0, gone), ""},
		"the end of none":      {entry(t, "absence/r1", "absence over", 0, gone), "never began"},
		"another's absence":    {entry(t, "absence/r2", "away", 0, gone), "is about the absence r1"},
		"something else":       {entry(t, "plan-1", "plan", 0, "weekly"), "plan of plan-1 cannot be replayed"},
		"a move without sense": {entry(t, "r1", "approve", 3, "yes"), "entry 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := newLedger().take(c.entry)
			if c.wrong == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.wrong)
		})
	}
}

func TestWhatIsStoredOtherwiseIsFound(t *testing.T) {
	t.Parallel()
	move := dataset.Move{Action: dataset.Create, By: "p1", Dataset: "centres", Title: "Sales"}
	after, err := dataset.Replay("record/centres/1", []dataset.Move{move})
	require.NoError(t, err)
	body, err := json.Marshal(after)
	require.NoError(t, err)
	f := &findings{}
	require.NoError(t, f.stored(state.Document{ID: after.ID, Version: 1, Body: body}, 1, after))
	assert.Empty(t, f.broken)
	require.NoError(t, f.stored(state.Document{ID: after.ID, Version: 2, Body: body}, 1, after))
	require.NoError(t, f.stored(state.Document{ID: after.ID, Version: 1, Body: []byte("{}")}, 1, after))
	assert.Len(t, f.broken, 2)
}

func TestWhoIsAwayIsThatByAnApproval(t *testing.T) {
	t.Parallel()
	approved := func() *story {
		return &story{id: "r1", moves: []request.Move{{Action: request.Approve}}, now: request.Request{Requester: "p1"}}
	}
	gone := people.Absence{ID: "r1", Person: "p1", Request: "r1"}
	other := people.Absence{ID: "r1", Person: "p2", Request: "r1"}
	for name, c := range map[string]struct {
		story *story
		began []people.Absence
		seen  string
		wrong int
	}{
		"once":             {approved(), []people.Absence{gone}, "letter/p1/away/r1", 0},
		"not at all":       {approved(), nil, "", 1},
		"twice":            {approved(), []people.Absence{gone, gone}, "", 1},
		"somebody else":    {approved(), []people.Absence{other}, "", 1},
		"without approval": {&story{id: "r1", now: request.Request{Requester: "p1"}}, []people.Absence{gone}, "", 1},
		"without request":  {&story{id: "r2"}, []people.Absence{gone}, "", 1},
		"told for nothing": {&story{id: "r1"}, nil, "letter/p1/away/r1", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLedger()
			l.stories[c.story.id] = c.story
			if c.began != nil {
				l.absences.began["r1"] = c.began
			}
			f := &findings{seen: map[string]int{c.seen: 1}}
			f.away(l)
			assert.Len(t, f.broken, c.wrong, f.broken)
		})
	}
}

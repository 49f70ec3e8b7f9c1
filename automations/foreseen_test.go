package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/form"
)

const badgeCheck = `obligation: badge_check
title: Badge check
what: Ask for the badge.
why: Badges do not lie around.
owner: {person: paul@example.com}
every: {after: badges.left, days: 5, owner: keeper, roll: after}
open: 5
`

const badgeList = `dataset: badges
title: Badges
label: number
fields:
  - {key: number, label: Number, type: text, required: true}
  - {key: left, label: Left on, type: date}
  - {key: keeper, label: Who keeps it, type: person}
unique: [number]
keepers: [director]
`

func TestADutyFollowsARecord(t *testing.T) {
	t.Parallel()
	o := obliged(t, badgeCheck)
	ds, err := o.Catalogue.Dataset("badges")
	require.NoError(t, err)
	_, err = o.PutRecord(o.ctx, o.who("dora"), o.id(), automations.RecordDraft{Dataset: ds.Key, Values: form.Values{"number": {Text: "B-7"}, "left": {Date: calendar.NewDate(2026, 11, 27)}}})
	require.NoError(t, err)
	o.lasts("2026-11-27 12:00")
	all, err := o.Obliged(o.ctx, o.who("paul"), false, "", 10)
	require.NoError(t, err)
	require.Len(t, all.Rows, 1)
	r := all.Rows[0].File.Request
	assert.Equal(t, "Badge check, B-7", r.Title)
	assert.Equal(t, "2026-12-02", r.Work.Due)
	_, err = o.PutRecord(o.ctx, o.who("dora"), o.id(), automations.RecordDraft{Dataset: ds.Key, Values: form.Values{
		"number": {Text: "B-8"}, "left": {Date: calendar.NewDate(2026, 11, 25)}, "keeper": {Text: "fay@example.com"},
	}})
	require.NoError(t, err)
	foreseen, err := automations.Foreseen(o.ctx, o.Store, *all.Rows[0].Kind.Duty, calendar.NewDate(2026, 11, 27), 5, o.Calendar(o.who("paul")))
	require.NoError(t, err)
	require.Len(t, foreseen, 2)
	assert.Equal(t, "2026-11-30 B-8", foreseen[0].Day.String()+" "+foreseen[0].Of)
	assert.Equal(t, []string{"fay@example.com"}, o.seen("adam", 0).Only("fay@example.com", "").Owners(), "the record says who keeps it")
	o.lasts("2026-11-28 12:00")
	for who, n := range map[string]int{"dora": 2, "mara": 0} {
		all, err = o.Obliged(o.ctx, o.who(who), true, "", 10)
		require.NoError(t, err)
		assert.Equal(t, n, len(all.Rows), "%s: only dora manages paul", who)
	}
}

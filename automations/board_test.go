package automations_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/automations/request"
)

func TestTheBoardOfAChecklist(t *testing.T) {
	t.Parallel()
	report := strings.NewReplacer("vat_return", "vat_report", "VAT return", "VAT report", "covers: month", "covers: month\nneeds: [vat_return]", "day: 10", "day: 11").Replace(vatReturn)
	o := obliged(t, vatReturn, report, badgeCheck)
	o.lasts("2026-12-08 12:00")
	boards, err := o.Boards(o.ctx, o.who("adam"))
	require.NoError(t, err)
	require.Len(t, boards, 1)
	b := boards[0]
	assert.Equal(t, "Tax", b.Title)
	assert.Equal(t, "November 2026", b.Period)
	require.Len(t, b.Tasks, 2)
	assert.Equal(t, "VAT return", b.Tasks[0].Title)
	assert.Equal(t, "fay@example.com", b.Tasks[0].Owner)
	assert.Empty(t, b.Tasks[0].Signed)
	assert.True(t, b.Tasks[0].Opens)
	assert.Equal(t, []string{"VAT return"}, b.Tasks[1].Waits)
	next, ok := b.Next()
	require.True(t, ok)
	assert.Equal(t, "VAT return", next.Title)
	assert.Len(t, b.Agenda().Places, 2)

	f, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Filed"))
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: vatID, Say: request.Approve, Stage: f.Request.Stage(), Text: "Well done"})
	require.NoError(t, err)
	b, err = o.Board(o.ctx, o.who("fay"), b.Key, calendar.Date{})
	require.NoError(t, err)
	assert.Empty(t, b.Tasks[1].Waits)
	assert.Equal(t, "dora@example.com", b.Tasks[0].Signed)
	assert.Equal(t, []obligation.Note{{By: "dora@example.com", Text: "Well done"}}, b.Tasks[0].Notes)
	next, _ = b.Next()
	assert.Equal(t, "VAT report", next.Title)

	later, err := o.Board(o.ctx, o.who("fay"), b.Key, b.After)
	require.NoError(t, err)
	assert.Equal(t, "December 2026", later.Period)
	assert.Equal(t, obligation.Coming, later.Tasks[0].Mark)
	assert.Equal(t, b.At, later.Before)
	_, err = o.Board(o.ctx, o.who("ines"), b.Key, calendar.Date{})
	o.refusal(err, fault.NotFound, "no such checklist that concerns you")
	none, err := o.Boards(o.ctx, o.who("paul"))
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestTheBoardLeavesOutWhatWasDueBeforeItWasLookedAfter(t *testing.T) {
	t.Parallel()
	report := strings.NewReplacer("vat_return", "vat_report", "VAT return", "VAT report", "covers: month", "covers: month\nneeds: [vat_return]", "day: 10", "day: 25").Replace(vatReturn)
	o := obliged(t, vatReturn, report)
	o.lasts("2026-11-18 12:00")
	boards, err := o.Boards(o.ctx, o.who("adam"))
	require.NoError(t, err)
	require.Len(t, boards, 1)
	b := boards[0]
	assert.Equal(t, "October 2026", b.Period)
	require.Len(t, b.Tasks, 1, "the return was due on the 10th, before anybody looked after it")
	assert.Equal(t, 1, b.Former)
	assert.Equal(t, "VAT report", b.Tasks[0].Title)
	assert.Empty(t, b.Tasks[0].Waits, "nothing waits for what is never opened")
	next, ok := b.Next()
	require.True(t, ok)
	assert.Equal(t, "VAT report", next.Title)
	earlier, err := o.Board(o.ctx, o.who("adam"), b.Key, b.Before)
	require.NoError(t, err)
	assert.Empty(t, earlier.Tasks)
	assert.Equal(t, 2, earlier.Former)
}

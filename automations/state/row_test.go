package state_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/state"
)

func TestRowsHaveTheCellsOfTheirKind(t *testing.T) {
	t.Parallel()
	fits := map[state.Kind][]int{
		state.BeginRow: {0}, state.DocumentRow: {4}, state.CounterRow: {2}, state.ClaimRow: {2}, state.EntryRow: {3},
		state.TimerRow: {4}, state.OnceRow: {3, 5, 7}, state.AuditRow: {3}, state.NoticeRow: {8}, state.FailedRow: {5}, "unknown": nil,
	}
	for kind, right := range fits {
		for cells := range 10 {
			err := state.Row{Kind: kind, Cells: make([]string, cells)}.Check()
			fit := false
			for _, n := range right {
				fit = fit || n == cells || kind == state.OnceRow && cells == 9
			}
			assert.Equal(t, fit, err == nil, "%s with %d cells: %v", kind, cells, err)
		}
	}
	require.EqualError(t, state.Row{Kind: state.ClaimRow}.Check(), `state: no row of kind "claim" has 0 cells`)
}

func TestALoggedRowCarriesTheEntryAndItsPayload(t *testing.T) {
	t.Parallel()
	r, err := audit.Of(time.Unix(1, 0), "p1", "r1", "submit", 1, "", map[string]string{"purpose": "taxi"})
	require.NoError(t, err)
	r.Position = 7
	row, err := state.Logged(r)
	require.NoError(t, err)
	require.NoError(t, row.Check())
	assert.Equal(t, state.AuditRow, row.Kind)
	assert.Equal(t, "7", row.Cells[0])
	assert.Contains(t, row.Cells[1], fmt.Sprintf("%q", r.PayloadHash))
	assert.JSONEq(t, `{"purpose":"taxi"}`, row.Cells[2])
	r.Time = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) // JSON knows no such year
	_, err = state.Logged(r)
	require.ErrorContains(t, err, "encode entry 7")
}

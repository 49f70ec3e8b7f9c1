package view_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/handlers/view"
)

func TestWhoKeepsADatasetReadsOfHowManyRecordsWereLookedThrough(t *testing.T) {
	t.Parallel()
	l := automations.Lacking{Dataset: dataset.Dataset{Key: "assets", Title: "Assets"}, All: 2984, Total: 2976, Looked: 1000, Labels: map[string]int{"Serial number": 998, "Who has it": 1000}}
	m, err := view.Chores(automations.Chores{Kept: []automations.Lacking{l}})
	require.NoError(t, err)
	assert.Contains(t, string(m.Blocks), `*Assets*: 2,984 records, 2,976 lack something\nof the first 1,000: Who has it 1,000 · Serial number 998`)
	l.Total = 1000
	m, err = view.Chores(automations.Chores{Kept: []automations.Lacking{l}})
	require.NoError(t, err)
	assert.NotContains(t, string(m.Blocks), "of the first")
}

package form

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
)

func TestANewLineBeginsWithItsDefaults(t *testing.T) {
	t.Parallel()
	f, problems := Compile([]Field{
		{Key: "lines", Type: Lines, Fields: []Field{
			{Key: "date", Type: Date, Default: "today"},
			{Key: "where", Type: Text, Default: "requester.city"},
			{Key: "note", Type: Text},
		}},
	}, map[string]any{"requester": map[string]any{"city": ""}})
	require.Empty(t, problems)
	today, err := calendar.Parse("2026-11-20")
	require.NoError(t, err)
	ctx := Context{Today: today, Requester: map[string]any{"city": "Lisbon"}}
	assert.Equal(t, Values{"date": {Date: today}, "where": {Text: "Lisbon"}}, f.NewLine("lines", ctx))
	assert.Empty(t, f.NewLine("other", ctx))
}

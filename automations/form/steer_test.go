package form_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/form"
)

func TestFieldsThatSteerOthers(t *testing.T) {
	t.Parallel()
	f, problems := form.Compile([]form.Field{
		{Key: "mode", Label: "Mode", Type: form.Checkbox},
		{Key: "depth", Label: "Depth", Type: form.Number, ShowWhen: "mode"},
		{Key: "lines", Label: "Items", Type: form.Lines, Fields: []form.Field{
			{Key: "category", Label: "Category", Type: form.Text},
			{Key: "guests", Label: "Guests", Type: form.Text, ShowWhen: `category == "meal" && mode`},
		}},
	}, nil)
	require.Empty(t, problems)

	assert.True(t, f.Steers("mode"))
	assert.False(t, f.Steers("depth"))
	assert.True(t, f.Steers("lines.category"))
	assert.True(t, f.Steers("lines.3.category"))
	assert.False(t, f.Steers("lines.3.guests"))
	assert.False(t, f.Steers("nothing"))

	raw := form.Raw{"lines.0.category": {Text: "meal"}, "lines.2.category": {Text: "taxi"}}
	assert.Equal(t, map[string]bool{"depth": true, "lines.0.guests": true, "lines.2.guests": true}, f.Hidden(raw, form.Context{}))

	raw["mode"] = form.Input{Text: "true"}
	assert.Equal(t, map[string]bool{"lines.2.guests": true}, f.Hidden(raw, form.Context{}))
}

func TestFieldsThatAreNeededForWhatStandsThere(t *testing.T) {
	t.Parallel()
	f, problems := form.Compile([]form.Field{
		{Key: "mode", Type: form.Checkbox},
		{Key: "why", Type: form.Text, RequiredWhen: "mode"},
		{Key: "end", Type: form.Date, ShowWhen: "mode", RequiredWhen: "true"},
		{Key: "list", Type: form.Text, RequiredWhen: `any(lines, .category == "meal")`},
		{Key: "lines", Type: form.Lines, Fields: []form.Field{
			{Key: "category", Type: form.Text, Required: true},
			{Key: "guests", Type: form.Text, RequiredWhen: `category == "meal" && !mode`},
		}},
	}, nil)
	require.Empty(t, problems)
	raw := form.Raw{"lines.0.category": {Text: "meal"}, "lines.2.category": {Text: "taxi"}}
	assert.Equal(t, map[string]bool{"list": true, "lines.0.guests": true}, f.Demanded(raw, form.Context{}))
	raw["mode"] = form.Input{Text: "true"}
	assert.Equal(t, map[string]bool{"list": true, "why": true, "end": true}, f.Demanded(raw, form.Context{}))

	assert.True(t, f.Steers("mode"))
	assert.True(t, f.Steers("lines.2.category"), "of its line and of the form")
	assert.False(t, f.Steers("why"))
	assert.Equal(t, []string{"category", "mode"}, f.DemandedBy("lines.0.guests"))
	assert.Equal(t, []string{"mode"}, f.DemandedBy("why"))
	assert.Empty(t, f.DemandedBy("lines.0.category"))
	assert.Empty(t, f.DemandedBy("nothing"))
}

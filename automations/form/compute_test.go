package form_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/form"
)

func TestAFieldIsComputedFromThoseAbove(t *testing.T) {
	t.Parallel()
	f, problems := form.Compile([]form.Field{
		{Key: "hours", Type: form.Number},
		{Key: "rate", Type: form.Number},
		{Key: "day", Type: form.Date},
		{Key: "name", Type: form.Text},
		{Key: "total", Type: form.Number, Compute: "hours * rate"},
		{Key: "share", Type: form.Number, Compute: "hours / rate"},
		{Key: "high", Type: form.Checkbox, Compute: "total > 100"},
		{Key: "tag", Type: form.Text, Compute: `"T-" + name`},
		{Key: "from", Type: form.Date, Compute: "day"},
	}, nil)
	require.Empty(t, problems)
	values, wrong := f.Parse(form.Raw{"hours": {Text: "7.5"}, "rate": {Text: "20.10"}, "total": {Text: "1"}, "day": {Text: "2026-11-20"}, "name": {Text: "x"}}, form.Context{Today: calendar.NewDate(2026, 11, 20)})
	require.Empty(t, wrong)
	assert.Equal(t, "150.75", values["total"].Number.String(), "what somebody typed there does not count")
	assert.True(t, values["high"].Checked)
	assert.Equal(t, "T-x", values["tag"].Text)
	assert.Equal(t, "2026-11-20", values["from"].Date.String())
	assert.True(t, f.Steers("day"))

	values, wrong = f.Parse(form.Raw{"hours": {Text: "1"}}, form.Context{})
	require.Empty(t, wrong)
	assert.True(t, values["share"].IsZero(), "nothing is divided by nothing")
	assert.Empty(t, f.Check(values, form.Context{}))
}

func TestNothingFollowsFromAChoiceThatIsNotMade(t *testing.T) {
	t.Parallel()
	choice := form.Field{Key: "impact", Type: form.Select, Required: true, Options: []form.Option{{Value: "1"}, {Value: "3"}}}
	f, problems := form.Compile([]form.Field{choice, {Key: "rating", Type: form.Number, Compute: `impact == "3" ? 3 : 1`}}, nil)
	require.Empty(t, problems)
	values, _ := f.Parse(form.Raw{}, form.Context{})
	assert.True(t, values["rating"].IsZero())
	values, _ = f.Parse(form.Raw{"impact": {Text: "1"}}, form.Context{})
	assert.Equal(t, "1", values["rating"].Number.String())
}

func TestAFieldThatCannotBeComputedIsRefused(t *testing.T) {
	t.Parallel()
	number := form.Field{Key: "hours", Type: form.Number}
	for compute, want := range map[string]form.Field{
		"compute gives":                    {Key: "x", Type: form.Text, Compute: "hours * 2"},
		"compute works for":                {Key: "x", Type: form.Email, Compute: `"a"`},
		"compute: 1:1":                     {Key: "x", Type: form.Number, Compute: "hour * 2"},
		"compute: 1:2":                     {Key: "x", Type: form.Number, Compute: "1..3"},
		"neither required nor have a defa": {Key: "x", Type: form.Number, Compute: "hours", Required: true},
	} {
		_, problems := form.Compile([]form.Field{number, want}, nil)
		require.NotEmpty(t, problems, compute)
		assert.Contains(t, problems[0].Say, compute)
	}
	_, problems := form.Compile([]form.Field{{Key: "x", Type: form.Number, Compute: "later * 2"}, {Key: "later", Type: form.Number}}, nil)
	require.NotEmpty(t, problems)
	assert.Contains(t, problems[0].Say, "compute names later, which is not above this field")
}

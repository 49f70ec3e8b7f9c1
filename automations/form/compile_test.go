package form

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	options := []Option{{Value: "a"}}
	text := Field{Key: "what", Type: Text}
	with := func(change func(*Field)) []Field {
		f := Field{Key: "x", Type: Text}
		change(&f)
		return []Field{f}
	}
	for _, c := range []struct {
		name   string
		fields []Field
		path   string
		say    string
	}{
		{"no key", with(func(f *Field) { f.Key = "" }), "[0]", "write small letters"},
		{"bad key", with(func(f *Field) { f.Key = "Cost centre" }), "Cost centre", "write small letters"},
		{"reserved word", with(func(f *Field) { f.Key = "in" }), "in", "write for example in_value"},
		{"function", with(func(f *Field) { f.Key = "count" }), "count", "write for example count_value"},
		{"today", with(func(f *Field) { f.Key = "today" }), "today", "present day"},
		{"a fact of another type", with(func(f *Field) { f.Key = "amount" }), "amount", "name of another fact"},
		{"twice", []Field{text, text}, "what", "used twice"},
		{"unknown type", with(func(f *Field) { f.Type = "mony" }), "x", "did you mean money?"},
		{"strange type", with(func(f *Field) { f.Type = "signature" }), "x", "write one of text, paragraph"},
		{"no options", with(func(f *Field) { f.Type = Select }), "x", "nothing to choose from"},
		{"empty source", with(func(f *Field) { f.Type, f.Source = Select, "cost_centres" }), "x", "the company has no cost_centres"},
		{"options of a text", with(func(f *Field) { f.Options = options }), "x", "write type: select"},
		{"same option", with(func(f *Field) { f.Type, f.Options = Select, slices.Concat(options, options) }), "x", "listed twice"},
		{"option without value", with(func(f *Field) { f.Type, f.Options = Select, []Option{{Label: "A"}} }), "x", "write a short word"},
		{"lines without fields", with(func(f *Field) { f.Type = Lines }), "x", "lines need fields"},
		{"fields of a text", with(func(f *Field) { f.Fields = []Field{text} }), "x", "only lines have fields"},
		{"lines in lines", []Field{{Key: "a", Type: Lines, Fields: []Field{{Key: "b", Type: Lines, Fields: []Field{text}}}}}, "a.b", "lines of their own"},
		{"bad field in lines", []Field{{Key: "a", Type: Lines, Fields: []Field{{Key: "b", Type: Select}}}}, "a.b", "nothing to choose from"},
		{"min of a number", with(func(f *Field) { f.Type, f.Min = Number, "1e9" }), "x", "write a number such as 2.5"},
		{"max of money", with(func(f *Field) { f.Type, f.Max = Money, "500 XXY" }), "x", "500 EUR"},
		{"max of a date", with(func(f *Field) { f.Type, f.Max = Date, "tomorrow" }), "x", "today+30"},
		{"max of a text", with(func(f *Field) { f.Max = "4000" }), "x", "whole number up to 3000"},
		{"max of files", with(func(f *Field) { f.Type, f.Max = Upload, "11" }), "x", "whole number up to 10"},
		{"max of lines", []Field{{Key: "a", Type: Lines, Max: "many", Fields: []Field{text}}}, "a", "whole number up to 60"},
		{"min of a choice", with(func(f *Field) { f.Type, f.Options, f.Min = Select, options, "1" }), "x", "leave it out"},
		{"crossed numbers", with(func(f *Field) { f.Type, f.Min, f.Max = Number, "3", "2.5" }), "x", "swap them"},
		{"crossed counts", with(func(f *Field) { f.Min, f.Max = "10", "9" }), "x", "swap them"},
		{"crossed days", with(func(f *Field) { f.Type, f.Min, f.Max = Date, "today+1", "today" }), "x", "swap them"},
		{"crossed amounts", with(func(f *Field) { f.Type, f.Min, f.Max = Money, "5 EUR", "4 EUR" }), "x", "swap them"},
		{"falls on no day", with(func(f *Field) { f.Type, f.FallsOn = Date, "mondays" }), "x", "write a day of the week such as monday, or first"},
		{"falls on of a text", with(func(f *Field) { f.FallsOn = "monday" }), "x", "only a date falls on a day"},
		{"bad pattern", with(func(f *Field) { f.Pattern = "(" }), "x", "does not compile"},
		{"pattern of a date", with(func(f *Field) { f.Type, f.Pattern = Date, "x" }), "x", "only a text has a pattern"},
		{"beneficiary", with(func(f *Field) { f.Beneficiary = true }), "x", "write type: person"},
		{"condition", with(func(f *Field) { f.RequiredWhen = "wat == 5" }), "x", "required_when: 1:1: unknown name wat"},
		{"shown by itself", with(func(f *Field) { f.ShowWhen = `x == "a"` }), "x", "show_when names x, which is not above"},
		{"shown by one below", append(with(func(f *Field) { f.ShowWhen = `what == "a"` }), text), "x", "move what up"},
		{"line shown by one below", []Field{{Key: "a", Type: Lines, Fields: []Field{{Key: "b", Type: Text, ShowWhen: `what == ""`}}}, text}, "a.b", "move what up"},
		{"default of a file", with(func(f *Field) { f.Type, f.Default = Upload, "x" }), "x", "has no default"},
		{"default not an option", with(func(f *Field) { f.Type, f.Options, f.Default = Select, options, "b" }), "x", `"b" is not one of the choices`},
		{"default too long", with(func(f *Field) { f.Max, f.Default = "2", "abc" }), "x", "at most 2 characters"},
		{"default day", with(func(f *Field) { f.Type, f.Default = Date, "soon" }), "x", "write today, today+7"},
		{"default fact", with(func(f *Field) { f.Default = "requester.cost_center" }), "x", "did you mean cost_centre?"},
		{"default requester", with(func(f *Field) { f.Default = "requester" }), "x", "write type: person"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Compile(c.fields, around())
			require.NotEmpty(t, problems)
			assert.Equal(t, c.path, problems[0].Path)
			assert.Contains(t, problems[0].Say, c.say)
		})
	}
}

func TestCompileAccepts(t *testing.T) {
	t.Parallel()
	f, problems := Compile([]Field{
		{Key: "amount", Type: Money, Min: "10 EUR", Max: "20 USD", Default: "15"},
		{Key: "date", Type: Date, Default: "today+7", Max: "today"},
		{Key: "days", Type: Number, RequiredWhen: `days(date, today) > 3 && date > date("2026-01-01") && amount.base > 1`},
		{Key: "team", Type: Team, Options: []Option{{Value: "it", Label: "IT"}}, Source: "teams"},
		{Key: "tags", Type: MultiSelect, Options: []Option{{Value: "a"}, {Value: "b"}}, Default: "a, b"},
		{Key: "lines", Type: Lines, Fields: []Field{{Key: "team", Type: Text, ShowWhen: `days > 1 && requester.country == "DE"`}}},
	}, around())
	require.Empty(t, problems)
	_, problems = Compile(nil, nil)
	assert.Empty(t, problems)
	assert.Len(t, f.Fields(), 6)
	label := func(path string) string {
		field, ok := f.Field(path)
		assert.True(t, ok)
		return field.Label
	}
	assert.Equal(t, "Tags", label("tags"))
	assert.Equal(t, "Team", label("lines.team"))
	assert.Equal(t, "Team", label("lines.12.team"))
	for _, path := range []string{"", "x", "lines.x", "lines.-1.team", "lines.0", "lines.007.team", "tags.a", "lines.1000.team"} {
		_, ok := f.Field(path)
		assert.False(t, ok, path)
	}
	assert.Equal(t, Raw{"amount": {Text: "15"}, "date": {Text: "2026-11-27"}, "tags": {List: []string{"a", "b"}}}, f.initial(context()))
}

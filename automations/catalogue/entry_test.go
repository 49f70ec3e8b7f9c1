package catalogue_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
)

const sheet = `dataset: sheets
title: Sheets
one: Sheet
label: "{person}, {week}"
fields:
  - {key: person, type: person, required: true}
  - {key: week, type: date, falls_on: monday, required: true}
  - {key: site, type: text}
unique: [person+week]
own: person
add: [everybody]
keepers: [finance]
masked: [site]
wanted: [site]
references: {site: vendors}
also: {site: [place]}
keep: 2 years
chase: {every: week, of: person, in: week, from: [everybody], on: monday}
approve:
  - {step: Manager, approvers: [{manager_of: person}]}
  - {step: Team, approvers: [{team: it}], when: site != ""}
`

func TestEveryDatasetHasAKindByWhichItsRecordsAreEntered(t *testing.T) {
	t.Parallel()
	c := builtin(t, sheet)
	d, err := c.Dataset("sheets")
	require.NoError(t, err)
	assert.Equal(t, 24, d.Keep)
	assert.Equal(t, &dataset.Chase{Every: dataset.Weekly, Of: "person", In: "week", From: []string{"everybody"}, Day: 1}, d.Chase)
	assert.True(t, d.Reviewed)
	k, err := c.Kind(catalogue.EntryKind("sheets"))
	require.NoError(t, err)
	assert.Equal(t, "Sheet", k.Title)
	assert.Equal(t, "sheets", k.Dataset)
	assert.Equal(t, d.Hash, k.Hash, "the rule that decided is the text of the dataset")
	m := now(t)
	sent, problems := prepare(t, k, m, map[string]string{"person": m.By.ID, "week": "2026-11-16", "site": "x"})
	require.Empty(t, problems)
	assert.Len(t, sent.Steps, 2)
	for _, key := range []string{catalogue.ImportKind, catalogue.ExportKind, catalogue.PackKind} {
		_, err := c.Kind(key)
		require.NoError(t, err, key)
	}
	for _, k := range c.Kinds() {
		assert.Empty(t, k.Dataset, "what people ask for and what they enter are two lists")
	}
	monthly := strings.NewReplacer("every: week", "every: month", ", on: monday", "", "falls_on: monday", "falls_on: first").Replace(sheet)
	d, err = builtin(t, monthly).Dataset("sheets")
	require.NoError(t, err)
	assert.Equal(t, dataset.Monthly, d.Chase.Every)
}

func TestMistakesInTheRulesOfADatasetAreTold(t *testing.T) {
	t.Parallel()
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	tests := map[string][2]string{
		"no such time":         {"keep: 2 years", "keep: for ever"},
		"a long name":          {"one: Sheet", "one: " + strings.Repeat("Sheet ", 5)},
		"no person":            {"own: person", "own: week"},
		"nothing to hide":      {"masked: [site]", "masked: [sight]"},
		"nothing wanted":       {"wanted: [site]", "wanted: [sight]"},
		"no text refers":       {"references: {site: vendors}", "references: {week: vendors}"},
		"no dataset":           {"references: {site: vendors}", "references: {site: planets}"},
		"no column":            {"also: {site: [place]}", "also: {sight: [place]}"},
		"no period":            {"every: week", "every: year"},
		"no time to correct":   {"keep: 2 years", "correct: soon"},
		"masked in the name":   {"masked: [site]", "masked: [person]"},
		"nobody owes":          {"of: person, in", "of: site, in"},
		"no day":               {"in: week,", "in: site,"},
		"not one a period":     {"unique: [person+week]", "unique: [site]"},
		"owed by none":         {", from: [everybody]", ""},
		"no weekday":           {", on: monday", ", on: someday"},
		"any day of a week":    {"falls_on: monday, ", ""},
		"no label":             {"label: \"{person}, {week}\"", "label: \"{person}, {site}\""},
		"lines together":       {"unique: [person+week]", "unique: [person+week, person+planet]"},
		"no team":              {"team: it}", "team: its}"},
		"approval unanswered":  {"when: site != \"\"", "when: sight"},
		"computed from nobody": {"{key: site, type: text}", "{key: site, type: text, compute: person +}"},
	}
	says := map[string]string{
		"no such time": "is no time: write for example 24 months", "a long name": "write at most 24 characters", "no person": `"week" is no field of type person`,
		"nothing to hide": `there is no field "sight"`, "nothing wanted": `there is no field "sight"`, "no text refers": `"week" is no field of type text`,
		"no dataset": `there is no dataset "planets"`, "no column": `there is no field "sight" that a column could hold`, "no period": "is no period: write week or month",
		"no time to correct": "write for example 15m, or never", "masked in the name": "names the records, so everybody reads it",
		"nobody owes": "which names who owes the record", "no day": "which names the period by its first day", "not one a period": "a person owes one record a period",
		"owed by none": "say who owes it", "no weekday": "is no day of the week", "any day of a week": "names the week by its first day, so give the field falls_on: monday", "no label": "name the required field", "lines together": "is no field with a value to compare",
		"no team": `there is no team "its"`, "approval unanswered": "sight", "computed from nobody": "compute",
	}
	for name, change := range tests {
		require.Contains(t, sheet, change[0], name)
		_, problems := catalogue.Load(company(), files, yamls(strings.Replace(sheet, change[0], change[1], 1)))
		var said []string
		for _, p := range problems {
			said = append(said, p.String())
		}
		assert.Contains(t, strings.Join(said, "\n"), says[name], name)
	}
}

func TestAFieldIsComputedInADataset(t *testing.T) {
	t.Parallel()
	text := "dataset: boxes\ntitle: Boxes\nlabel: name\nfields: [{key: width, type: number}, {key: name, type: text, required: true}, {key: twice, type: number, compute: width * 2}]\nunique: [name]\nkeepers: [it]\n"
	d, err := builtin(t, text).Dataset("boxes")
	require.NoError(t, err)
	values, problems := d.Form.Parse(form.Raw{"width": {Text: "2"}, "name": {Text: "x"}}, form.Context{})
	require.Empty(t, problems)
	assert.Equal(t, "4", values["twice"].Number.String())
	assert.Equal(t, "Boxes", d.One)
}

func TestADatasetReadsDocuments(t *testing.T) {
	t.Parallel()
	text := "dataset: boxes\ntitle: Boxes\nlabel: name\nfields: [{key: name, type: text, required: true}, {key: paper, type: file}, {key: rows, type: lines, fields: [{key: scan, type: file}, {key: on, type: date}]}]\nunique: [name]\nkeepers: [it]\ndrop: paper\nreads: {name: seller}\n"
	k, err := builtin(t, text).Kind(catalogue.EntryKind("boxes"))
	require.NoError(t, err)
	assert.Equal(t, "paper", k.Drop)
	assert.True(t, k.Reads("name"))
	for drop, says := range map[string]string{"drop: name": `"name" is no field of type file`, "drop: rows.scan": `"rows.scan" is no field of type file outside of lines`} {
		_, problems := catalogue.Load(company(), nil, yamls(strings.Replace(text, "drop: paper", drop, 1)))
		require.NotEmpty(t, problems)
		assert.Contains(t, problems[0].String(), says)
	}
}

func TestTheDatasetInREADMEIsRight(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, after, found := strings.Cut(string(readme), "```yaml kinds/chargers.yaml\n")
	require.True(t, found)
	text, _, _ := strings.Cut(after, "```")
	d, err := builtin(t, text).Dataset("chargers")
	require.NoError(t, err)
	assert.Equal(t, "read", d.Chase.In)
}

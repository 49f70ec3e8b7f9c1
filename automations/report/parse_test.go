package report_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/report"
)

const visits = `-- title: Visits
-- subject: Places
-- about: Who came
-- parameters:
--   - {name: when, label: When, type: period, required: true, default: last month}
--   - {name: by, type: choice, choices: [day, place], default: day}
-- columns: [{name: came, type: number}]
-- readers: [people]
-- own: true
-- chart: {form: bars, across: day, up: [came]}
SELECT day, count(*) AS came, ':not' AS x -- :neither
FROM visit WHERE day BETWEEN :when_from AND :when_to AND :by = 'day' /* :nor */ AND (:viewer IS NULL OR who = :viewer) AND "a:b" = 1::text AND day < :today
`

func TestAReportIsReadFromItsSQL(t *testing.T) {
	t.Parallel()
	r, err := report.Parse("visits", visits)
	require.NoError(t, err)
	assert.Equal(t, "visits", r.Name)
	assert.Equal(t, "Visits", r.Title)
	assert.Equal(t, []report.Parameter{
		{Name: "when", Label: "When", Type: report.Period, Required: true, Default: "last month"},
		{Name: "by", Type: report.Choice, Choices: []string{"day", "place"}, Default: "day"},
	}, r.Parameters)
	assert.Equal(t, report.Chart{Form: "bars", Across: "day", Up: []string{"came"}}, r.Chart)
	assert.Equal(t, 10_000, r.MostRows)
	assert.Equal(t, 30*time.Second, r.MostTime)
	assert.Equal(t, []string{"when_from", "when_to", "by", "viewer", "today"}, report.Binds(r.SQL))
	assert.Regexp(t, "^SELECT day", r.SQL)
}

func TestMistakesOfAReportAreNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, says string }{
		"nothing":           {"SELECT 1", "the file is empty"},
		"no SQL":            {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]", "there is no SQL"},
		"unknown setting":   {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- reader: [b]\nSELECT 1", "reader"},
		"no title":          {"-- subject: B\n-- about: C\n-- readers: [a]\nSELECT 1", "needs a title"},
		"nobody reads it":   {"-- title: A\n-- subject: B\n-- about: C\nSELECT 1", "nobody may read it"},
		"own without":       {"-- title: A\n-- subject: B\n-- about: C\n-- own: true\nSELECT 1", "never names :viewer"},
		"unknown name":      {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\nSELECT :day", "the SQL names :day"},
		"unused":            {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{name: day, type: date}]\nSELECT 1", "never names :day"},
		"without name":      {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{type: date}]\nSELECT 1", "needs a name"},
		"reserved":          {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{name: today, type: date}]\nSELECT :today", "choose another name"},
		"type":              {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{name: day, type: days}]\nSELECT :day", "no type of a parameter"},
		"choice":            {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{name: by, type: choice}]\nSELECT :by", "a choice has choices"},
		"default":           {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{name: by, type: choice, choices: [a], default: b}]\nSELECT :by", "none of its choices"},
		"type of a column":  {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- columns: [{name: a, type: period}]\nSELECT 1 AS a", "no type of a column"},
		"limits":            {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- rows: -1\nSELECT 1", "above nothing"},
		"period not bound":  {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{name: p, type: period}]\nSELECT :p_from", "never names :p_to"},
		"unfinished quotes": {"-- title: A\n-- subject: B\n-- about: C\n-- readers: [a]\n-- parameters: [{name: p, type: text}]\nSELECT ':p", "never names :p"},
	} {
		_, err := report.Parse("x", c.text)
		assert.ErrorContains(t, err, c.says, name)
	}
}

func TestReportsOfAFolder(t *testing.T) {
	t.Parallel()
	all, err := report.Load(fstest.MapFS{"visits.sql": {Data: []byte(visits)}, "README.md": {Data: []byte("x")}})
	require.NoError(t, err)
	require.Len(t, all, 1)
	assert.Equal(t, "visits", all[0].Name)
	_, err = report.Load(fstest.MapFS{"a.sql": {Data: []byte("SELECT 1")}, "b.sql": {Data: []byte("-- title: A\nSELECT 1")}})
	assert.ErrorContains(t, err, "a:")
	assert.ErrorContains(t, err, "b:")
}

func TestTheDayOfWhoAsksIsBoundWhereTheSQLNamesIt(t *testing.T) {
	t.Parallel()
	r, err := report.Parse("visits", visits)
	require.NoError(t, err)
	terms := report.Terms{Today: calendar.NewDate(2026, time.November, 22)}
	a, err := report.Bind(r, report.Words{}, "", terms)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-22", a["today"])
	r.SQL = "SELECT 1"
	a, err = report.Bind(r, report.Words{}, "", terms)
	require.NoError(t, err)
	assert.NotContains(t, a, "today")
}

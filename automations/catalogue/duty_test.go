package catalogue_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/source"
)

// dutiful is a company with a compliance lead.
func dutiful() catalogue.Company {
	return catalogue.Company{
		Name: "Example", Currency: "EUR", Fallback: "director", Remind: 8 * time.Hour, Teams: []string{"it"},
		Head: obligation.Who{Role: "compliance"}, Hour: 9 * time.Hour,
	}
}

func load(t *testing.T, body string) (*catalogue.Catalogue, []source.Problem) {
	t.Helper()
	return catalogue.Load(dutiful(), nil, []catalogue.File{{Name: "obligations/one.yaml", Body: []byte(body)}})
}

const vat = `obligation: vat_return
title: VAT return (Germany)
subject: Tax
what: File the advance return.
why: § 18 UStG
source: https://www.gesetze-im-internet.de/ustg_1980/__18.html
owner: {role: finance}
reviewer: {person: Ada@Example.com}
country: DE
covers: month
every: {day: 10, roll: after}
changes: [{from: 2027-01-01, every: {day: 31, months: [1, 4, 7, 10], roll: before}}]
open: 20
remind: [1, 14, 7, 30]
late: {daily: 3, manager: 1, lead: 0}
at: "08:30"
snooze: 1
evidence: [{kind: file, label: Protocol}, {kind: file, label: Payment, optional: true}, {kind: figure}, {kind: link, optional: true}]
from: 2026-06-01
`

func TestAnObligationIsAKindOfItsOwn(t *testing.T) {
	t.Parallel()
	c, problems := load(t, vat)
	require.Empty(t, problems)
	require.Len(t, c.Duties(), 1)
	k, err := c.Kind(catalogue.DutyKind("vat_return"))
	require.NoError(t, err)
	o := *k.Duty
	assert.Equal(t, "VAT return (Germany)", o.Title)
	assert.Equal(t, obligation.Who{Person: "ada@example.com"}, o.Reviewer)
	assert.Equal(t, obligation.Who{Role: "compliance"}, o.Waiver)
	assert.Equal(t, obligation.Ladder{Before: []int{14, 7, 1}, Late: 3, Manager: 1, Hour: 8*time.Hour + 30*time.Minute}, o.Ladder, "the card tells of it before 20 days")
	assert.Equal(t, 20, o.Lead)
	assert.Equal(t, 1, o.Snoozes)
	assert.Contains(t, k.Visible, "compliance")

	var keys []string
	for _, f := range k.Form.Fields() {
		keys = append(keys, f.Key)
	}
	assert.Equal(t, []string{"file", "file2", "figure", "link", catalogue.DoneOn}, keys)
	field, _ := k.Form.Field("file2")
	assert.Equal(t, form.Upload, field.Type)
	assert.False(t, field.Required)

	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	days, err := calendar.New(time.UTC, hours, "DE", "", nil)
	require.NoError(t, err)
	var next []string
	for _, due := range o.Next(calendar.NewDate(2026, 10, 1), 5, days) {
		next = append(next, due.Day.String())
	}
	assert.Equal(t, []string{"2026-10-12", "2026-11-10", "2026-12-10", "2027-01-29", "2027-04-30"}, next)
}

func TestWhatIsWrongWithAnObligationIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	for change, say := range map[string]string{
		"obligation: vat_return|obligation: VAT":                      "no name for an obligation",
		"owner: {role: finance}|owner: {}":                            "say who does it",
		"owner: {role: finance}|owner: {role: finance, team: it}":     "in one way",
		"owner: {role: finance}|owner: {team: its}":                   "there is no team",
		"owner: {role: finance}|owner: {person: ada}":                 "no e-mail address",
		"why: § 18 UStG|why: ''":                                      "say what is to be done and why",
		"source: https|source: ftp":                                   "no address",
		"country: DE|country: XX":                                     "No holidays are known",
		"covers: month|covers: week":                                  "no period",
		"every: {day: 10, roll: after}|every: {day: 10, rule: X}":     "in one way when it is due",
		"every: {day: 10, roll: after}|every: {rule: FREQ=HOURLY}":    "never by the hour",
		"every: {day: 10, roll: after}|every: {after: vendors.x}":     "There is no dataset",
		"every: {day: 10, roll: after}|every: {day: 1, months: [13]}": "no month",
		"every: {day: 10, roll: after}|every: {day: 1, roll: up}":     "no way to move a day",
		"every: {day: 10, roll: after}|every: {day: 1, owner: who}":   "only a duty that follows a record",
		"every: {day: 10, roll: after}|":                              "say when it is due",
		"from: 2027-01-01|from: 2025-01-01":                           "a change needs the day",
		"open: 20|open: 0":                                            "is not from 1 to 400",
		"remind: [1|remind: [-1":                                      "is not from 0 to 400",
		"08:30|23:00":                                                 "no hour at which people are reminded",
		"kind: figure|kind: promise":                                  "no evidence",
		"kind: figure|kind: report":                                   "name the report whose answer is evidence",
		"kind: figure|of: access, kind: figure":                       "name the kind of request whose approvals",
		"kind: figure|of: acces, kind: requests":                      `there is no kind of request "acces"`,
		"title: VAT return (Germany)|title: ''":                       "needs a title",
		"open: 20|needs: [nothing]":                                   "there is no other obligation",
		"from: 2026-06-01|from: June":                                 "is not a day",
	} {
		before, after, _ := strings.Cut(change, "|")
		require.Contains(t, vat, before)
		_, problems := load(t, strings.Replace(vat, before, after, 1))
		require.NotEmpty(t, problems, change)
		assert.Contains(t, problems[0].String(), say, change)
	}
	_, problems := load(t, strings.Replace(vat, "[{kind: file, label: Protocol}, ", "[", 1)+"xyz: 1\n")
	assert.NotEmpty(t, problems)
	_, problems = catalogue.Load(dutiful(), nil, []catalogue.File{{Name: "a.yaml", Body: []byte(vat)}, {Name: "b.yaml", Body: []byte(vat)}})
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].String(), "two obligations called vat_return")
}

func TestEveryPackHolds(t *testing.T) {
	t.Parallel()
	packs, datasets, err := catalogue.Packs()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(packs), 14)
	own := []catalogue.File{{Name: "obligations/mine.yaml", Body: []byte(strings.Replace(vat, "vat_return", "de_vat", 1))}}
	c, problems := catalogue.Load(dutiful(), append(packs, datasets...), own)
	require.Empty(t, problems)
	assert.Greater(t, len(c.Duties()), 60)
	wrong := "obligation: renewal\ntitle: R\nwhat: R\nwhy: R\nowner: {role: finance}\nevery: {after: renewals.decide_by, owner: vendor}\n"
	_, problems = catalogue.Load(dutiful(), append(packs, datasets...), []catalogue.File{{Name: "obligations/r.yaml", Body: []byte(wrong)}})
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].Say, `no field "vendor" of type person`)
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	for _, k := range c.Duties() {
		o := *k.Duty
		if o.Key == "de_vat" {
			assert.Empty(t, o.Pack, "the company's own replaces that of the pack")
			continue
		}
		assert.NotEmpty(t, o.Note, "%s says that it is to be confirmed", o.Key)
		assert.NotEmpty(t, o.Why, o.Key)
		assert.True(t, o.Source != "" || o.Pack == "renewals", "%s names its source", o.Key)
		days, err := calendar.New(time.UTC, hours, o.Country, o.Region, nil)
		require.NoError(t, err, o.Key)
		if _, follows := o.Event(); !follows {
			assert.Len(t, o.Next(calendar.NewDate(2026, 11, 22), 5, days), 5, o.Key)
		}
	}
}

func TestADutyWhoseObligationIsGoneCanStillBeLookedAt(t *testing.T) {
	t.Parallel()
	c, _ := load(t, vat)
	k, err := c.Kind(catalogue.DutyKind("given_up"))
	require.NoError(t, err)
	assert.Len(t, k.Form.Fields(), 7)
	assert.Equal(t, "compliance", k.Duty.Waiver.Role)
}

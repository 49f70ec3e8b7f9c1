package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
)

const claims = `kind: claim
title: Small claim
about: Get back what you paid
prefix: CLM
summary: "{purpose}"
fields:
  - {key: purpose, label: Purpose, type: text}
  - key: lines
    label: Items
    type: lines
    fields:
      - {key: merchant, label: Paid to, type: text}
      - {key: category, label: Category, type: select, options: [{value: travel, label: Travel}, {value: meal, label: Meal}]}
      - {key: amount, label: Amount, type: money}
amount: lines.amount
sum: {of: [lines.merchant, lines.category, purpose], days: 30}
route:
  - {step: Manager, approvers: [{manager_of: requester}]}
  - {step: Finance, approvers: [{role: finance}], when: together.base >= 500, why: "{together} is 500 or more"}
`

func TestWhatBelongsTogetherIsJudgedByItsSum(t *testing.T) {
	t.Parallel()
	k, err := builtin(t, claims).Kind("claim")
	require.NoError(t, err)
	cab := func(merchant, category, amount string) map[string]string {
		return map[string]string{"purpose": "Visit " + merchant, "lines.0.merchant": merchant, "lines.0.category": category, "lines.0.amount": amount}
	}
	before := func(m catalogue.Moment, raw ...map[string]string) []catalogue.Earlier {
		var all []catalogue.Earlier
		for _, one := range raw {
			sent, _ := prepare(t, k, m, one)
			all = append(all, catalogue.Earlier{Values: sent.Values, Today: calendar.NewDate(2026, 11, 13)})
		}
		return all
	}
	tests := map[string]struct {
		earlier []map[string]string
		now     map[string]string
		why     string // of the second step
		say     string
	}{
		"alone":          {nil, cab("City Cab", "travel", "499 EUR"), "", ""},
		"much, alone":    {nil, cab("City Cab", "travel", "500 EUR"), "the amount is 500 or more", ""},
		"another seller": {[]map[string]string{cab("Inn", "meal", "400 EUR")}, cab("City Cab", "travel", "120 EUR"), "", ""},
		"the same seller": {
			[]map[string]string{cab("city  cab", "meal", "300 EUR"), cab("City Cab", "meal", "100 EUR")},
			cab("City Cab", "travel", "120 EUR"), "the amount of this small claim and 2 earlier together is 500 or more",
			"3 requests with “Paid to: City Cab” within 30 days, 520.00 EUR together: who decides follows from the sum.",
		},
		"the same category": {
			[]map[string]string{cab("Train", "travel", "600 USD")},
			cab("City Cab", "travel", "250 EUR"), "the amount of this small claim and 1 earlier together is 500 or more",
			"2 requests with “Category: Travel” within 30 days, 550.00 EUR together: who decides follows from the sum.",
		},
		"little together": {
			[]map[string]string{cab("Train", "travel", "20 EUR")},
			cab("City Cab", "travel", "10 EUR"), "",
			"2 requests with “Category: Travel” within 30 days, 30.00 EUR together: who decides follows from the sum.",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := now(t)
			m.Earlier = before(m, tt.earlier...)
			sent, problems := prepare(t, k, m, tt.now)
			assert.Empty(t, problems)
			if assert.Equal(t, tt.why != "", len(sent.Steps) == 2) && tt.why != "" {
				assert.Equal(t, tt.why, sent.Steps[1].Why)
			}
			said := ""
			for _, w := range sent.Warnings {
				said += w.Say
			}
			assert.Equal(t, tt.say, said)
		})
	}
	m := now(t)
	m.Earlier = []catalogue.Earlier{{Values: form.Values{"purpose": {Text: "Fair"}, "lines": {Lines: []form.Values{{"merchant": {Text: "Inn"}}}}}}}
	sent, _ := prepare(t, k, m, map[string]string{"purpose": "fair", "lines.0.merchant": "Stand", "lines.0.amount": "600 EUR"})
	assert.Contains(t, sent.Warnings[0].Say, "2 requests with “Purpose: fair” within 30 days, 600.00 EUR together", "a field beside the lines stands for all of them")
}

func TestTheCompanySaysWhichClaimsBelongTogether(t *testing.T) {
	t.Parallel()
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	c := company()
	c.Together = map[string]catalogue.Together{"expense": {Of: []string{"lines.merchant"}, Days: 14}}
	all, problems := catalogue.Load(c, files, nil)
	require.Empty(t, problems)
	k, err := all.Kind("expense")
	require.NoError(t, err)
	assert.Equal(t, c.Together["expense"], *k.Together)
	plain, err := builtin(t).Kind("expense")
	require.NoError(t, err)
	assert.NotEqual(t, plain.Hash, k.Hash, "it is part of the policy")
	assert.Contains(t, string(k.Text), "sum: {of: [lines.merchant], days: 14}")
	assert.Contains(t, catalogueEvents(t), "contracts.since")

	c.Together = map[string]catalogue.Together{"expense": {Of: []string{"purpose", "lines", "lines.amount"}}, "taxi": {}, "leave": {Of: []string{"type"}, Days: 7}}
	_, problems = catalogue.Load(c, files, nil)
	said := map[string]bool{}
	for _, p := range problems {
		assert.Equal(t, "factotum.yaml", p.File)
		said[p.Say] = true
	}
	for _, want := range []string{
		"approvals.together.expense.days: write how many days the requests lie apart at most, from 1 to 366, such as days: 30",
		"approvals.together.expense.of[1]: \"lines\" is no field with a text, a choice or a person",
		"approvals.together.leave: there is nothing to add up: name the field with the amount first, such as amount: lines.amount",
		"approvals.together: there is no kind of request \"taxi\": write one that is configured, such as expense",
	} {
		assert.Contains(t, said, want)
	}
}

// catalogueEvents are the days that duties can follow, where contracts are kept.
func catalogueEvents(t *testing.T) (all []string) {
	t.Helper()
	for _, o := range builtin(t, "dataset: contracts\ntitle: Contracts\nlabel: name\nfields:\n  - {key: name, label: Name, type: text, required: true}\n  - {key: since, label: Since, type: date}\nkeepers: [finance]\n").Events() {
		all = append(all, o.Value)
	}
	return all
}

package catalogue_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
)

const training = `kind: training
title: Training
about: Go to a course
prefix: TRN
command: /training
aliases: [course]
words: [course, "conference ticket"]
summary: "{course} for {people} ({team})"
amount: price
date: starts
drop: offer
remind: 2h
visible: [people]
fields:
  - {key: course, type: text, required: true}
  - {key: price, type: money, required: true}
  - {key: starts, type: date}
  - {key: people, type: people, beneficiary: true}
  - {key: team, type: team}
  - {key: offer, type: file}
  - {key: days, type: lines, fields: [{key: trainer, type: person, beneficiary: true}, {key: hours, type: number}]}
checks:
  - {each: days, when: line.hours > 8, warn: A long day.}
  - {field: price, when: amount.base > 5000, block: That is too dear.}
route:
  - {step: Lead, approvers: [{manager_of: requester}], when: amount.base >= 100}
work: {team: it, when: amount.base >= 200, do: Mark as booked, done: Booked}
`

func TestAKindIsAYamlFileAndNothingElse(t *testing.T) {
	t.Parallel()
	c := builtin(t, training)
	k, err := c.Kind("training")
	require.NoError(t, err)
	assert.Equal(t, 2*time.Hour, k.Remind)
	m := now(t)
	raw := map[string]string{"course": "Go in\n a week", "price": "300 EUR", "starts": "2026-11-12", "team": "it", "days.0.trainer": "ben@x", "days.0.hours": "8", "days.1.trainer": "ana@x", "days.1.hours": "9"}
	sent, problems := prepare(t, k, m, raw)
	assert.Empty(t, problems)
	assert.Equal(t, "Go in a week for (Service desk)", sent.Title)
	assert.Equal(t, []string{"Lead"}, names(sent))
	assert.Equal(t, []request.Rule{{Kind: request.ByRole, Of: "director"}}, sent.Steps[0].Otherwise)
	assert.Equal(t, "Booked", sent.Work.Done)
	assert.Equal(t, []request.Warning{{Path: "days.1", Say: "A long day."}}, sent.Warnings)
	assert.Equal(t, []string{"ben@x"}, sent.Excluded, "also whom a line is for")
	assert.Equal(t, []string{"U1", "U2"}, sent.Accounts)

	sent, _ = prepare(t, k, m, with(raw, "price", "150"))
	assert.Nil(t, sent.Work)
	sent, _ = prepare(t, k, m, with(raw, "price", "99"))
	assert.Empty(t, sent.Steps)
	_, problems = prepare(t, k, m, with(raw, "price", "5001"))
	assert.Equal(t, []form.Problem{{Path: "price", Say: "That is too dear."}}, problems)

	sent, _ = prepare(t, k, m, with(raw, "price", "300 USD"))
	assert.Equal(t, "2026-11-10", sent.Sum.Rates[0].Date, "the rate of the day that the kind names")
	sent, _ = prepare(t, k, m, with(raw, "price", "300 USD", "starts", "2027-01-01"))
	assert.Equal(t, "2026-11-13", sent.Sum.Rates[0].Date, "or of today")
	sent, _ = prepare(t, k, m, with(raw, "price", "300 USD", "starts", "2026-10-01"))
	assert.Equal(t, []request.MissingRate{{From: "USD", Date: "2026-10-01"}}, sent.Sum.Missing)

	sent, _, err = k.Prepare(form.Values{"people": {List: []string{"ben@x", "ana@x", "zoe@x"}}}, m)
	require.NoError(t, err)
	assert.Equal(t, []string{"ben@x", "zoe@x"}, sent.Excluded)
	assert.Equal(t, "for Ben, Ana, zoe@x ()", sent.Title)
	assert.Equal(t, "0.00 EUR", sent.Sum.Total.String(), "nothing costs nothing")
}

func TestACompanyWithoutFallback(t *testing.T) {
	t.Parallel()
	plain := company()
	plain.Fallback = ""
	c, problems := catalogue.Load(plain, nil, yamls(training))
	require.Empty(t, problems)
	assert.Equal(t, plain.Name, c.Company().Name)
	sent, _ := prepare(t, c.Kinds()[0], now(t), map[string]string{"course": "Go", "price": "300 EUR"})
	assert.Empty(t, sent.Steps[0].Otherwise)
	sent, _ = prepare(t, c.Kinds()[0], now(t), map[string]string{"course": "Go", "price": "300 CHF"})
	assert.Empty(t, sent.Holds[0].Otherwise)
}

func TestKindsAreFound(t *testing.T) {
	t.Parallel()
	c := builtin(t, training)
	_, err := c.Kind("gone")
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "“gone” is no longer configured")

	for word, want := range map[string]string{"expense": "expense", "Expense CLAIM": "expense", "Claim": "expense", "COURSE": "training", "time off": "leave", "": "", "xyz": ""} {
		k, ok := c.ByWord(word)
		assert.Equal(t, want != "", ok, word)
		assert.Equal(t, want, k.Key, word)
	}
	k, ok := c.ByCommand("/training")
	assert.True(t, ok)
	assert.Equal(t, "training", k.Key)
	_, ok = c.ByCommand("/nothing")
	assert.False(t, ok)
	k, ok = c.ForFiles()
	assert.True(t, ok)
	assert.Equal(t, "expense", k.Key)
	none, _ := catalogue.Load(company(), nil, nil)
	_, ok = none.ForFiles()
	assert.False(t, ok)
}

func TestWordsSuggestAKind(t *testing.T) {
	t.Parallel()
	c := builtin(t, training)
	for words, want := range map[string]string{
		"42.50 EUR taxi to the airport":       "expense",
		"I need admin rights for the CRM":     "access",
		"Two days off, holiday!":              "leave",
		"a Conference-Ticket in Lisbon":       "",         // a ticket is an expense, a conference ticket a training
		"a course with a conference ticket":   "training", // two words against one
		"please buy a laptop":                 "purchase",
		"my laptop wont start":                "ticket",
		"5 EUR pens":                          "expense", // a word of a category, none of a kind
		"off":                                 "leave",
		"offer":                               "",
		"":                                    "",
		"nothing that is known":               "",
		"onboarding of a new supplier, today": "vendor",
	} {
		k, ok := c.Suggest(words)
		assert.Equal(t, want != "", ok, words)
		assert.Equal(t, want, k.Key, words)
	}
}

func TestDroppedFilesFindTheirPlace(t *testing.T) {
	t.Parallel()
	a, b := form.File{Name: "a.pdf", Source: "F1"}, form.File{Name: "b.pdf", Source: "F2"}
	purchase, expense := kind(t, "purchase"), kind(t, "expense")
	ctx := expense.Context(now(t))
	got := purchase.Put(nil, []form.File{a}, ctx)
	assert.Equal(t, form.Values{"quote": {Files: []form.File{a}}}, got)
	more := purchase.Put(got, []form.File{b}, ctx)
	assert.Equal(t, []form.File{a, b}, more["quote"].Files)
	assert.Equal(t, []form.File{a}, got["quote"].Files)

	amount := money.Amount{Currency: "EUR"}
	before := form.Values{"lines": {Lines: []form.Values{{"receipt": {Files: []form.File{a}}}, {"amount": {Money: &amount}}}}}
	after := expense.Put(before, []form.File{b, a}, ctx)
	assert.Equal(t, []form.Values{
		{"receipt": {Files: []form.File{a}}}, {"amount": {Money: &amount}, "receipt": {Files: []form.File{b}}}, {"receipt": {Files: []form.File{a}}, "cost_centre": {Text: "sales"}},
	}, after["lines"].Lines, "a new line begins as in the form, but for what is read from the file")
	assert.Len(t, before["lines"].Lines, 2)
	assert.NotContains(t, before["lines"].Lines[1], "receipt", "what was there is not written to")
}

func TestTheContextOfAForm(t *testing.T) {
	t.Parallel()
	m := now(t)
	ctx := kind(t, "expense").Context(m)
	assert.Equal(t, "DE", ctx.Region)
	assert.Equal(t, "sales", ctx.Requester["cost_centre"])
	assert.True(t, ctx.Known("person", "ben@x"))
	assert.False(t, ctx.Known("person", "cy@x"), "who left")
	assert.False(t, ctx.Known("person", "zoe@x"))
	assert.True(t, ctx.Known("team", "it"))
	assert.False(t, ctx.Known("team", "ot"))
	base, ok := ctx.Base(money.Amount{Value: decimal.New(10, 0), Currency: "USD"}, m.Today.AddDays(-4))
	assert.True(t, ok)
	assert.Equal(t, "4", base.String())
	base, ok = ctx.Base(money.Amount{Value: decimal.New(10, 0), Currency: "USD"}, m.Today.AddDays(90))
	assert.True(t, ok, "a day to come counts as today")
	assert.Equal(t, "5", base.String())
	_, ok = ctx.Base(money.Amount{Value: decimal.New(10, 0), Currency: "CHF"}, m.Today)
	assert.False(t, ok)
}

func TestWhatCannotBeAnsweredIsAnError(t *testing.T) {
	t.Parallel()
	const base = "kind: odd\ntitle: Odd\nabout: x\nprefix: ODD\nsummary: x\nfields: [{key: n, type: number}, {key: lines, type: lines, fields: [{key: n, type: number}]}]\n"
	values := form.Values{"lines": {Lines: []form.Values{{"n": {Text: ""}}}}}
	for text, want := range map[string]string{
		"checks: [{when: 1 / n > 1, warn: x}]\n":                            "catalogue: check of odd: ",
		"checks: [{each: lines, when: 1 / line.n > 1, warn: x}]\n":          "catalogue: check of odd: ",
		"route: [{step: S, approvers: [{role: a}], when: 1 / n > 1}]\n":     "policy: step S: ",
		"work: {team: it, when: 1 / n > 1, do: Mark as done, done: Done}\n": "catalogue: work of odd: ",
	} {
		c, problems := catalogue.Load(company(), nil, yamls(base+text))
		require.Empty(t, problems)
		_, _, err := c.Kinds()[0].Prepare(values, now(t))
		require.ErrorContains(t, err, want)
	}
}

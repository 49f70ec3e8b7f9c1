package catalogue_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// ticketing is a good kind with everything that tickets can have.
func ticketing() string {
	return strings.Replace(good, "done: Received}", `done: Received, ticket: {
  priority: [{is: urgent, when: name == "fire"}, {is: low, when: name == "tea"}],
  hand: [{team: payables, when: name == "money"}],
  private: {when: name == "secret", by: [{role: security}]},
  turn: round_robin, until: day, from: day,
  replies: [{title: Hello, text: "Hello {requester}, {name} is {number}. {me}"}],
  tasks: [{title: "Badge for {name}", team: payables, days: -2, who: ana@x}, {title: Coffee}]}}`, 1)
}

func TestATicketIsRankedHandedOnAndHiddenByItsFields(t *testing.T) {
	t.Parallel()
	c, problems := catalogue.Load(company(), yamls(ticketing()), nil)
	require.Empty(t, problems)
	k, err := c.Kind("visit")
	require.NoError(t, err)
	work := func(name string) request.Work {
		sent, _, err := k.Prepare(form.Values{"name": {Text: name}}, now(t))
		require.NoError(t, err)
		return *sent.Work
	}
	assert.Equal(t, request.Urgent, work("fire").Priority)
	assert.Equal(t, request.Low, work("tea").Priority)
	assert.Equal(t, request.Work{Team: "IT", Otherwise: "director", Do: "Mark as received", Done: "Received", Desk: true, Priority: request.Normal}, work("Ben"))
	assert.Equal(t, "payables", work("money").Team)
	assert.Equal(t, []request.Rule{{Kind: request.ByRole, Of: "security"}}, work("secret").Circle)
	assert.Equal(t, catalogue.RoundRobin, k.Turn())
	assert.Equal(t, catalogue.ByHand, kind(t, "leave").Turn())
}

func TestWhatComesOfATicket(t *testing.T) {
	t.Parallel()
	c, problems := catalogue.Load(company(), yamls(ticketing()), nil)
	require.Empty(t, problems)
	k, err := c.Kind("visit")
	require.NoError(t, err)
	r := request.Request{Values: form.Values{"name": {Text: "Ada"}, "day": {Date: calendar.NewDate(2026, 12, 1)}}}
	assert.Equal(t, []catalogue.Task{
		{Title: "Badge for Ada", Team: "payables", Days: -2, Who: "ana@x", Due: "2026-11-29"}, {Title: "Coffee", Team: "IT", Due: "2026-12-01"},
	}, k.Tasks(r, people.Directory{}))
	assert.Equal(t, calendar.NewDate(2026, 12, 1), k.Until(r))
	require.Len(t, k.Replies(), 1)
	assert.Equal(t, "Hello Ana, Ada is VIS-1. Ben", k.Say(k.Replies()[0], r, "VIS-1", "Ana", "Ben", people.Directory{}))
	assert.Empty(t, append(kind(t, "leave").Tasks(r, people.Directory{}), catalogue.Task{})[0].Title)
	assert.True(t, kind(t, "leave").Until(r).IsZero())
}

func TestAPrivateTicketIsForTheLeadWhereNobodyIsNamed(t *testing.T) {
	t.Parallel()
	m := now(t)
	m.Dir, _ = people.Join([]people.Account{{ID: "U1", Email: "ana@x"}}, []people.Entry{{Email: "ana@x", Teams: []string{"it"}}},
		people.Company{Teams: []people.Team{{Key: "it", Lead: "ana@x"}}})
	sent, problems, err := kind(t, "ticket").Prepare(form.Values{"what": {Text: "Mails"}, "private": {Checked: true}}, m)
	require.NoError(t, err)
	assert.Empty(t, problems)
	assert.Equal(t, []request.Rule{{Kind: request.ByPerson, Of: "ana@x"}}, sent.Work.Circle)
	assert.True(t, sent.Work.Private)
}

func TestMistakesOfTickets(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, text, want string }{
		"category":    {"turn: round_robin", "category: name", `"name" is no field of type select`},
		"priority":    {"is: low", "is: slow", `"slow" is no priority; did you mean low`},
		"condition":   {`when: name == "tea"`, "when: nam ==", "the condition ends too early"},
		"team":        {"hand: [{team: payables", "hand: [{team: payable", `there is no team "payable"; did you mean payables`},
		"task's team": {`{name}", team: payables`, `{name}", team: payable`, `there is no team "payable"; did you mean payables`},
		"task":        {"title: Coffee", "title: ''", "a task needs a title"},
		"task's name": {"Badge for {name}", "Badge for {nam}", `there is no field "nam" to put in the title`},
		"turn":        {"round_robin", "dice", `"dice" is no turn: write round_robin, least_loaded`},
		"reply":       {"title: Hello", "title: ''", "a reply needs a title to choose it by and a text"},
		"until":       {"until: day", "until: name", `"name" is no field of type date`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, ticketing(), c.old)
			_, problems := catalogue.Load(company(), yamls(strings.Replace(ticketing(), c.old, c.text, 1)), nil)
			require.Len(t, problems, 1)
			assert.Contains(t, strings.ReplaceAll(problems[0].String(), "?", ""), c.want)
		})
	}
}

package automations_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// told is everything that was posted and says something.
func (o *office) told(says string) int {
	o.t.Helper()
	o.box.mu.Lock()
	defer o.box.mu.Unlock()
	n := 0
	for _, m := range o.box.posts {
		if strings.Contains(m.Text, says) {
			n++
		}
	}
	return n
}

// queued are the titles of the open tickets of somebody's teams.
func (o *office) queued(name string) []string {
	o.t.Helper()
	rows, _, err := o.Queue(o.ctx, o.who(name), automations.Queue{}, "", 20)
	require.NoError(o.t, err)
	titles := []string{}
	for _, r := range rows.Rows {
		titles = append(titles, r.File.Request.Title)
	}
	return titles
}

func TestAccessEndsOnItsDay(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	kind, err := o.Catalogue.Kind("access")
	require.NoError(t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	values, problems := o.Read(kind, o.who("ines"), dir, form.Raw{
		"person": {Text: "ines@example.com"}, "system": {Text: "crm"}, "level": {Text: "read"}, "until": {Text: "2026-11-25"}, "reason": {Text: "Fair"},
	})
	require.Empty(t, problems)
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "access", Values: values})
	require.NoError(t, err)
	id := f.Request.ID
	o.approve(id, "mara")
	_, err = o.Resolve(o.ctx, o.who("fay"), o.id(), id, automations.Finish{})
	require.NoError(t, err)
	o.until(time.Date(2026, 11, 24, 16, 59, 0, 0, time.UTC)) // Berlin is an hour ahead
	o.wake()
	assert.Zero(t, o.told("until"))
	o.until(time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC))
	o.wake()
	assert.Equal(t, 1, o.told("until"))
	o.until(time.Date(2026, 11, 25, 16, 0, 0, 0, time.UTC))
	o.wake()
	assert.Equal(t, 2, o.told("until"))
	o.until(time.Date(2026, 11, 25, 17, 0, 0, 0, time.UTC))
	o.wake()
	o.wait(time.Minute)
	o.wake()
	assert.Equal(t, []string{"Take back: Customer database: Read for Ines Sample"}, o.queued("fay"))
	assert.NotContains(t, o.due(), "until")

	_, err = o.Reopen(o.ctx, o.who("ines"), o.id(), id, "I still need it")
	require.NoError(t, err)
}

const arrival = `kind: arrival
title: Somebody new
about: Get everything ready for somebody who starts
prefix: ARR
summary: "{who}"
fields:
  - {key: who, type: text, required: true}
  - {key: day, type: date}
work:
  team: it
  do: Ready
  done: Ready
  ticket: {from: day, tasks: [{title: "Laptop for {who}", days: -7, who: finn@example.com}, {title: Desk, team: procurement}]}
`

func TestAListOfTasksComesOfARequest(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	c, problems := catalogue.Load(o.Catalogue.Company(), files, []catalogue.File{{Name: "arrival.yaml", Body: []byte(arrival)}})
	require.Empty(t, problems)
	o.Catalogue = c
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "arrival", Values: form.Values{"who": {Text: "Ada"}}})
	require.NoError(t, err)
	o.wake()
	o.wait(time.Second)
	o.wake()
	assert.ElementsMatch(t, []string{"Ada", "Laptop for Ada"}, o.queued("fay"))
	assert.Equal(t, []string{"Desk"}, o.queued("omar"))
	rows, _, err := o.Queue(o.ctx, o.who("finn"), automations.Queue{Mine: true}, "", 20)
	require.NoError(t, err)
	require.Len(t, rows.Rows, 1, "the task has somebody of its own")
	whole, err := o.Find(o.ctx, o.who("ines"), f.Number)
	require.NoError(t, err)
	assert.Len(t, whole.File.Request.Work.Ties, 2)
	assert.Equal(t, request.Open, whole.File.Request.State)
}

func TestATeamIsToldOfItsQueueInTheMorning(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	accounts, entries, company := staff()
	for i, e := range entries {
		if e.Email == "fay@example.com" {
			entries[i].Teams = []string{"it"}
		}
	}
	for i, team := range company.Teams {
		company.Teams[i] = people.Team{Key: team.Key, Name: team.Name, Triage: "C" + team.Key}
	}
	o.employ(accounts, entries, company)
	digest := &automations.Digest{Desk: o.Desk, Messenger: o.box}
	told := func() int {
		require.NoError(t, digest.Run(o.ctx))
		return o.told("Good morning.")
	}
	o.until(time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC))
	assert.Zero(t, told(), "nothing is open")
	o.printer("ines", "Printer")
	assert.Equal(t, 1, told())
	assert.Equal(t, 1, o.told("*1 open ticket*: 📬 1 that nobody has."))
	assert.Equal(t, 1, told(), "once a day")
	_, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "ticket", Values: form.Values{
		"what": {Text: "Network"}, "impact": {Text: "all"}, "urgency": {Text: "stops"},
	}})
	require.NoError(t, err)
	o.until(time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC))
	assert.Equal(t, 1, told(), "before work")
	o.until(time.Date(2026, 11, 24, 8, 5, 0, 0, time.UTC))
	assert.Equal(t, 2, told())
	assert.Equal(t, 1, o.told("*2 open tickets*: 🔴 1 urgent · 📬 2 that nobody has."))
	o.until(time.Date(2026, 11, 28, 8, 5, 0, 0, time.UTC))
	assert.Equal(t, 2, told(), "Saturday")
	o.until(time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC))
	assert.Equal(t, 2, told(), "too late")
}

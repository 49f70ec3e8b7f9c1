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
	"factotum/automations/request"
)

const fault4h = `kind: fault
title: Fault
about: Something is broken
prefix: FLT
summary: "{what}"
visible: [admin]
fields: [{key: what, type: text}]
work: {team: it, do: Resolve, done: Resolved, ticket: {}}
levels:
  warn: 75
  normal: {first: 4h, solve: 16h}
  nudge: 2
  lapse: 5
  settle: 3
`

// helpdesk is an office whose team it, led by omar, promises a first answer
// within four hours. It is Friday, 10:00 in Berlin; work is from 9 to 17.
func helpdesk(t *testing.T, text string) *office {
	t.Helper()
	o := setup(t)
	var problems any
	o.Catalogue, problems = catalogue.Load(o.Catalogue.Company(), nil, []catalogue.File{{Name: "fault.yaml", Body: []byte(text)}})
	require.Empty(t, problems)
	accounts, entries, company := staff()
	for i := range company.Teams {
		company.Teams[i].Lead = "omar@example.com"
	}
	o.employ(accounts, entries, company)
	return o
}

// broken is a ticket that ines opens.
func (o *office) broken() string {
	o.t.Helper()
	values := form.Values{"what": {Text: "Printer"}}
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "fault", Values: values})
	require.NoError(o.t, err)
	require.Equal(o.t, request.Open, f.Request.State)
	o.deliver()
	return f.Request.ID
}

// make makes a move of somebody now.
func (o *office) make(id string, m request.Move) {
	o.t.Helper()
	m.At = o.clock()
	_, err := o.Make(o.ctx, o.id(), id, m)
	require.NoError(o.t, err)
	o.deliver()
}

const (
	inesBox = "U00"
	omarBox = "U02"
	paulBox = "U05"
	doraBox = "U06"
)

// berlin is a moment there so many days after Friday, 20 November 2026.
func berlin(t *testing.T, days, hour, minute int) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	return time.Date(2026, 11, 20+days, hour, minute, 0, 0, zone)
}

func TestAPromiseIsWarnedOfThenGoesUp(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.until(berlin(t, 0, 12, 59))
	o.wake()
	assert.NotContains(t, o.box.to(paulBox), "FLT-1: alert first-warn")
	o.until(berlin(t, 0, 13, 0))
	o.wake()
	assert.Contains(t, o.box.to(paulBox), "FLT-1: alert first-warn")
	assert.Empty(t, o.box.to(omarBox), "nothing is late yet")

	o.until(berlin(t, 0, 14, 0))
	o.wake()
	assert.Contains(t, o.box.to(paulBox), "FLT-1: alert first-late")
	assert.Equal(t, []string{"FLT-1 open Printer", "FLT-1: alert first-late"}, o.box.to(omarBox), "the lead has a card, and may look")
	assert.Empty(t, o.box.to(doraBox))

	o.until(berlin(t, 0, 16, 0))
	o.wake()
	assert.Contains(t, o.box.to(doraBox), "FLT-1: alert first-over", "the manager of the lead")
	assert.Equal(t, []string{"submit", "alert", "alert", "alert"}, o.moves(id))
	assert.Equal(t, []string{automations.FirstWarn, automations.FirstLate, automations.FirstOver}, o.request(id).Work.Alerts)
	assert.Equal(t, []string{"clock"}, o.due(), "the solution is still awaited")
	late := func() int {
		rows, _, err := o.Queue(o.ctx, o.who("paul"), automations.Queue{Late: true}, "", 10)
		require.NoError(t, err)
		return len(rows.Rows)
	}
	assert.Equal(t, 1, late())
	o.make(o.broken(), request.Move{Action: request.Rank, By: "paul@example.com", Priority: request.Urgent})
	all := func() (numbers []string) {
		rows, _, err := o.Queue(o.ctx, o.who("paul"), automations.Queue{}, "", 10)
		require.NoError(t, err)
		for _, r := range rows.Rows {
			numbers = append(numbers, r.File.Number)
		}
		return numbers
	}
	assert.Equal(t, []string{"FLT-1", "FLT-2"}, all(), "what is late comes before what is urgent")
	require.NoError(t, o.say("paul", "C1-9", id, "We look at it"))
	assert.Zero(t, late(), "it was answered")
	assert.Equal(t, []string{"FLT-2", "FLT-1"}, all())
}

func TestAnotherTeamHearsOfTheClocksToo(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.until(berlin(t, 0, 13, 0))
	o.wake()
	require.Equal(t, []string{automations.FirstWarn}, o.request(id).Work.Alerts)
	o.until(berlin(t, 0, 13, 30))
	_, err := o.Assign(o.ctx, o.who("paul"), o.id(), id, automations.Handover{Team: "procurement"})
	require.NoError(t, err)
	o.wake()
	assert.Equal(t, []string{automations.FirstWarn}, o.request(id).Work.Alerts, "told anew")
	assert.Equal(t, []string{"submit", "alert", "assign", "alert"}, o.moves(id))
	o.until(berlin(t, 0, 14, 0))
	o.wake()
	assert.Equal(t, []string{automations.FirstWarn, automations.FirstLate}, o.request(id).Work.Alerts)
}

func TestWhatWasMissedIsToldOnceAndAtItsWorst(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.until(berlin(t, 14, 12, 0))
	o.wake()
	o.wake()
	assert.Equal(t, []string{"submit", "alert"}, o.moves(id))
	assert.Equal(t, []string{"FLT-1 open Printer", "FLT-1: alert first-over solve-over"}, o.box.to(paulBox))
	assert.Len(t, o.request(id).Work.Alerts, 6)
	assert.Empty(t, o.due())
}

func TestAnAnswerStopsTheFirstClockAndAPauseBoth(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.until(berlin(t, 0, 11, 0))
	o.make(id, request.Move{Action: request.Say, By: "paul@example.com", Text: "Which printer?", Staff: true})
	o.until(berlin(t, 0, 14, 0))
	o.make(id, request.Move{Action: request.Await, By: "paul@example.com", Text: "Which printer?"})
	kind, err := o.Catalogue.Kind("fault")
	require.NoError(t, err)
	clocks := o.Clocks(o.request(id), kind)
	assert.Equal(t, time.Hour, clocks.First.Used)
	assert.False(t, clocks.First.Late(o.clock()))
	assert.Equal(t, 4*time.Hour, clocks.Solve.Used)
	assert.Zero(t, clocks.Solve.Due)

	o.until(berlin(t, 3, 10, 0))
	o.make(id, request.Move{Action: request.Resume, By: "ines@example.com", Text: "The one on floor 2"})
	clocks = o.Clocks(o.request(id), kind)
	assert.True(t, berlin(t, 4, 14, 0).Equal(clocks.Solve.Due), "12 of 16 hours are left")
	o.until(berlin(t, 4, 10, 0))
	o.wake()
	assert.Contains(t, o.box.to(paulBox), "FLT-1: alert solve-warn")
	o.make(id, request.Move{Action: request.Resolve, By: "paul@example.com", Text: "Cable"})
	assert.Equal(t, []string{"clock"}, o.due(), "only the end is left to come")
	clocks = o.Clocks(o.request(id), kind)
	assert.Equal(t, 12*time.Hour, clocks.Solve.Used)
	assert.Equal(t, o.clock(), clocks.Solve.Ended)
}

func TestAnAlertThatComesTooLateIsNotPosted(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.until(berlin(t, 0, 14, 0))
	require.NoError(t, o.Wake(o.ctx))
	m := request.Move{Action: request.Resolve, By: "paul@example.com", At: o.clock(), Text: "Cable"}
	_, err := o.Make(o.ctx, "r", id, m)
	require.NoError(t, err)
	o.deliver()
	assert.NotContains(t, o.box.to(paulBox), "FLT-1: alert first-late")
}

func TestASilentRequesterIsRemindedAndThenItEnds(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.make(id, request.Move{Action: request.Await, By: "paul@example.com", Text: "Which printer?"})
	o.until(berlin(t, 4, 8, 59))
	o.wake()
	assert.NotContains(t, o.box.to(inesBox), "FLT-1: nudge Which printer?")
	o.until(berlin(t, 4, 9, 0))
	o.wake()
	assert.Contains(t, o.box.to(inesBox), "FLT-1: nudge Which printer?")
	o.until(berlin(t, 7, 8, 59))
	o.wake()
	assert.Equal(t, request.Waiting, o.request(id).State)
	o.until(berlin(t, 7, 9, 0))
	o.wake()
	assert.Equal(t, request.Done, o.request(id).State)
	assert.Contains(t, o.box.to(inesBox), "FLT-1: lapse")
	assert.Contains(t, o.box.to(paulBox), "FLT-1: lapse")
	assert.Equal(t, []string{"submit", "await", "remind", "lapse"}, o.moves(id))

	o.make(id, request.Move{Action: request.Reopen, By: "ines@example.com", Text: "It is broken again"})
	assert.Equal(t, request.Open, o.request(id).State, "an answer opens it again")
}

func TestWhoIsRemindedLateStillHasADay(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.make(id, request.Move{Action: request.Await, By: "paul@example.com", Text: "Which printer?"})
	o.until(berlin(t, 20, 12, 0))
	o.wake()
	o.wake()
	assert.Equal(t, []string{"submit", "await", "remind"}, o.moves(id))
	o.until(berlin(t, 21, 9, 0))
	o.wake()
	assert.Equal(t, request.Done, o.request(id).State)
}

func TestAnAnswerMayTakeFiveWholeWorkingDays(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.until(berlin(t, 2, 12, 0)) // a Sunday
	o.make(id, request.Move{Action: request.Await, By: "paul@example.com", Text: "Which printer?"})
	o.until(berlin(t, 5, 9, 0))
	o.wake()
	assert.Contains(t, o.box.to(inesBox), "FLT-1: nudge Which printer?")
	o.until(berlin(t, 10, 8, 59))
	o.wake()
	assert.Equal(t, request.Waiting, o.request(id).State)
	o.until(berlin(t, 10, 9, 0)) // Monday to Friday were theirs
	o.wake()
	assert.Equal(t, request.Done, o.request(id).State)
}

func TestWhatIsDoneIsClosedAfterDaysOfSilence(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.make(id, request.Move{Action: request.Resolve, By: "paul@example.com", Text: "Cable"})
	o.until(berlin(t, 5, 9, 0))
	o.wake()
	assert.Equal(t, o.clock(), o.request(id).Work.Settled.In(o.clock().Location()))
	assert.Empty(t, o.due())
	_, err := o.Make(o.ctx, "again", id, request.Move{Action: request.Reopen, By: "ines@example.com", At: o.clock(), Text: "Again"})
	var refusal *request.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, request.Over, refusal.Cause)
}

func TestWhoAsksOutOfHoursIsToldWhenTheTeamIsBack(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	o.broken()
	assert.Len(t, o.box.to(inesBox), 1, "the team works now")
	o.until(berlin(t, 1, 12, 0))
	id := o.broken()
	f, err := o.Find(o.ctx, o.who("ines"), id)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-23T09:00:00+01:00", f.Back.Format(time.RFC3339), "the card says it")
	assert.NotContains(t, strings.Join(o.box.to(inesBox), "\n"), "away")
	o.make(id, request.Move{Action: request.Resolve, By: "paul@example.com", Text: "Cable"})
	o.until(berlin(t, 3, 18, 0))
	o.make(id, request.Move{Action: request.Reopen, By: "ines@example.com", Text: "Again"})
	assert.Contains(t, o.box.to(inesBox), "FLT-2: away 2026-11-24T09:00:00+01:00")
}

func TestWhatIsPrivateStaysWithThoseNamed(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	f, err := o.Find(o.ctx, o.who("adam"), id)
	require.NoError(t, err)
	f.File.Request.Work.Private = true
	f.File.Request.Work.Circle = []request.Rule{{Kind: request.ByRole, Of: "finance"}}
	assert.Equal(t, []string{"fay@example.com", "finn@example.com"}, automations.Superiors(f.File, automations.FirstOver))
	f.File.Request.Work.Private = false
	assert.Equal(t, []string{"omar@example.com", "dora@example.com"}, automations.Superiors(f.File, automations.FirstOver))
	f.File.Request.Requester = "omar@example.com"
	assert.Equal(t, []string{"dora@example.com"}, automations.Superiors(f.File, automations.FirstOver), "nobody watches over their own")
}

func TestAPromiseThatWasChangedMovesTheTimer(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.Catalogue = helpdesk(t, strings.Replace(fault4h, "first: 4h", "first: 6h", 1)).Catalogue
	o.until(berlin(t, 0, 13, 0))
	o.wake()
	assert.Equal(t, []string{"submit"}, o.moves(id))
	o.until(berlin(t, 0, 14, 30))
	o.wake()
	assert.Equal(t, []string{"submit", "alert"}, o.moves(id))
}

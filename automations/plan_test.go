package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/report"
)

// mondays is a schedule of every Monday at eight.
func mondays() automations.Plan {
	return automations.Plan{Report: "spend", When: report.When{Days: []time.Weekday{time.Monday}, Clock: 8 * time.Hour, Zone: "Europe/Berlin"}}
}

func (b *bureau) plan(name string, p automations.Plan) automations.Plan {
	b.t.Helper()
	saved, err := b.SavePlan(b.ctx, b.who(name), b.id(), p)
	require.NoError(b.t, err)
	return saved
}

// week lets time go by to the following Monday, and what is due happen.
func (b *bureau) week(n int) {
	b.t.Helper()
	b.until(time.Date(2026, 11, 23, 7, 1, 0, 0, time.UTC).AddDate(0, 0, 7*(n-1)))
	require.NoError(b.t, b.Wake(b.ctx))
	b.work()
}

func TestAScheduleComesOnceASlot(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	p := b.plan("fay", mondays())
	assert.Equal(t, "2026-11-23T07:00:00Z", p.Next.Format(time.RFC3339))
	b.week(1)
	b.week(1)
	assert.Len(t, b.box.sent("U03"), 3)
	b.week(4) // what was missed comes once
	assert.Len(t, b.box.sent("U03"), 6)
	list, err := b.Plans(b.ctx, b.who("fay"))
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.False(t, list[0].Runs[0].Sent.IsZero())
	assert.Equal(t, "2026-11-30T07:00:00Z", list[0].Runs[0].Due.Format(time.RFC3339), "it came late")
	assert.True(t, list[0].Runs[1].Due.IsZero(), "it came in time")
	assert.Equal(t, "Fay Sample", list[0].Goes)
	assert.Equal(t, "Spend", list[0].Title)
	assert.Contains(t, list[0].Asks, "last month")

	p.When.Clock = 9 * time.Hour
	p = b.plan("fay", p)
	assert.Equal(t, 8, p.Next.Hour())
	_, err = b.SavePlan(b.ctx, b.who("finn"), b.id(), p)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = b.StopPlan(b.ctx, b.who("finn"), b.id(), p.ID)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = b.StopPlan(b.ctx, b.who("fay"), b.id(), p.ID)
	require.NoError(t, err)
	_, err = b.StopPlan(b.ctx, b.who("fay"), b.id(), p.ID)
	require.NoError(t, err)
	b.week(6)
	assert.Len(t, b.box.sent("U03"), 6)
	_, err = b.PlanFor(b.ctx, b.who("fay"), "plan/none")
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestASchedulesWithoutSenseIsRefused(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	for name, change := range map[string]func(*automations.Plan){
		"no day":      func(p *automations.Plan) { p.When.Days = nil },
		"no zone":     func(p *automations.Plan) { p.When.Zone = "Mars/Olympus" },
		"no figure":   func(p *automations.Plan) { p.Over = "much" },
		"no headline": func(p *automations.Plan) { p.Report, p.Over = "activity", "5" },
		"no days":     func(p *automations.Plan) { p.Earlier = automations.RemoveEarlier },
		"no moment":   func(p *automations.Plan) { p.When = report.When{Cron: "0 0 31 2 *", Zone: "UTC"} },
		"no period":   func(p *automations.Plan) { p.Words = report.Words{"period": "sometime"} },
	} {
		p := mondays()
		change(&p)
		who := "fay"
		if p.Report == "activity" {
			who = "dora"
		}
		_, err := b.SavePlan(b.ctx, b.who(who), b.id(), p)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), name)
	}
	p := mondays()
	p.To = "CALL"
	_, err := b.SavePlan(b.ctx, b.who("fay"), b.id(), p)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	p.Report = "activity"
	_, err = b.SavePlan(b.ctx, b.who("fay"), b.id(), p)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	for range 50 {
		b.plan("fay", mondays())
	}
	_, err = b.SavePlan(b.ctx, b.who("fay"), b.id(), mondays())
	assert.Equal(t, "You have 50 schedules; stop one first.", fault.Say(err))
}

func TestWhatIsQuietIsNotSent(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	filled, over, under := mondays(), mondays(), mondays()
	filled.Filled, over.Over, under.Under = true, "1000", "100"
	b.plan("fay", filled)
	b.plan("fay", over)
	b.plan("fay", under)
	b.ledger.set(func(l *ledger) { l.rows = 0 })
	b.week(1)
	assert.Len(t, b.box.sent("U03"), 1, "nothing at all is below 100, and has no files")
	b.ledger.set(func(l *ledger) { l.rows, l.total = 1, "1000" })
	b.week(2)
	assert.Len(t, b.box.sent("U03"), 4, "the first alone")
	b.ledger.set(func(l *ledger) { l.total = "1000.01" })
	b.week(3)
	assert.Len(t, b.box.sent("U03"), 10, "the first two")
	list, err := b.Plans(b.ctx, b.who("fay"))
	require.NoError(t, err)
	assert.Equal(t, automations.RunSkipped, list[2].Runs[0].Phase)
}

func TestASourceThatIsDownIsTriedAgainAndThenTold(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.plan("fay", mondays())
	b.ledger.set(func(l *ledger) { l.fail = fault.New(fault.Unavailable, "The source is down.") })
	b.week(1)
	b.wait(time.Minute)
	b.work()
	assert.Empty(t, b.box.sent("U03"), "not told yet")
	b.wait(4 * time.Minute)
	b.work()
	require.Len(t, b.box.sent("U03"), 1)
	assert.Contains(t, b.box.to("U03")[0], "late asked")
	b.wait(17 * time.Minute)
	b.work()
	require.Len(t, b.box.sent("U03"), 2)
	assert.Contains(t, b.box.to("U03")[1], "trouble failed")
	troubles, err := b.Troubles(b.ctx, b.who("fay"), 10)
	require.NoError(t, err)
	require.Len(t, troubles, 1)
	b.ledger.set(func(l *ledger) { l.fail = nil })
	_, err = b.RetryRun(b.ctx, b.who("fay"), troubles[0].ID)
	require.NoError(t, err)
	b.work()
	assert.Len(t, b.box.sent("U03"), 5)
	list, err := b.Plans(b.ctx, b.who("fay"))
	require.NoError(t, err)
	b.ledger.set(func(l *ledger) { l.fail = fault.New(fault.Invalid, "There is no such column.") })
	b.week(2)
	after, err := b.Plans(b.ctx, b.who("fay"))
	require.NoError(t, err)
	require.Len(t, after[0].Runs, 2, "what came before is listed too")
	assert.Equal(t, automations.RunFailed, after[0].Runs[0].Phase)
	assert.Equal(t, list[0].Runs[0].ID, after[0].Runs[1].ID)
}

func TestEarlierPostsGo(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	replaced, removed := mondays(), mondays()
	replaced.Filled = true
	replaced.Earlier, removed.Earlier, removed.Days, removed.To = automations.ReplaceEarlier, automations.RemoveEarlier, 3, "CFIN"
	b.plan("fay", replaced)
	b.plan("fay", removed)
	gone := func() (n int) {
		for _, p := range b.box.sent("") {
			assert.Equal(t, p.Gone, p.Whole, "with the files in its thread")
			n++
		}
		return n
	}
	b.week(1)
	assert.Zero(t, gone())
	b.wait(4 * 24 * time.Hour)
	b.deliver()
	assert.Equal(t, 1, gone(), "after its days")
	b.ledger.set(func(l *ledger) { l.rows = 0 })
	b.week(2)
	assert.Equal(t, 1, gone(), "nothing has come in its place")
	b.ledger.set(func(l *ledger) { l.rows = 1 })
	b.week(3)
	b.deliver()
	assert.Equal(t, 3, gone(), "the one that stood, a week before; and that of the second Monday after its days")
}

func TestAnOwnerWhoLeftHasAnHeir(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.plan("finn", mondays())
	b.plan("dora", func() automations.Plan { p := mondays(); p.Report = "activity"; return p }())
	b.rewrite(func(name string, e *people.Entry) {
		e.Inactive = name == "finn" || name == "dora"
		if name == "finn" {
			e.Manager = "fay@example.com"
		}
	})
	b.week(1)
	assert.Empty(t, b.box.sent("U04"))
	texts := b.box.to("U03")
	require.Len(t, texts, 4)
	assert.Contains(t, texts[0], "heir")
	list, err := b.Plans(b.ctx, b.who("fay"))
	require.NoError(t, err)
	assert.Len(t, list, 1)
	list, err = b.Plans(b.ctx, b.who("dora"))
	require.NoError(t, err)
	assert.Empty(t, list, "nobody is above her: it ended")
}

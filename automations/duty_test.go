package automations_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/request"
)

const vatReturn = `obligation: vat_return
title: VAT return
subject: Tax
what: File the return.
why: § 18 UStG
owner: {role: finance}
reviewer: {role: director}
covers: month
every: {day: 10, roll: after}
open: 10
remind: [3, 1, 0]
late: {daily: 2, manager: 1, lead: 2}
snooze: 1
evidence: [{kind: statement}, {kind: file, optional: true}]
`

// obliged is an office with obligations; adam hears of what is late.
func obliged(t *testing.T, obligations ...string) *office {
	t.Helper()
	o := setup(t)
	accounts, entries, company := staff()
	company.Calendar = "Compliance calendar"
	for i, e := range entries {
		if strings.HasPrefix(e.Email, "adam@") {
			entries[i].Roles = []string{"compliance"}
		}
	}
	o.employ(accounts, entries, company)
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	own := []catalogue.File{{Name: "kinds/badges.yaml", Body: []byte(badgeList)}}
	for i, text := range obligations {
		own = append(own, catalogue.File{Name: fmt.Sprintf("obligations/%d.yaml", i), Body: []byte(text)})
	}
	c, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", RatesBy: "finance", Fallback: "director", Remind: 8 * time.Hour,
		Options: map[string][]form.Option{"cost_centres": {{Value: "sales", Label: "Sales"}}}, Teams: []string{"payables", "procurement", "it"},
		Head: obligation.Who{Role: "compliance"}, Hour: 9 * time.Hour,
	}, builtin, own)
	require.Empty(t, problems)
	o.Catalogue = c
	require.NoError(t, o.Duties(o.ctx))
	return o
}

// berlin is a moment there.
func (o *office) berlin(text string) time.Time {
	o.t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(o.t, err)
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	require.NoError(o.t, err)
	return at
}

// lasts lets time pass up to a moment, waking every half hour.
func (o *office) lasts(text string) {
	o.t.Helper()
	for end := o.berlin(text); ; {
		o.wake()
		if !o.clock().Before(end) {
			return
		}
		o.wait(min(30*time.Minute, end.Sub(o.clock())))
	}
}

const vatID = "duty-vat_return-2026-12-10"

// duty is one as it is now.
func (o *office) duty() automations.File {
	o.t.Helper()
	s, err := o.Find(o.ctx, o.who("dora"), vatID)
	require.NoError(o.t, err)
	return s.File
}

// rungs are the lines of rungs that were posted: to whom, when, which.
func (o *office) rungs() []string {
	var all []string
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	o.box.mu.Lock()
	defer o.box.mu.Unlock()
	posts := slices.Clone(o.box.posts)
	slices.SortStableFunc(posts, func(a, b post) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.Text, b.Text)) }) // people are told side by side
	for _, p := range posts {
		if _, key, is := strings.Cut(p.Text, ": rung "); is {
			to, _ := dir.ByAccount(p.To)
			who, _, _ := strings.Cut(to.ID, "@")
			all = append(all, p.at.In(o.berlin("2026-01-01 00:00").Location()).Format("2 Jan 15:04 ")+key+" to "+who)
		}
	}
	return all
}

func said(text string) form.Values {
	return form.Values{"statement": {Text: text}, catalogue.DoneOn: {Date: calendar.NewDate(2026, 12, 8)}}
}

func TestADutyOpensInTimeAndIsSignedOff(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.lasts("2026-11-30 08:30")
	_, err := o.Find(o.ctx, o.who("dora"), vatID)
	require.Error(t, err, "it opens ten days before")
	o.lasts("2026-11-30 09:00")
	f := o.duty()
	assert.Equal(t, "DUT-1", f.Number)
	assert.Equal(t, "VAT return, November 2026", f.Request.Title)
	assert.Equal(t, "fay@example.com", f.Request.Work.Assignee)
	assert.Equal(t, request.Open, f.Request.State)
	mine, err := o.Obliged(o.ctx, o.who("fay"), false, "", 10)
	require.NoError(t, err)
	assert.Len(t, mine.Rows, 1)

	o.lasts("2026-12-08 12:00")
	_, err = o.Prove(o.ctx, o.who("ines"), o.id(), vatID, said("Filed"))
	o.refusal(err, fault.Denied, "DUT-1 is not yours to change: it is with Fay Sample")
	_, err = o.Prove(o.ctx, o.who("fay"), o.id(), vatID, form.Values{})
	var wrong *automations.Problems
	require.ErrorAs(t, err, &wrong)
	f, err = o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Filed"))
	require.NoError(t, err)
	assert.Equal(t, request.Pending, f.Request.State)
	waits, err := o.Waiting(o.ctx, o.who("dora"), "", 10)
	require.NoError(t, err)
	assert.Len(t, waits.Rows, 1)
	_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: vatID, Say: request.Approve, Stage: f.Request.Stage()})
	o.refusal(err, fault.Denied, "somebody else has to decide it")

	f, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: vatID, Say: request.Return, Stage: f.Request.Stage(), Text: "Which form?"})
	require.NoError(t, err)
	assert.Equal(t, request.Open, f.Request.State)
	f, err = o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Form 1 A"))
	require.NoError(t, err)
	f, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: vatID, Say: request.Approve, Stage: f.Request.Stage()})
	require.NoError(t, err)
	assert.Equal(t, request.Done, f.Request.State)
	assert.Equal(t, "fay@example.com", f.Request.Work.By)
	mine, err = o.Obliged(o.ctx, o.who("fay"), false, "", 10)
	require.NoError(t, err)
	assert.Empty(t, mine.Rows)
	before := len(o.rungs())
	o.lasts("2026-12-20 12:00")
	assert.Len(t, o.rungs(), before, "what is done reminds nobody")
}

func TestWhatIsDueFirstOpensFirst(t *testing.T) {
	t.Parallel()
	o := obliged(t, strings.NewReplacer("vat_return", "a_report", "day: 10", "day: 11", "open: 10", "open: 11").Replace(vatReturn), vatReturn)
	o.jumps("2026-11-30 09:00")
	assert.Equal(t, "DUT-1", o.duty().Number)
}

func TestALateDutyGoesUpTheLadder(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.lasts("2026-12-20 12:00")
	assert.Equal(t, []string{
		"7 Dec 09:00 3 to fay", "9 Dec 09:00 1 to fay", "10 Dec 09:00 0 to fay", "11 Dec 09:00 +1 to fay", "11 Dec 09:00 manager to dora",
		"14 Dec 09:00 +2 to fay", "14 Dec 09:00 head to adam",
	}, o.rungs())
	assert.Equal(t, request.Open, o.duty().Request.State, "late ones stay open")
	for who, n := range map[string]int{"dora": 1, "adam": 1, "fay": 0, "mara": 0} {
		late, err := o.LateUnder(o.ctx, o.who(who), 10)
		require.NoError(t, err)
		assert.Len(t, late.Rows, n, who)
	}
	_, err := o.Waive(o.ctx, o.who("fay"), o.id(), vatID, "No trade")
	o.refusal(err, fault.Denied, "not yours to change")
	_, err = o.Waive(o.ctx, o.who("adam"), o.id(), vatID, " ")
	o.refusal(err, fault.Invalid, "a few words")
	f, err := o.Waive(o.ctx, o.who("adam"), o.id(), vatID, "No trade in November")
	require.NoError(t, err)
	assert.Equal(t, request.Cancelled, f.Request.State)
	_, err = o.Waive(o.ctx, o.who("adam"), o.id(), vatID, "Again")
	o.refusal(err, fault.Conflict, "Nothing was changed")
}

func TestWhatWasMissedIsToldOnceAndLate(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.lasts("2026-12-01 12:00")
	o.until(o.berlin("2026-12-10 23:00")) // everything was down
	o.lasts("2026-12-11 08:30")
	assert.Empty(t, o.rungs(), "nobody is woken")
	o.lasts("2026-12-11 12:00")
	assert.Equal(t, []string{"11 Dec 09:00 +1 to fay", "11 Dec 09:00 manager to dora"}, o.rungs())
	assert.Equal(t, []string{"3", "1", "0", "+1", "manager"}, o.duty().Request.Work.Alerts)
}

func TestADutyIsPutOffOnlySoOften(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.lasts("2026-12-07 10:00")
	_, err := o.Snooze(o.ctx, o.who("ines"), o.id(), vatID, 1)
	o.refusal(err, fault.Denied, "not yours")
	f, err := o.Snooze(o.ctx, o.who("fay"), o.id(), vatID, 20)
	require.NoError(t, err)
	assert.Equal(t, "2026-12-10", f.Request.Work.Duty.Snoozed, "never beyond the day")
	_, err = o.Snooze(o.ctx, o.who("fay"), o.id(), vatID, 1)
	o.refusal(err, fault.Conflict, "was put off once already")
	o.lasts("2026-12-10 12:00")
	assert.Equal(t, []string{"7 Dec 09:00 3 to fay", "10 Dec 09:00 0 to fay"}, o.rungs())

	late := obliged(t, strings.Replace(vatReturn, "snooze: 1", "snooze: 5", 1))
	late.lasts("2026-12-07 10:00")
	_, err = late.Snooze(late.ctx, late.who("fay"), late.id(), vatID, 1)
	require.NoError(t, err)
	_, err = late.Snooze(late.ctx, late.who("fay"), late.id(), vatID, 1)
	late.refusal(err, fault.Conflict, "put off to then already")
	assert.Equal(t, 1, late.duty().Request.Work.Duty.Snoozes, "the second click took nothing")
	late.lasts("2026-12-10 12:00")
	_, err = late.Snooze(late.ctx, late.who("fay"), late.id(), vatID, 1)
	late.refusal(err, fault.Conflict, "is due on Thu 10 Dec, so it cannot be put off")
}

func TestWhatIsNotMineGoesToTheLead(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.lasts("2026-12-01 10:00")
	_, err := o.NotMine(o.ctx, o.who("fay"), o.id(), vatID, "paul@example.com", "")
	o.refusal(err, fault.Invalid, "a few words")
	f, err := o.NotMine(o.ctx, o.who("fay"), o.id(), vatID, "paul@example.com", "He files it")
	require.NoError(t, err)
	assert.Equal(t, "adam@example.com", f.Request.Work.Assignee)
	assert.Equal(t, "paul@example.com", f.Request.Work.Duty.Proposed)
	_, err = o.NotMine(o.ctx, o.who("fay"), o.id(), vatID, "", "No")
	o.refusal(err, fault.Conflict, "is with Adam Sample already")
	_, err = o.Pass(o.ctx, o.who("ines"), o.id(), vatID, "paul@example.com", "")
	o.refusal(err, fault.Denied, "not yours")
	_, err = o.Pass(o.ctx, o.who("adam"), o.id(), vatID, "gus@example.com", "")
	o.refusal(err, fault.Invalid, "cannot have a duty")
	f, err = o.Pass(o.ctx, o.who("adam"), o.id(), vatID, "paul@example.com", "Please")
	require.NoError(t, err)
	assert.Equal(t, "paul@example.com", f.Request.Work.Assignee)
	mine, err := o.Obliged(o.ctx, o.who("paul"), false, "", 10)
	require.NoError(t, err)
	assert.Len(t, mine.Rows, 1)
	o.lasts("2026-12-07 10:00")
	assert.Equal(t, []string{"7 Dec 09:00 3 to paul"}, o.rungs())
}

func TestWhoStandsInHasTheDutiesMeanwhile(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.lasts("2026-12-01 10:00")
	leave := func(who, stand string, first, last int) {
		t.Helper()
		_, err := o.Away(o.ctx, o.who(who), o.id(), automations.AwayDays{
			First: calendar.NewDate(2026, 12, first), Last: calendar.NewDate(2026, 12, last), Substitute: o.who(stand).ID,
		})
		require.NoError(t, err)
	}
	leave("fay", "ines", 3, 7)
	leave("ines", "paul", 7, 7)
	has := func(who string) int {
		t.Helper()
		rows, err := o.Obliged(o.ctx, o.who(who), false, "", 10)
		require.NoError(t, err)
		return len(rows.Rows)
	}
	assert.Zero(t, has("ines"))
	o.lasts("2026-12-03 10:00")
	assert.Equal(t, []int{1, 1, 0}, []int{has("fay"), has("ines"), has("paul")})
	assert.NotEmpty(t, o.box.to(o.who("ines").Accounts[0]), "a card")
	o.lasts("2026-12-07 09:00")
	assert.Equal(t, []int{0, 1}, []int{has("ines"), has("paul")}, "over who is away too")
	assert.Equal(t, []string{"7 Dec 09:00 3 to paul"}, o.rungs())
	_, err := o.Prove(o.ctx, o.who("ines"), o.id(), vatID, said("Filed"))
	o.refusal(err, fault.Denied, "not yours to change")
	f, err := o.Prove(o.ctx, o.who("paul"), o.id(), vatID, form.Values{"statement": {Text: "Filed"}, catalogue.DoneOn: {Date: calendar.NewDate(2026, 12, 7)}})
	require.NoError(t, err)
	assert.Equal(t, []string{"paul@example.com", "fay@example.com"}, f.Request.Excluded, "neither signs it off")
	o.lasts("2026-12-08 09:00")
	assert.Zero(t, has("paul"))
}

func TestTwoReplicasOpenAndTellOnce(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	later := func() time.Time { return o.clock().Add(2 * time.Second) }
	second := &automations.Desk{Store: o.Store, Catalogue: o.Catalogue, Now: later, NewID: o.id, Calendar: o.Calendar, Law: o.Law, Keeper: o.keeper, Due: func() {}}
	require.NoError(t, second.Duties(o.ctx))
	end := o.berlin("2026-12-20 12:00")
	for o.clock().Before(end) {
		done := make(chan error)
		go func() { done <- second.Wake(o.ctx) }()
		require.NoError(t, o.Wake(o.ctx))
		require.NoError(t, <-done)
		o.deliver()
		o.wait(20 * time.Minute)
	}
	assert.Len(t, o.rungs(), 7)
	assert.Equal(t, 1, count(o.moves(vatID), "submit"))
}

func count(list []string, word string) int {
	n := 0
	for _, one := range list {
		if one == word {
			n++
		}
	}
	return n
}

func TestAnObligationThatNobodyCanHaveIsSaid(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	accounts, _, company := staff()
	o.employ(accounts, []people.Entry{}, company)
	o.until(o.berlin("2026-11-30 10:00"))
	err := o.Wake(o.ctx)
	require.Error(t, err)
	assert.Contains(t, fault.Say(err), "Nobody has the duty")
}

func TestWhatComesAfterSomethingElseWaitsForIt(t *testing.T) {
	t.Parallel()
	report := strings.NewReplacer("vat_return", "vat_report", "VAT return", "VAT report", "covers: month", "covers: month\nneeds: [vat_return]", "day: 10", "day: 11").Replace(vatReturn)
	o := obliged(t, vatReturn, report)
	o.lasts("2026-12-08 12:00")
	const reportID = "duty-vat_report-2026-12-11"
	_, err := o.Prove(o.ctx, o.who("fay"), o.id(), reportID, said("Told"))
	o.refusal(err, fault.Conflict, "comes after "+o.duty().Number+" (VAT return, November 2026), which is not done yet")
	mine, err := o.Obliged(o.ctx, o.who("fay"), false, "", 10)
	require.NoError(t, err)
	assert.Equal(t, []string{o.duty().Number + " (VAT return, November 2026)"}, mine.Rows[1].Unmet)
	assert.Empty(t, mine.Rows[0].Unmet)
	f, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Filed"))
	require.NoError(t, err)
	_, err = o.Snooze(o.ctx, o.who("fay"), o.id(), vatID, 1)
	o.refusal(err, fault.Conflict, "The evidence of DUT-1 was brought and waits for Dan Sample and Dora Sample to sign it off")
	_, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: vatID, Say: request.Approve, Stage: f.Request.Stage()})
	require.NoError(t, err)
	_, err = o.Prove(o.ctx, o.who("fay"), o.id(), reportID, said("Told"))
	require.NoError(t, err)
}

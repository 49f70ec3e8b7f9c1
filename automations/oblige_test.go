package automations_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/obligation"
)

// drill is what the compliance lead types into the form.
func drill() automations.ObligingDraft {
	return automations.ObligingDraft{
		Title: "Fire drill: \"all\"\nout", What: "Leave the house.", Why: "House rules", Owner: "paul@example.com", Lead: 7, Country: "DE", Evidence: []string{"statement", "file"},
		From: calendar.NewDate(2026, 12, 18), Every: automations.Repeats{Way: "quarter", Roll: "after"},
	}
}

// wrong are the inputs that a draft is refused for.
func (o *office) wrong(key string, change func(*automations.ObligingDraft)) []string {
	o.t.Helper()
	d := drill()
	change(&d)
	_, err := o.Weigh(o.ctx, o.who("adam"), key, d)
	var problems *automations.Problems
	require.ErrorAs(o.t, err, &problems)
	var paths []string
	for _, p := range problems.List {
		paths = append(paths, p.Path)
	}
	return paths
}

func TestAnObligationIsMadeChangedAndRetiredInSlack(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	adam := o.who("adam")
	_, err := o.Oblige(o.ctx, o.who("fay"), "0", "", drill())
	o.refusal(err, fault.Denied, "Only the compliance lead")
	weighed, err := o.Weigh(o.ctx, adam, "", drill())
	require.NoError(t, err)
	require.Len(t, weighed.Dues, 5)
	assert.Equal(t, "2026-12-18", weighed.Dues[0].Day.String())
	assert.Equal(t, "2027-03-18", weighed.Dues[1].Day.String())
	f, err := o.Oblige(o.ctx, adam, "1", "", drill())
	require.NoError(t, err)
	assert.Equal(t, "OBL-1", f.Number)
	o.lasts("2026-12-12 12:00")
	rows, err := o.Obliged(o.ctx, o.who("paul"), false, "", 10)
	require.NoError(t, err)
	require.Len(t, rows.Rows, 1, "it opens by itself")
	assert.Len(t, o.seen("adam", 2027).Only("paul@example.com", "").Places, 4)

	changed := f.Asked()
	changed.What, changed.From, changed.Every = "Leave the house, all.", calendar.NewDate(2027, 2, 1), automations.Repeats{Way: "year"}
	f, err = o.Oblige(o.ctx, adam, "2", f.Key, changed)
	require.NoError(t, err)
	assert.Equal(t, "OBL-1", f.Number)
	drills := o.seen("adam", 2027).Only("paul@example.com", "").Places
	require.Len(t, drills, 1, "from a day on it repeats otherwise")
	assert.Equal(t, "2027-02-01", drills[0].Day.String())
	assert.Equal(t, []string{"from"}, o.wrong(f.Key, func(d *automations.ObligingDraft) { d.Every.Way = "month" }), "not before the last change")
	_, err = o.RetireObligation(o.ctx, o.who("fay"), "3", f.Key)
	o.refusal(err, fault.Denied, "Only the compliance lead")
	f, err = o.RetireObligation(o.ctx, adam, "3", f.Key)
	require.NoError(t, err)
	assert.Empty(t, o.seen("adam", 2027).Only("paul@example.com", "").Places)
	assert.Equal(t, []string{"add obligation", "change obligation", "retire obligation"}, o.moves("formed/"+f.Key))
	_, err = o.RetireObligation(o.ctx, adam, "4", "own_other")
	o.refusal(err, fault.NotFound, "There is no such obligation")
	_, err = o.Weigh(o.ctx, adam, "own_other", drill())
	o.refusal(err, fault.NotFound, "There is no such obligation")
}

func TestAnObligationIsCheckedAsThoseOfTheConfiguration(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	for path, change := range map[string]func(*automations.ObligingDraft){
		"title":    func(d *automations.ObligingDraft) { d.Title = " " },
		"what":     func(d *automations.ObligingDraft) { d.What = "" },
		"source":   func(d *automations.ObligingDraft) { d.Source = "javascript:alert(1)" },
		"country":  func(d *automations.ObligingDraft) { d.Country = "XX" },
		"owner":    func(d *automations.ObligingDraft) { d.Owner = "nobody" },
		"reviewer": func(d *automations.ObligingDraft) { d.Reviewer = "nobody" },
		"lead":     func(d *automations.ObligingDraft) { d.Lead = 0 },
		"from":     func(d *automations.ObligingDraft) { d.From = calendar.Date{} },
		"every":    func(d *automations.ObligingDraft) { d.Every = automations.Repeats{Way: "rule", Rule: "FREQ=HOURLY"} },
		"waive":    func(d *automations.ObligingDraft) { d.Waiver = "team:nobody" },
		"covers":   func(d *automations.ObligingDraft) { d.Covers = "week" },
		"remind":   func(d *automations.ObligingDraft) { d.Remind = "7, 401" },
		"daily":    func(d *automations.ObligingDraft) { d.Late.Manager = "401" },
		"at":       func(d *automations.ObligingDraft) { d.At = "03:00" },
		"snooze":   func(d *automations.ObligingDraft) { d.Snooze = "-1" },
	} {
		assert.Equal(t, []string{path}, o.wrong("", change), path)
	}
	for every, days := range map[automations.Repeats][2]string{
		{Way: "week"}:                                         {"2026-12-18", "2026-12-25"},
		{Way: "month", Roll: "before"}:                        {"2026-12-18", "2027-01-18"},
		{Way: "half"}:                                         {"2026-12-18", "2027-06-18"},
		{Way: "working", Rule: "10"}:                          {"2027-01-15", "2027-02-12"},
		{Way: "rule", Rule: "FREQ=MONTHLY;BYDAY=-1FR"}:        {"2026-12-25", "2027-01-29"},
		{Way: "rule", Rule: "FREQ=DAILY;INTERVAL=10;COUNT=2"}: {"2026-12-18", "2026-12-28"},
	} {
		d := drill()
		d.Every = every
		weighed, err := o.Weigh(o.ctx, o.who("adam"), "", d)
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(weighed.Dues), 2)
		assert.Equal(t, days, [2]string{weighed.Dues[0].Day.String(), weighed.Dues[1].Day.String()}, every.Way)
	}
	d := drill()
	d.Reviewer, d.Subject, d.Source = "dora@example.com", "Safety", "https://example.com/rules"
	weighed, err := o.Weigh(o.ctx, o.who("adam"), "", d)
	require.NoError(t, err)
	assert.Equal(t, []string{"every"}, o.wrong("", func(d *automations.ObligingDraft) {
		d.Every = automations.Repeats{Way: "event", Event: "badges.number"}
	}))
	for _, words := range []func(*automations.ObligingDraft){
		func(d *automations.ObligingDraft) { d.Remind = "soon" }, func(d *automations.ObligingDraft) { d.Late.Daily = "never, ever}" },
	} {
		assert.NotEmpty(t, o.wrong("", words), "words are no days")
	}
	assert.Equal(t, "Safety", weighed.Kind.Duty.Subject)
	assert.Equal(t, "dora@example.com", weighed.Kind.Duty.Reviewer.Person)
}

func TestTheFormOfAnObligationSaysAllThatItsTextDoes(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	_, err := o.PutRecord(o.ctx, o.who("dora"), o.id(), automations.RecordDraft{Dataset: "badges", Values: form.Values{"number": {Text: "B-7"}, "left": {Date: calendar.NewDate(2026, 12, 28)}}})
	require.NoError(t, err)
	d := drill()
	d.Owner, d.Reviewer, d.Waiver, d.Region, d.Until = "role:finance", "team:it", "role:director", "BE", calendar.NewDate(2027, 6, 30)
	d.Remind, d.Late, d.At, d.Snooze, d.Needs = "3, 0", automations.LateDraft{Daily: "4", Manager: "0", Lead: "2"}, "10:30", "0", []string{"vat_return"}
	d.Covers, d.Every = "month", automations.Repeats{Way: "event", Event: "badges.left", Days: -5, Roll: "before"}
	w, err := o.Weigh(o.ctx, o.who("adam"), "", d)
	require.NoError(t, err)
	duty := w.Kind.Duty
	assert.Equal(t, obligation.Ladder{Before: []int{3, 0}, Late: 4, Head: 2, Hour: 10*time.Hour + 30*time.Minute}, duty.Ladder)
	assert.Equal(t, []obligation.Who{{Role: "finance"}, {Team: "it"}, {Role: "director"}}, []obligation.Who{duty.Owner, duty.Reviewer, duty.Waiver})
	assert.Equal(t, []any{"BE", obligation.Month, 0, "2027-06-30", []string{"vat_return"}}, []any{duty.Region, duty.Covers, duty.Snoozes, duty.Until.String(), duty.Needs})
	require.Len(t, w.Dues, 1, "of the record that has such a day")
	assert.Equal(t, "2026-12-23", w.Dues[0].Day.String())
	f, err := o.Oblige(o.ctx, o.who("adam"), "1", "", d)
	require.NoError(t, err)
	assert.Equal(t, d, f.Asked(), "the form shows it again")
}

func TestNothingIsSaidOfTheYearWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	report := strings.NewReplacer("vat_return", "vat_report", "VAT return", "VAT report", "covers: month", "covers: month\nneeds: [vat_return]", "day: 10", "day: 11").Replace(vatReturn)
	o := obliged(t, vatReturn, report, badgeCheck)
	o.Almanac, o.Feeds = painter{}, automations.Feeds{Address: "https://duties.example", Secret: o.id}
	_, err := o.PutRecord(o.ctx, o.who("dora"), o.id(), automations.RecordDraft{Dataset: "badges", Values: form.Values{"number": {Text: "B-7"}, "left": {Date: calendar.NewDate(2026, 12, 28)}}})
	require.NoError(t, err)
	o.lasts("2026-12-02 12:00")
	adam := o.who("adam")
	f, err := o.Oblige(o.ctx, adam, o.id(), "", drill())
	require.NoError(t, err)
	link, err := o.NewFeed(o.ctx, adam, o.id(), true)
	require.NoError(t, err)
	boards, err := o.Boards(o.ctx, adam)
	require.NoError(t, err)
	for _, verb := range []func() error{
		func() error { _, err := o.Year(o.ctx, adam, 0); return err },
		func() error { _, err := o.Boards(o.ctx, adam); return err },
		func() error { _, err := o.Board(o.ctx, adam, boards[0].Key, boards[0].After); return err },
		func() error { _, err := o.NewFeed(o.ctx, o.who("dora"), o.id(), true); return err },
		func() error { return o.RemoveFeed(o.ctx, o.who("dora"), o.id()) },
		func() error { _, err := o.FeedOf(o.ctx, adam); return err },
		func() error { _, err := o.fetched(link); return err },
		func() error { _, err := o.Weigh(o.ctx, adam, f.Key, f.Asked()); return err },
		func() error { _, err := o.Formed(o.ctx); return err },
		func() error { return o.SendYear(o.ctx, adam, o.id(), automations.YearFile, automations.YearAsk{}) },
	} {
		o.Reader = shelf{o.keeper}
		o.fails(verb)
	}
}

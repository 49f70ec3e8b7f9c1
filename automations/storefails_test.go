package automations_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/form"
)

// breaks lets a verb be broken off at each of its calls in turn, until it goes
// through; then looks at what it left behind each time.
func (o *office) breaks(verb func() error, then func()) {
	o.t.Helper()
	b := &brittle{Store: o.store}
	for n := 1; n < 60; n++ {
		o.Store, b.left = b, n
		err := verb()
		o.Store = o.store
		if b.left > 0 {
			require.NoError(o.t, err)
			return
		}
		require.ErrorIs(o.t, err, errDied, "call %d", n)
		then()
	}
	require.Fail(o.t, "it never goes through")
}

func TestATableIsTakenWholeWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	o := lists(t)
	fay := o.who("fay")
	_, err := o.enter("fay", "tools", "", texts("tag", "LAP-2"))
	require.NoError(t, err)
	o.Keeper, o.Tables = drawer{o.keeper, map[string]string{"F1": fewTools}}, sheets{}
	require.NoError(t, o.BringTable(o.ctx, fay, "t", form.File{Name: "stock.csv", Source: "F1"}, "tools"))
	step := func() {
		before := o.table("draft-t")
		o.breaks(func() error { return o.Scan(o.ctx) }, func() { require.Equal(t, before, o.table("draft-t")) })
	}
	for o.table("draft-t").Phase != automations.TableReady {
		step()
	}
	o.fails(func() error { return o.ReadAnew(o.ctx, fay, "draft-t", automations.Reading{Dataset: "tools"}) })
	for o.table("draft-t").Phase != automations.TableReady {
		step()
	}
	_, err = o.TakeTable(o.ctx, fay, "take", "draft-t", false)
	require.NoError(t, err)
	for o.table("draft-t").Phase != automations.TableTaken {
		step()
	}
	require.Equal(t, automations.Counts{New: 1, Changed: 1}, o.table("draft-t").Done)
}

func TestNothingIsFoundWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	o := lists(t)
	fay := o.who("fay")
	_, err := o.enter("fay", "tools", "", texts("tag", "LAP-1"))
	require.NoError(t, err)
	f := o.submit("20 EUR taxi yesterday")
	o.shelve()
	_, err = o.Seal(o.ctx)
	require.NoError(t, err)
	for name, verb := range map[string]func() error{
		"search":  func() error { _, err := o.Search(o.ctx, fay, "lap from:ines", 0, 10); return err },
		"records": func() error { _, err := o.FindRecords(o.ctx, fay, "tools", "lap"); return err },
		"gaps":    func() error { _, err := o.Gaps(o.ctx, fay, "tools"); return err },
		"find":    func() error { _, err := o.Find(o.ctx, o.who("ines"), f.Number); return err },
		"export":  func() error { _, err := o.ExportRecords(o.ctx, fay, o.id(), "tools", "", "csv"); return err },
		"sealed":  func() error { _, _, err := automations.Sealed(o.ctx, o.Store); return err },
		"morning": func() error { _, err := o.MorningOf(o.ctx, fay); return err },
		"wish":    func() error { return o.SetMorning(o.ctx, fay, o.id(), automations.MorningWish{Hour: 9}) },
		"waiting": func() error { _, err := o.Waiting(o.ctx, o.who("mara"), "", 8); return err },
		"mine":    func() error { _, err := o.Mine(o.ctx, o.who("ines"), "", 8); return err },
	} {
		t.Run(name, func(*testing.T) { o.fails(verb) })
	}
	o.submit("30 EUR taxi yesterday")
	o.fails(func() error { _, err := o.Seal(o.ctx); return err })
	_, err = o.verify()
	require.NoError(t, err)
}

func TestAScheduleStandsOrNotWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	fay := b.who("fay")
	p := b.plan("fay", mondays())
	run := b.ask("fay", "spend last month")
	for _, verb := range []func() error{
		func() error { _, err := b.Plans(b.ctx, fay); return err },
		func() error { _, err := b.PlanFor(b.ctx, fay, p.ID); return err },
		func() error { _, err := b.SavePlan(b.ctx, fay, b.id(), p); return err },
		func() error { _, err := b.Troubles(b.ctx, fay, 10); return err },
		func() error { _, err := b.FilesOfRun(b.ctx, fay, b.id(), run.ID); return err },
		func() error { _, err := b.ShareRun(b.ctx, fay, b.id(), run.ID, "finn@example.com"); return err },
		func() error { _, err := b.TurnRun(b.ctx, fay, run.ID, 0); return err },
		func() error {
			_, err := b.Fetch(b.ctx, fay, b.id(), automations.Fetching{Report: "spend"})
			return err
		},
		func() error { _, err := b.StopPlan(b.ctx, fay, b.id(), p.ID); return err },
	} {
		b.fails(verb)
	}
}

func TestADutyOpensOnceWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn, badgeCheck)
	_, err := o.PutRecord(o.ctx, o.who("dora"), o.id(), automations.RecordDraft{Dataset: "badges", Values: form.Values{"number": {Text: "B-7"}, "left": {Date: calendar.NewDate(2026, 11, 27)}}})
	require.NoError(t, err)
	o.fails(func() error { return o.Duties(o.ctx) })
	o.until(o.berlin("2026-11-30 09:00"))
	o.breaks(func() error { return o.Wake(o.ctx) }, func() {})
	require.NotEmpty(t, o.duty().Number)
	require.Equal(t, []string{"submit"}, o.moves(vatID))
}

func TestATableGoesOutOnceWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	o := lists(t)
	_, err := o.enter("fay", "tools", "", texts("tag", "LAP-1"))
	require.NoError(t, err)
	f, err := o.ExportRecords(o.ctx, o.who("fay"), o.id(), "tools", "", "csv")
	require.NoError(t, err)
	o.deliver()
	had := len(o.box.to("U03"))
	o.breaks(func() error { return o.Scan(o.ctx) }, func() {
		o.deliver()
		require.Len(t, o.box.to("U03"), had)
	})
	o.deliver()
	require.Contains(t, o.exported(f.Number), "LAP-1")
	_, err = o.ExportRecords(o.ctx, o.who("fay"), o.id(), "planets", "", "csv")
	o.refusal(err, fault.NotFound, "planets")

	// What is kept no more by then goes out to nobody.
	_, err = o.ExportRecords(o.ctx, o.who("fay"), o.id(), "tools", "", "csv")
	require.NoError(t, err)
	o.Catalogue = kinds(t)
	o.deliver()
	had = len(o.box.to("U03"))
	o.scans()
	require.Len(t, o.box.to("U03"), had)
	require.NotContains(t, o.due(), "export")
}

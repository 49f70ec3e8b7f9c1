package view_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/connectors/slack/practice"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// wide is an answer with as many rows and columns as there may be, of one text.
func wide(rows, columns int, text string) automations.Run {
	r := automations.Run{
		ID: "run/1", Report: "spend", Title: "Spend", By: "ines@x", To: "ines@x", Phase: automations.RunAnswered, Over: "October 2026", Said: []string{"by " + text},
		Headline: "12,345.00 EUR", Changed: "▲ up 12 %", Finding: text, Picture: "abc", Count: rows, Files: []form.File{{Name: "Spend.csv"}},
	}
	for n := range columns {
		r.Columns = append(r.Columns, report.Column{Name: fmt.Sprint("c", n), Title: text, Type: report.Text})
	}
	for range min(rows, automations.RowsKept) {
		row := make([]string, columns)
		for i := range row {
			row[i] = text
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

func TestSlackTakesEveryAnswer(t *testing.T) {
	t.Parallel()
	ines := people.Person{ID: "ines@x", Name: "Ines"}
	for _, text := range []string{"", "taxi", "<!channel> & *bold* `x`", strings.Repeat("é", 5000), "\x00\u202e\n\n", "=HYPERLINK(\"x\")"} {
		for _, size := range [][2]int{{0, 3}, {1, 1}, {20, 20}, {500, 30}} {
			for _, from := range []int{0, 20} {
				run := wide(size[0], size[1], text)
				run.From = min(from, len(run.Rows)/2)
				m, err := view.ReportAnswer(automations.AnswerSight{Says: automations.AnswerSays, Run: run, Report: report.Report{Name: "spend", Title: "Spend " + text, Headline: "c0"}, Reader: ines, Zone: time.UTC, By: "Ines"})
				require.NoError(t, err)
				args := map[string]any{"channel": "C1", "text": m.Text, "blocks": json.RawMessage(strings.ReplaceAll(string(m.Blocks), view.PictureID+"abc", "F123"))}
				raw, err := json.Marshal(args)
				require.NoError(t, err)
				assert.Empty(t, practice.ValidateMessage(raw), "%v %q", size, text)
				assert.Less(t, len([]rune(string(m.Blocks))), 60_000)
				assert.NotContains(t, string(m.Blocks), "<!channel>\",\"verbatim")
			}
		}
	}
}

func TestWhatIsToldOfARun(t *testing.T) {
	t.Parallel()
	plan := &automations.Plan{ID: "plan/1", When: report.When{Days: []time.Weekday{time.Monday}, Zone: "UTC"}}
	told := func(says string, phase automations.RunPhase, p *automations.Plan) string {
		m, err := view.ReportAnswer(automations.AnswerSight{
			Says: says, Run: automations.Run{ID: "run/1", Phase: phase, Say: "The source is down."}, Report: report.Report{Title: "Spend"}, Plan: p, To: "#finance", Zone: time.UTC,
		})
		require.NoError(t, err)
		return m.Text
	}
	assert.Equal(t, "⏳ Spend is running… The answer comes here by itself when it is done.", told(automations.RunningSays, automations.RunGoing, nil))
	assert.Equal(t, "⏹️ Spend was stopped.", told(automations.RunningSays, automations.RunStopped, nil))
	assert.Equal(t, "✅ Spend is done; the answer follows below.", told(automations.RunningSays, automations.RunAnswered, nil))
	assert.Equal(t, "⚠️ The report Spend could not be made: The source is down.", told(automations.AnswerSays, automations.RunFailed, nil))
	assert.Equal(t, "⚠️ Your report Spend for #finance did not arrive: The source is down.", told(automations.TroubleSays, automations.RunFailed, nil))
	assert.Equal(t, "⏳ Your report Spend for #finance has not arrived yet: The source is down. It is tried again by itself, and you are told what becomes of it.", told(automations.LateSays, automations.RunAsked, nil))
	assert.Equal(t, "✅ Your report Spend for #finance has arrived after all.", told(automations.AfterSays, automations.RunAnswered, nil))
	assert.Equal(t, "⚪ Your report Spend for #finance could be made after all, and nothing was sent: The source is down.", told(automations.AfterSays, automations.RunSkipped, nil))
	assert.Contains(t, told(automations.HeirSays, automations.RunAsked, plan), "It comes every Monday at 00:00 (UTC).")
	assert.NotContains(t, told(automations.HeirSays, automations.RunAsked, nil), "It comes")
}

func TestAnAnswerThatIsNotTheWholeSaysSo(t *testing.T) {
	t.Parallel()
	ines, ben := people.Person{ID: "ines@example.com"}, people.Person{ID: "ben@example.com"}
	bare, err := view.ReportAnswer(automations.AnswerSight{Says: automations.AnswerSays, Report: report.Report{Title: "Spend"}, Zone: time.UTC})
	require.NoError(t, err)
	assert.Equal(t, "Spend: nothing to show", bare.Text)
	cut, err := view.ReportAnswer(automations.AnswerSight{Says: automations.AnswerSays, Run: automations.Run{
		Count: 10_000, Cut: true, Columns: []report.Column{{Name: "a", Type: report.Text}}, Rows: [][]string{{"x"}},
	}, Report: report.Report{Title: "Spend"}, Zone: time.UTC})
	require.NoError(t, err)
	assert.Contains(t, string(cut.Blocks), "there are more than the report may give: ask for less. These 10000 are in the files in the thread.")
	told := func(viewer string, reader people.Person) string {
		m, err := view.ReportAnswer(automations.AnswerSight{
			Says: automations.AnswerSays, Run: automations.Run{ID: "run/1", By: ines.ID, Viewer: viewer, Said: []string{"2026"}}, Report: report.Report{Title: "Spend"}, Reader: reader, Zone: time.UTC, By: "Ines Moreau",
		})
		require.NoError(t, err)
		return m.Text
	}
	assert.Equal(t, "Spend, 2026: nothing to show", told("", ines))
	assert.Equal(t, "Spend, 2026 · only what concerns you: nothing to show", told(ines.ID, ines))
	assert.Equal(t, "Spend, 2026 · only what concerns Ines Moreau: nothing to show", told(ines.ID, ben), "also where it was shared")
}

func TestSchedulesOfOneReportAreToldApart(t *testing.T) {
	t.Parallel()
	when := report.When{Days: []time.Weekday{time.Monday}, Zone: "UTC"}
	one := automations.Planned{Title: "Spend", Goes: "#finance", Asks: []string{"last month", "by vendor"}, Plan: automations.Plan{When: when, Over: "1000", Earlier: automations.ReplaceEarlier}}
	two := automations.Planned{Title: "Spend", Goes: "#finance", Plan: automations.Plan{When: when, Filled: true, Under: "5", Earlier: automations.RemoveEarlier, Days: 7}}
	_, blocks := view.Plans([]automations.Planned{one, two, {Title: "Spend", Goes: "#finance", Plan: automations.Plan{When: when}}}, time.UTC)
	raw, err := json.Marshal(blocks)
	require.NoError(t, err)
	assert.Contains(t, string(raw), `*Spend* to #finance\nLast month · by vendor\nEvery Monday at 00:00 (UTC)\nOnly when the headline is above 1000, earlier posts go when the next has arrived\nIt has not come yet.`)
	assert.Contains(t, string(raw), `*Spend* to #finance\nEvery Monday at 00:00 (UTC)\nOnly when there is something to show, only when the headline is below 5, posts go after 7 days\nIt has not come yet.`)
	assert.Contains(t, string(raw), `*Spend* to #finance\nEvery Monday at 00:00 (UTC)\nIt has not come yet.`)
	assert.Contains(t, view.PlanSaved(one, time.UTC), "📅 Spend · last month · by vendor comes to #finance every Monday at 00:00 (UTC), only when the headline is above 1000, earlier posts go when the next has arrived; next on")
}

func TestAnAnswerThatComesLateSaysSo(t *testing.T) {
	t.Parallel()
	plan := &automations.Plan{When: report.When{Days: []time.Weekday{time.Monday}, Zone: "UTC"}}
	shown := func(due time.Time) string {
		m, err := view.ReportAnswer(automations.AnswerSight{Says: automations.AnswerSays, Run: automations.Run{Plan: "plan/1", Due: due}, Plan: plan, By: "Ines Moreau", Zone: time.UTC})
		require.NoError(t, err)
		return string(m.Blocks)
	}
	assert.Contains(t, shown(time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)), "Late: this is the report of Tuesday 1 December 2026, 08:00.")
	assert.NotContains(t, shown(time.Time{}), "Late:")
}

func TestTheListOfReportsShowsALineThatWorks(t *testing.T) {
	t.Parallel()
	said := func(list ...report.Report) string {
		_, blocks := view.Reports(list)
		raw, err := json.Marshal(blocks)
		require.NoError(t, err)
		return string(raw)
	}
	access, spend := report.Report{Name: "access"}, report.Report{Name: "spend", Parameters: []report.Parameter{{Name: "period", Type: report.Period}}}
	assert.Contains(t, said(access, spend), "`/report spend last month`")
	assert.Contains(t, said(access), "`/report access`")
	assert.Contains(t, said(), "There is no report that you may read.")
}

func TestAScheduleIsReadFromItsForm(t *testing.T) {
	t.Parallel()
	ines := people.Person{ID: "ines@x"}
	meta := view.PlanMeta(automations.Plan{ID: "plan/1", Report: "spend", Words: report.Words{"by": "vendor"}})
	in := func(how string, more map[string]string) payload.Inputs {
		all := payload.Inputs{
			view.BlockPlanHow: {Text: how}, view.BlockPlanDays: {List: []string{"0", "1"}}, view.BlockPlanClock: {Text: "08:30"}, view.BlockPlanZone: {Text: "Europe/Paris"},
			view.BlockReportChannel: {Text: "C1"}, view.BlockPlanEarlier: {Text: "keep"}, view.BlockPlanOnly: {Text: view.PlanBeyond}, view.BlockPlanOver: {Text: "10,000"},
		}
		for block, text := range more {
			all[block] = payload.Input{Text: text}
		}
		return all
	}
	p, _, err := view.PlanOf(meta, in(view.PlanWeekly, nil), people.Directory{}, ines)
	require.NoError(t, err)
	assert.Equal(t, automations.Plan{
		ID: "plan/1", Report: "spend", Words: report.Words{"by": "vendor"}, To: "C1", Over: "10000",
		When: report.When{Days: []time.Weekday{time.Monday, time.Sunday}, Clock: 8*time.Hour + 30*time.Minute, Zone: "Europe/Paris"},
	}, p)
	p, _, err = view.PlanOf(meta, in(view.PlanCron, map[string]string{view.BlockPlanCron: "0 7 * * 1"}), people.Directory{}, ines)
	require.NoError(t, err)
	assert.Equal(t, report.When{Cron: "0 7 * * 1", Zone: "Europe/Paris"}, p.When)
	p, _, err = view.PlanOf(meta, in(view.PlanWorkday, map[string]string{view.BlockPlanWorkday: "-1", view.BlockPlanEarlier: "remove", view.BlockPlanRemove: "7"}), people.Directory{}, ines)
	require.NoError(t, err)
	assert.Equal(t, []int{-1, 7}, []int{p.When.Workday, p.Days})
	for block, more := range map[string]map[string]string{
		view.BlockPlanWorkday:   {view.BlockPlanWorkday: "first"},
		view.BlockPlanRemove:    {view.BlockPlanWorkday: "1", view.BlockPlanEarlier: "remove", view.BlockPlanRemove: "soon"},
		view.BlockReportChannel: {view.BlockPlanWorkday: "1", view.BlockReportChannel: "D1"},
		view.BlockPlanOver:      {view.BlockPlanWorkday: "1", view.BlockPlanOver: " "},
		view.BlockPlanCron:      {view.BlockPlanHow: view.PlanCron, view.BlockPlanCron: " "},
	} {
		_, at, err := view.PlanOf(meta, in(view.PlanWorkday, more), people.Directory{}, ines)
		require.Error(t, err)
		assert.Equal(t, block, at)
	}
	_, _, err = view.PlanOf("{", in(view.PlanWeekly, nil), people.Directory{}, ines)
	require.Error(t, err)
	_, at, err := view.PlanOf(meta, in(view.PlanCron, map[string]string{view.BlockPlanCron: "every day"}), people.Directory{}, ines)
	assert.Equal(t, view.BlockPlanCron, at)
	assert.Contains(t, fault.Say(err), "“every day” is no cron line. Write five fields")
}

// The form of a schedule shows the inputs of what is chosen and no others, and
// what is wrong is said at one of them.
func TestTheFormOfAScheduleChangesAsOneChooses(t *testing.T) {
	t.Parallel()
	meta := view.PlanMeta(automations.Plan{Report: "spend"})
	always := []string{view.BlockPlanHow, view.BlockPlanZone, view.BlockReportPerson, view.BlockReportChannel, view.BlockPlanOnly, view.BlockPlanEarlier}
	for how, shown := range map[string][]string{
		view.PlanWeekly:  {view.BlockPlanDays, view.BlockPlanClock},
		view.PlanWorkday: {view.BlockPlanWorkday, view.BlockPlanClock},
		view.PlanCron:    {view.BlockPlanCron},
	} {
		for only, bounds := range map[string][]string{view.PlanAlways: nil, view.PlanFilled: nil, view.PlanBeyond: {view.BlockPlanOver, view.BlockPlanUnder}} {
			for earlier, days := range map[string][]string{"keep": nil, automations.ReplaceEarlier: nil, automations.RemoveEarlier: {view.BlockPlanRemove}} {
				in := view.PlanTyped(meta, payload.Inputs{view.BlockPlanHow: {Text: how}, view.BlockPlanOnly: {Text: only}, view.BlockPlanEarlier: {Text: earlier}, view.BlockPlanZone: {Text: "UTC"}})
				in.Report = report.Report{Title: "Spend", Headline: "spent"}
				form := view.PlanForm(in)
				raw, err := json.Marshal(form)
				require.NoError(t, err)
				assert.Empty(t, practice.ValidateView(raw))
				blocks := inputsOf(form)
				assert.ElementsMatch(t, slices.Concat(always, shown, bounds, days), blocks)
				for _, part := range []automations.PlanPart{automations.PlanMoment, automations.PlanZone, automations.PlanPlace} {
					assert.Contains(t, blocks, in.PartBlock(part))
				}
			}
		}
	}
	assert.Equal(t, view.BlockReportPerson, view.PlaceBlock(payload.Inputs{view.BlockReportPerson: {Text: "U1"}}))
	assert.Equal(t, view.BlockReportChannel, view.PlaceBlock(payload.Inputs{view.BlockReportPerson: {Text: "U1"}, view.BlockReportChannel: {Text: "C1"}}))
	in := view.PlanTyped(meta, payload.Inputs{view.BlockPlanHow: {Text: view.PlanCron}, view.BlockPlanCron: {Text: "0 7 * * 1"}})
	assert.Equal(t, "0 7 * * 1", in.Plan.When.Cron, "what was typed stays")
	assert.Equal(t, []string{view.BlockPlanOver, view.BlockPlanUnder, view.BlockPlanRemove}, []string{in.PartBlock(automations.PlanOver), in.PartBlock(automations.PlanUnder), in.PartBlock(automations.PlanDays)})
	for _, p := range []automations.Plan{{Over: "5"}, {Filled: true}, {When: report.When{Workday: 2}}, {When: report.When{Cron: "0 7 * * 1"}}} {
		assert.Greater(t, len(inputsOf(view.PlanForm(view.PlanInput{Plan: p, Report: report.Report{Title: "Spend", Headline: "spent"}}))), 6)
	}
}

// inputsOf are the inputs of a form, in their order.
func inputsOf(form slack.ModalViewRequest) (ids []string) {
	for _, b := range form.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			ids = append(ids, in.BlockID)
		}
	}
	return ids
}

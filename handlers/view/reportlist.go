package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/report"
)

// Reports lists what somebody may ask for, by subject.
func Reports(list []report.Report) (text string, blocks []slack.Block) {
	text = "Reports that you may read"
	blocks = []slack.Block{header("📊 Reports")}
	if len(list) == 0 {
		return text, append(blocks, section("There is no report that you may read."))
	}
	blocks = append(blocks, section("Press a button, or write for example `"+example(list)+"`. Figures come to your messages with me."))
	subject := ""
	for i, r := range list {
		if len(blocks) >= maxMessageBlocks-3 {
			blocks = append(blocks, small(fmt.Sprintf("and %s: write `/report` and words for what you look for.", count(len(list)-i, "more report"))))
			break
		}
		if r.Subject != subject {
			subject = r.Subject
			blocks = append(blocks, divider(), section("*"+Escape(capital(subject), 100)+"*"))
		}
		blocks = append(blocks, row(fmt.Sprintf("*%s*  `%s`\n%s", Escape(r.Title, 100), Escape(r.Name, 60), Escape(r.About, 300)), button(ActionReportOpen, r.Name, "Ask…")))
	}
	return text, append(blocks, slack.NewActionBlock("", button(ActionReportPlans, "mine", "My schedules")))
}

// example is a line that asks for one of the reports; last month says something to
// those that take a period only.
func example(list []report.Report) string {
	takesPeriod := func(r report.Report) bool {
		return slices.ContainsFunc(r.Parameters, func(p report.Parameter) bool { return p.Type == report.Period })
	}
	if at := slices.IndexFunc(list, takesPeriod); at >= 0 {
		return "/report " + list[at].Name + " last month"
	}
	return "/report " + list[0].Name
}

// Plans lists somebody's schedules.
func Plans(list []automations.Planned, zone *time.Location) (text string, blocks []slack.Block) {
	text = "Your scheduled reports"
	blocks = []slack.Block{header("📅 Your scheduled reports")}
	if len(list) == 0 {
		return text, append(blocks, section("No report comes to you by itself. Ask for one with /report, and press “Every Monday…” below its answer."))
	}
	for i, p := range list {
		if len(blocks)+2 > maxMessageBlocks-1 {
			blocks = append(blocks, small("and "+count(len(list)-i, "more schedule")+": stop some of these to see them."))
			break
		}
		line := fmt.Sprintf("*%s* to %s\n", Escape(p.Title, 100), Escape(p.Goes, 80))
		if len(p.Asks) > 0 {
			line += Escape(capital(strings.Join(p.Asks, " · ")), 300) + "\n"
		}
		line += Escape(capital(p.When.String()), 200)
		if !p.Next.IsZero() {
			line += " · next " + p.Next.In(zone).Format("Mon 2 Jan 15:04")
		}
		if terms := planTerms(p.Plan); terms != "" {
			line += "\n" + Escape(capital(terms), 300)
		}
		blocks = append(blocks, section(line+"\n"+history(p.Runs, zone)), slack.NewActionBlock("", planButtons(p.ID)...))
	}
	return text, blocks
}

// history says what became of the last runs of a schedule, the newest first.
func history(runs []automations.Run, zone *time.Location) string {
	if len(runs) == 0 {
		return "It has not come yet."
	}
	lines := make([]string, len(runs))
	for i, r := range runs {
		lines[i] = became(r, zone)
	}
	return strings.Join(lines, "\n")
}

// became says what became of a run.
func became(r automations.Run, zone *time.Location) string {
	when := r.Asked.In(zone).Format("Mon 2 Jan 15:04")
	switch {
	case !r.Sent.IsZero():
		return "✅ Arrived " + r.Sent.In(zone).Format("Mon 2 Jan 15:04")
	case r.Phase == automations.RunSkipped:
		return "⚪ Nothing was sent " + when + ": " + Escape(r.Say, 200)
	case r.Trying():
		return "⏳ Still being tried since " + when + ": " + Escape(trouble(r), 300)
	case !r.Trouble.IsZero() || r.Phase == automations.RunFailed:
		return "⚠️ Not delivered " + when + ": " + Escape(trouble(r), 300)
	}
	return "⏳ On its way since " + when
}

// troubles are the reports on Home that did not arrive.
func (h homing) troubles() []slack.Block {
	if len(h.Troubles) == 0 {
		return nil
	}
	blocks := []slack.Block{header(fmt.Sprintf("Reports that did not arrive (%d)", len(h.Troubles)))}
	for _, r := range h.Troubles {
		sign, after, buttons := "⚠️", "", []slack.BlockElement{button(ActionReportRetry, r.ID, "Send it again")}
		if r.Trying() {
			sign, after, buttons = "⏳", " It is still being tried.", nil
		}
		text := fmt.Sprintf("%s *%s*, %s\n%s%s", sign, Escape(r.Title, 100), clockOf(h.Reader, h.Now).dayOf(r.Asked), Escape(trouble(r), 300), after)
		blocks = append(blocks, section(text), slack.NewActionBlock("", append(buttons, button(ActionReportAside, r.ID, "Put away"))...))
	}
	return append(blocks, divider())
}

// planTerms says when a report of a schedule is not sent, and what becomes of the
// posts before it; empty: always sent, and they stay.
func planTerms(p automations.Plan) string {
	var all []string
	if p.Filled {
		all = append(all, "only when there is something to show")
	}
	var bounds []string
	if p.Over != "" {
		bounds = append(bounds, "above "+p.Over)
	}
	if p.Under != "" {
		bounds = append(bounds, "below "+p.Under)
	}
	if len(bounds) > 0 {
		all = append(all, "only when the headline is "+strings.Join(bounds, " or "))
	}
	switch p.Earlier {
	case automations.ReplaceEarlier:
		all = append(all, "earlier posts go when the next has arrived")
	case automations.RemoveEarlier:
		all = append(all, "posts go after "+count(p.Days, "day"))
	}
	return strings.Join(all, ", ")
}

// PlanSaved says what comes when, and when next.
func PlanSaved(p automations.Planned, zone *time.Location) string {
	what := Escape(strings.Join(append([]string{p.Title}, p.Asks...), " · "), 300) + " comes to " + Escape(p.Goes, 80)
	when := p.When.String()
	if terms := planTerms(p.Plan); terms != "" {
		when += ", " + terms
	}
	return fmt.Sprintf("📅 %s %s; next on %s. /report schedules lists, changes and stops your schedules.", what, Escape(when, 400), p.Next.In(zone).Format("Monday 2 January at 15:04"))
}

// ReportWindow shows a list in a window of its own.
func ReportWindow(blocks []slack.Block) slack.ModalViewRequest {
	return reportView(CallbackReportList, "", "Reports", "", stable(blocks))
}

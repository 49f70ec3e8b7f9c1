package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
)

// The actions on reports. Values are the id of a run, of a schedule, or the name
// of a report.
const (
	ActionReportList   = "report_list"
	ActionReportOpen   = "report_open"  // the form of a report
	ActionReportTurn   = "report_turn"  // value: ReportPage
	ActionReportBack   = "report_back"  // value: ReportPage
	ActionReportFiles  = "report_files" // brings the files
	ActionReportShare  = "report_share"
	ActionReportPlan   = "report_plan" // the form of a schedule
	ActionReportStop   = "report_stop"
	ActionReportRetry  = "report_retry"
	ActionReportAside  = "report_aside" // takes what did not arrive off Home
	ActionReportPlans  = "report_plans"
	ActionReportChange = "report_change" // the form of a schedule that exists
	ActionReportEnd    = "report_end"    // ends a schedule
)

// rowsOfAnswer is how many rows of an answer a message shows.
const rowsOfAnswer = 20

// maxTable is how many characters the cells of a table have together: from about
// 13,000 on Slack answers msg_blocks_too_long (slackapi/bolt-js#2509).
const maxTable = 8_000

// ReportPage is the value of a button to other rows.
func ReportPage(id string, from int) string { return id + "|" + strconv.Itoa(from) }

// ParseReportPage reads what ReportPage gave.
func ParseReportPage(text string) (id string, from int) {
	id, number, _ := strings.Cut(text, "|")
	from, err := strconv.Atoi(number)
	if err != nil {
		from = 0
	}
	return id, from
}

// ReportAnswer renders what is told of a run of a report.
func ReportAnswer(s automations.AnswerSight) (outbox.Message, error) {
	if s.Says != automations.AnswerSays {
		return besideAnswer(s)
	}
	if s.Run.Phase == automations.RunFailed {
		text := fmt.Sprintf("⚠️ The report *%s* could not be made: %s", Escape(s.Report.Title, 100), Escape(s.Run.Say, 500))
		return message(text, []slack.Block{section(text)})
	}
	return answering{s}.message()
}

// besideAnswer renders what is told beside an answer to whose it is.
func besideAnswer(s automations.AnswerSight) (outbox.Message, error) {
	title := Escape(s.Report.Title, 100)
	switch s.Says {
	case automations.RunningSays:
		return running(s.Run, title)
	case automations.HeirSays:
		return inherited(s, title)
	}
	report := fmt.Sprintf("Your report *%s* for %s", title, Escape(s.To, 80))
	if s.Reader.ID != "" && s.Reader.ID == s.Run.To {
		report = fmt.Sprintf("Your report *%s*", title)
	}
	var text string
	var buttons []slack.Block
	switch {
	case s.Says == automations.TroubleSays:
		text = fmt.Sprintf("⚠️ %s did not arrive: %s", report, Escape(trouble(s.Run), 500))
		buttons = append(buttons, slack.NewActionBlock("", button(ActionReportRetry, s.Run.ID, "Send it again"), button(ActionReportAside, s.Run.ID, "Put away")))
	case s.Says == automations.LateSays:
		text = fmt.Sprintf("⏳ %s has not arrived yet: %s It is tried again by itself, and you are told what becomes of it.", report, Escape(trouble(s.Run), 500))
	case s.Run.Phase == automations.RunSkipped:
		text = fmt.Sprintf("⚪ %s could be made after all, and nothing was sent: %s", report, Escape(s.Run.Say, 200))
	default:
		text = fmt.Sprintf("✅ %s has arrived after all.", report)
	}
	return message(text, append([]slack.Block{section(text)}, buttons...))
}

// trouble is why a run did not arrive.
func trouble(r automations.Run) string {
	if r.Reason != "" {
		return r.Reason
	}
	return r.Say
}

func running(r automations.Run, title string) (outbox.Message, error) {
	switch r.Phase {
	case automations.RunStopped:
		text := "⏹️ *" + title + "* was stopped."
		return message(text, []slack.Block{section(text)})
	case automations.RunAnswered, automations.RunFailed, automations.RunSkipped, automations.RunForgotten:
		text := "✅ *" + title + "* is done; the answer follows below."
		return message(text, []slack.Block{small(text)})
	case automations.RunAsked, automations.RunGoing:
	}
	text := "⏳ *" + title + "* is running… The answer comes here by itself when it is done."
	return message(text, []slack.Block{row(text, button(ActionReportStop, r.ID, "Stop").WithStyle(slack.StyleDanger))})
}

func inherited(s automations.AnswerSight, title string) (outbox.Message, error) {
	text := fmt.Sprintf("📅 The schedule of the report *%s* for %s is yours now, since whoever had it has left.", title, Escape(s.To, 80))
	if s.Plan == nil {
		return message(text, []slack.Block{section(text)})
	}
	text += " It comes " + Escape(s.Plan.When.String(), 200) + "."
	return message(text, []slack.Block{section(text), slack.NewActionBlock("", planButtons(s.Plan.ID)...)})
}

func planButtons(id string) []slack.BlockElement {
	return []slack.BlockElement{
		button(ActionReportChange, id, "Change…"),
		button(ActionReportEnd, id, "Stop").WithStyle(slack.StyleDanger).WithConfirm(confirm("Stop this schedule?", "The report does not come any more. What was sent stays.", "Stop it", "Keep it")),
	}
}

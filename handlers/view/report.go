package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/report"
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

// answering is an answer while it is drawn.
type answering struct{ automations.AnswerSight }

func (a answering) message() (outbox.Message, error) {
	text := Escape(a.Report.Title, 100)
	blocks := []slack.Block{header("📊 " + a.Report.Title)}
	if under := a.under(); under != "" {
		text += ", " + under
		blocks = append(blocks, section(under))
	}
	if say, figure := a.headline(); figure != "" {
		text += ": " + say
		blocks = append(blocks, section(figure))
	}
	if a.Run.Picture != "" {
		blocks = append(blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: PictureID + a.Run.Picture}, OneLine(a.alt(), 500), "", nil))
	}
	if a.Run.Count > 0 {
		blocks = append(blocks, a.table(), small(a.foot()))
	}
	if len(a.Run.Notes) > 0 {
		blocks = append(blocks, small(Escape(strings.Join(a.Run.Notes, " "), 1_500)))
	}
	if a.Run.Plan != "" || a.Reader.ID != a.Run.By {
		blocks = append(blocks, small(a.from()))
	}
	return message(text, append(blocks, slack.NewActionBlock("", a.buttons()...)))
}

// under says below the title what was asked for.
func (a answering) under() string {
	var about []string
	if a.Run.Over != "" {
		about = append(about, a.Run.Over)
	}
	about = append(about, a.Run.Said...)
	if a.Run.Viewer != "" {
		about = append(about, "only what concerns "+a.whose())
	}
	return Escape(strings.Join(about, " · "), 300)
}

// headline is the figure that the answer comes to: as words, and as it is shown.
func (a answering) headline() (say, figure string) {
	switch {
	case a.Run.Count == 0:
		return "nothing to show", Escape(a.empty(), 300)
	case a.Run.Headline == "":
		return "", ""
	}
	say = Escape(a.Run.Headline, 200)
	figure = a.measure() + "*" + say + "*"
	if a.Run.Changed != "" {
		say += ", " + Escape(a.Run.Changed, 200)
		figure += "\n" + Escape(a.Run.Changed, 200)
	}
	return say, figure
}

// empty says that there are no rows and, to whoever sees their own alone, whose it
// is to see more.
func (a answering) empty() string {
	if a.Run.Viewer == "" || a.Run.Viewer != a.Reader.ID || len(a.Report.Readers) == 0 {
		return "There is nothing to show for this."
	}
	return fmt.Sprintf("There is nothing of yours to show for this. What is not about you is for %s only.", strings.Join(a.Report.Readers, ", "))
}

// whose rows these are, where they are not all.
func (a answering) whose() string {
	if a.Reader.ID == a.Run.Viewer {
		return "you"
	}
	return a.By
}

// measure is what the headline counts.
func (a answering) measure() string {
	if title := a.Report.Measure(report.Table{Columns: a.Run.Columns}); title != "" {
		return Escape(title, 80) + ": "
	}
	return ""
}

// alt says what the chart shows to whoever does not see it.
func (a answering) alt() string {
	if a.Run.Finding != "" {
		return a.Run.Finding
	}
	return "Chart of " + a.Report.Title
}

// from says whose answer it is and why it is here.
func (a answering) from() string {
	if a.Plan == nil {
		return "Shared by " + Escape(a.By, 80)
	}
	text := fmt.Sprintf("Schedule of %s: %s", Escape(a.By, 80), Escape(a.Plan.When.String(), 200))
	if !a.Run.Due.IsZero() {
		text += " · ⏰ Late: this is the report of " + a.Run.Due.In(a.Zone).Format("Monday 2 January 2006, 15:04") + ". Factotum was not at work then, and made it as soon as it was."
	}
	return text
}

// shown are the rows that the message has.
func (a answering) shown() (from, to int) {
	return a.Run.From, min(a.Run.From+rowsOfAnswer, len(a.Run.Rows))
}

// foot says which rows are shown and where the others are.
func (a answering) foot() string {
	from, to := a.shown()
	text := fmt.Sprintf("Rows %d to %d of %d", from+1, to, a.Run.Count)
	if from == 0 && to == a.Run.Count {
		text = count(a.Run.Count, "row")
	}
	if a.Run.Cut {
		text += ", and there are more than the report may give: ask for less"
	}
	switch {
	case to < a.Run.Count && a.Run.Cut:
		text += fmt.Sprintf(". These %d are in the files in the thread.", a.Run.Count)
	case to < a.Run.Count:
		text += ". All are in the files in the thread."
	}
	return text
}

// table is Slack's own table: at most 100 rows of 20 cells, none of them empty
// (docs.slack.dev/reference/block-kit/blocks/table-block).
func (a answering) table() slack.Block {
	t := report.Table{Columns: a.Run.Columns, Rows: a.Run.Rows, Marks: a.Marks}
	columns := t.Seen()
	columns = columns[:min(len(columns), 20)]
	block := slack.NewTableBlock("")
	var head []slack.TableCell
	for _, j := range columns {
		c := t.Columns[j]
		head = append(head, slack.NewTableRichTextCell(sentence(bold(orDash(OneLine(t.Heading(j), 40))))))
		block.ColumnSettings = append(block.ColumnSettings, slack.ColumnSetting{Align: alignment(c.Type), IsWrapped: c.Type == report.Text && a.long(t, j)})
	}
	block.Rows = append(block.Rows, head)
	from, to := a.shown()
	most := 80
	if n := longestOf(t, from, to, columns, a.Zone, most); n > maxTable {
		most = max(8, most*maxTable/n)
	}
	for i := from; i < to; i++ {
		var cells []slack.TableCell
		for _, j := range columns {
			cells = append(cells, slack.NewTableRawTextCell(orDash(OneLine(t.Plain(i, j, a.Zone), most))))
		}
		block.Rows = append(block.Rows, cells)
	}
	return block
}

// long tells whether the texts that are shown of a column need more than one line.
func (a answering) long(t report.Table, column int) bool {
	from, to := a.shown()
	for i := from; i < to; i++ {
		if utf8.RuneCountInString(t.Rows[i][column]) > 18 {
			return true
		}
	}
	return false
}

// longestOf is how many characters the rows have together, each cell cut.
func longestOf(t report.Table, from, to int, columns []int, zone *time.Location, most int) (n int) {
	for i := from; i < to; i++ {
		for _, j := range columns {
			n += min(most, utf8.RuneCountInString(t.Plain(i, j, zone)))
		}
	}
	return n
}

func alignment(t report.Type) slack.ColumnAlignment {
	switch t {
	case report.Number, report.Money, report.Percent, report.Hours:
		return slack.ColumnAlignmentRight
	case report.Text, report.Date, report.Moment, report.Person, report.Request, report.Period, report.Choice:
	}
	return slack.ColumnAlignmentLeft
}

// buttons are what one can do with an answer; in a channel many read it, so that
// nobody turns its rows or sends it on from there.
func (a answering) buttons() []slack.BlockElement {
	id := a.Run.ID
	var all []slack.BlockElement
	_, to := a.shown()
	if !a.Run.Room() {
		if to < len(a.Run.Rows) {
			all = append(all, button(ActionReportTurn, ReportPage(id, to), "More"))
		}
		if a.Run.From > 0 {
			all = append(all, button(ActionReportBack, ReportPage(id, max(0, a.Run.From-rowsOfAnswer)), "Back"))
		}
	}
	if len(a.Run.Files) > 0 {
		all = append(all, button(ActionReportFiles, id, "As file"))
	}
	if !a.Run.Room() {
		all = append(all, button(ActionReportShare, id, "Share to…"))
	}
	if a.Run.Plan != "" && a.Reader.ID == a.Run.By {
		return append(all, button(ActionReportChange, a.Run.Plan, "Schedule…"))
	}
	return append(all, button(ActionReportPlan, id, "Every Monday…"))
}

package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/report"
)

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

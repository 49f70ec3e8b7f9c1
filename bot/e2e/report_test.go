package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/connectors/slack/practice/story"
	"factotum/handlers/view"
)

// Answered asks for a report and gives the answer.
func (w *world) Answered(who, line string) *story.Message {
	w.t.Helper()
	had := len(w.answers(who))
	w.As(who).Command("/report " + line)
	w.Eventually("the answer of "+line, func() bool { return len(w.answers(who)) > had })
	all := w.answers(who)
	return all[len(all)-1]
}

// answers are those in somebody's messages with the bot.
func (w *world) answers(who string) []*story.Message {
	return slices.DeleteFunc(w.As(who).Messages(), func(m *story.Message) bool { return !strings.Contains(m.Words(), "📊") || m.Ephemeral })
}

// inThread waits until both files of an answer are in its thread, and gives their
// names.
func (w *world) inThread(who string, m *story.Message) (names []string) {
	w.t.Helper()
	w.Eventually("the files are in the thread", func() bool {
		names = nil
		for _, reply := range w.As(who).Thread(m.TS) {
			for _, f := range reply.Files {
				names = append(names, f.Name)
			}
		}
		return len(names) >= 2
	})
	return names
}

func TestAReportIsAskedForInWords(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/expense 42.50 EUR taxi to the airport in Lisbon yesterday")
	w.Decides(jules, n, "Approve", "")

	w.Found(ana, "state:open lisbon", n) // the books have it
	m := w.Answered(tomas, "spend this month by person")
	assert.Contains(t, m.Words(), "42.50 EUR")
	assert.Contains(t, m.Words(), "November 2026 · by person")
	assert.Contains(t, m.Words(), "Ana Ruiz")
	assert.Equal(t, []string{"Spend November 2026.csv", "Spend November 2026.xlsx"}, w.inThread(tomas, m))

	w.As(tomas).Command("/report")
	w.As(tomas).Sees("Reports that you may read")
	w.As(tomas).Command("/report spnd this month")
	w.As(tomas).Sees("did you mean spend?")
	w.As(tomas).Command("/report spend 31 February")
	w.As(tomas).Sees("“31 February” is no day: February 2026 has 28 days.")
	w.As(tomas).Command("/report spend by wether")
	w.As(tomas).Sees("is none of the choices for")
}

func TestAReportIsAskedForWithoutACommand(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/expense 42.50 EUR taxi to the airport in Lisbon yesterday")
	w.Decides(jules, n, "Approve", "")
	w.Found(ana, "state:open lisbon", n) // the books have it
	for _, words := range []string{"report spend this month", "What did I spend this month?", "show me my spend this month by person"} {
		had := len(w.answers(ana))
		w.As(ana).Say(words)
		w.Eventually("the answer of "+words, func() bool { return len(w.answers(ana)) > had })
		m := w.As(ana).Sees("📊")
		assert.Contains(t, m.Words(), "only what concerns you", words)
		w.inThread(ana, m)
	}
	w.As(ana).Say("report spend by wether")
	w.As(ana).Sees("“wether” is none of the choices for By. Write one of category, cost centre")
	w.As(ana).Say("report vendors")
	w.As(ana).Sees("The report “vendors” is for finance, director, auditor only.")
	w.As(tomas).Say("what did I spend this month?")
	w.As(tomas).Sees("November 2026 · by category · for Tomás Ferreira") // not all that there is
	w.As(tomas).Say("how much did we spend on travel this month?")
	w.As(tomas).Sees("November 2026 · by cost centre · Travel")
	w.As(tomas).Say("which invoices are overdue?") // and no new invoice
	w.As(tomas).Sees("by age · overdue")
	w.As(tomas).Say("what did we spend on wether")
	w.As(tomas).Sees("The report spend does not know “wether”")
	w.As(ana).Say("which invoices are overdue?")
	w.As(ana).Sees("The report “invoices-due” is for finance, director, auditor only.")
	w.As(tomas).Say("What did we spend this month per vendor?") // and no new vendor
	w.inThread(tomas, w.As(tomas).Sees("November 2026 · by vendor"))
	w.As(tomas).Say("reports")
	w.As(tomas).Sees("Reports that you may read")
	w.As(ben).Say("report: my laptop wont start")
	w.As(ben).Sees("Ticket, not sent yet")
}

func TestAReportAskedForOnHomeSaysWhereItsAnswerComes(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(tomas).Home().Click("Reports…")
	w.As(tomas).SeesModal("Reports").Click(view.ActionReportOpen)
	w.As(tomas).SeesModal("Who was granted access to what").Submit()
	w.As(tomas).SeesModal("📊 Access: the answer comes to your messages with me").Shut()
	w.As(tomas).Sees("📊 Access")
	w.As(tomas).Command("/report")
	w.As(tomas).Sees("Reports that you may read").Click(view.ActionReportOpen)
	w.As(tomas).SeesModal("Who was granted access to what").Submit()
	w.Eventually("nothing is left open where the answer comes", func() bool { return len(w.answers(tomas)) == 2 })
}

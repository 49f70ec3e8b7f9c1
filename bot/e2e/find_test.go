package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

func TestRequestsAreFoundByWords(t *testing.T) {
	t.Parallel()
	w := start(t)
	lisbon := w.Asks(ana, "/expense 42.50 EUR taxi to the airport in Lisbon yesterday")
	porto := w.Asks(ana, "/expense 18 EUR train to Porto yesterday")

	w.Found(ana, "taxi lisb", lisbon)
	m := w.As(ana).Sees("taxi lisb")
	assert.NotContains(t, m.Words(), porto)
	m.Click("Open")
	w.As(ana).SeesModal(lisbon).Shut()
	w.Found(jules, "from:ana over:40", lisbon)
	w.Found(marek, "kind:expense since:7d porto", porto) // finance sees all claims
	w.FindsNothing(ben, "taxi")
	w.FindsNothing(gus, "taxi")

	w.As(ana).Command("/desk find over:lots")
	w.As(ana).Sees("“lots” is no amount for over:. Write it like over:500.")
	w.As(ana).Command("/desk find kind:taxis")
	w.As(ana).Sees("There is no “taxis” to look for with kind:. Write one of")

	w.Decides(jules, lisbon, "Approve", "")
	w.Found(ana, "state:open lisbon", lisbon)
}

func TestTheFormOfASearch(t *testing.T) {
	t.Parallel()
	w := start(t)
	for n := range 12 {
		w.Asks(ana, fmt.Sprintf("/expense %d EUR taxi number %d yesterday", n+1, n+1))
	}
	w.Found(ana, "taxi 12.00", "12.00 EUR")
	w.As(ana).ClickHome("Find…")
	m := w.As(ana).SeesModal("What are you looking for?")
	m.Fill("What are you looking for?", "taxi since:tuesdayish").Submit()
	m = w.As(ana).SeesModal("is no day for since:")
	m.Fill("What are you looking for?", "taxi").Submit()
	m = w.As(ana).SeesModal("12.00 EUR")
	assert.NotContains(t, m.Words(), " 2.00 EUR")
	m.Click("Show more")
	m = w.As(ana).SeesModal(" 2.00 EUR")
	assert.Contains(t, m.Words(), " 1.00 EUR")
	assert.NotContains(t, m.Words(), "12.00 EUR")
	m.Shut()

	w.As(ana).Command("/desk find")
	w.As(ana).SeesModal("What are you looking for?").Shut()
	w.As(ana).Command("/desk find taxi")
	w.As(ana).Sees("*🔎 taxi*").Click("Show more")
	w.As(ana).Sees(" 1.00 EUR")
}

// Found waits until somebody finds something: the books are a moment behind.
func (w *world) Found(who, line, text string) {
	w.t.Helper()
	w.Eventually(who+" finds "+line, func() bool {
		w.As(who).Command("/desk find " + line)
		for _, m := range w.As(who).Messages() {
			if strings.Contains(m.Words(), line) && strings.Contains(m.Words(), text) {
				return true
			}
		}
		return false
	})
}

// FindsNothing is asked once somebody else has found it.
func (w *world) FindsNothing(who, line string) {
	w.t.Helper()
	w.As(who).Command("/desk find " + line)
	w.As(who).Sees("Nothing that you may see has all of this.")
}

func TestNotesAreFoundByTheTeamAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	n := w.Numbered(priya, "Printer on floor 2")
	w.Press(priya, n, "Claim")
	w.Works(priya, n, "Reply…", "Text", "She spilled lemonade into it again", "As", "Internal note")
	w.Found(priya, "lemonade", n)
	w.Found(daan, "lemonade team:it state:open", n)
	w.Found(daan, "with:priya priority:1,2,3", n)
	w.Found(ana, "printer", n)
	w.As(priya).ClickHome("Search…")
	m := w.As(priya).SeesModal(n)
	m.Fill("What are you looking for?", m.Holds("What are you looking for?")+" with:nobody").Submit()
	w.As(priya).SeesModal("Nothing that you may see has all of this.").Shut()
	w.As(priya).SeesHome("Tickets")
	w.Eventually("it begins with what is shown", func() bool { // what opening Home draws may come after what was chosen
		w.As(priya).ChooseOnHome("Tickets", "queue", "Mine")
		w.As(priya).ClickOnHome("Search…")
		m := w.As(priya).SeesModal("What are you looking for?")
		defer m.Shut()
		return m.Holds("What are you looking for?") == "state:open,waiting with:me team:it"
	})
	w.FindsNothing(ana, "lemonade")
	w.FindsNothing(ben, "printer")
}

// Numbered gives the number of a ticket that somebody has a card of.
func (w *world) Numbered(who, title string) string {
	w.t.Helper()
	m := w.As(who).Finds(title, func(m *story.Message) bool { return strings.Contains(m.Words(), title) && number.MatchString(m.Text) })
	return number.FindString(m.Text)
}

func TestRecordsAreFound(t *testing.T) {
	t.Parallel()
	w := start(t)
	require.NoError(t, w.demo.Import(context.Background(), "vendors", []byte("name\nLumen Office GmbH\n")))
	w.Found(marek, "lumen in:vendors", "Lumen Office GmbH")
	w.As(marek).Sees("Lumen Office GmbH").Click("Open")
	w.As(marek).SeesModal("Lumen Office GmbH").Shut()
	w.FindsNothing(ana, "lumen")
}

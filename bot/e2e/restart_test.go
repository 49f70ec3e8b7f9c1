package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestEverythingGoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	w := start(t)
	receipt := w.As(ana).Upload("flight.pdf", paper("Atlantic Air"))
	n := w.Asks(ana, "/expense 600 EUR flight yesterday", "Cost centre", "300 Operations", "Receipt", receipt)
	w.Opens(jules, n, "flight.pdf")
	w.Decides(jules, n, "Ask…", "Why not the train?")
	w.As(ana).Say("9 EUR taxi yesterday")
	w.As(ana).Sees("Expense claim, not sent yet")

	w.Restart()
	w.Card(jules, n, "Approve") // the same message as before
	w.Decides(ana, n, "Answer…", "It takes two days.")
	w.Card(jules, n, "It takes two days.")
	w.Decides(jules, n, "Approve", "")
	w.Card(aisha, n, "Approve")

	w.Restart()
	assert.Contains(t, w.Opens(aisha, n, "flight.pdf"), "Atlantic Air")
	w.Decides(aisha, n, "Approve", "")
	w.Decides(marek, n, "Approve", "")
	w.As(ana).Click("Open the form")
	w.As(ana).SeesModal("Paid to").Submit()
	taxi := w.Sends(ana)
	assert.Equal(t, "EXP-2", taxi)
	w.Card(jules, taxi, "Approve")
	assert.Len(t, w.Story.As(jules).Messages(), 2, "one card for each request, however often the program starts")
}

func TestAReminderThatWasMissedComesOnceAfterwards(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.end()
	w.clock.pass(10 * 24 * time.Hour) // a Saturday, on which nobody is reminded
	w.run(true)
	w.Connected(ana)
	w.Until(at(t, "2026-11-30 09:00"))
	w.As(jules).Sees(reminder)
	w.Until(w.clock.Now().Add(time.Minute))
	assert.Equal(t, 1, reminders(w))
	w.Decides(jules, n, "Approve", "")
}

package e2e

import (
	"strings"
	"testing"
)

// told is how often Ana was told with whom her request is.
func told(w *world) (times int) {
	for _, m := range w.As(ana).Messages() {
		if strings.Contains(m.Words(), "⏳ with Jules Moreau") {
			times++
		}
	}
	return times
}

func TestWhoAsksHowARequestStandsIsTold(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Say("what are my requests?")
	w.As(ana).Sees("You have not asked for anything yet.")
	n := w.Asks(ana, "/expense 42.50 EUR taxi to the airport in Lisbon yesterday")
	for _, words := range []string{n, "where is " + n + "?", "status of my expenses", "Mine"} {
		had := told(w)
		w.As(ana).Say(words)
		w.Eventually("an answer to "+words, func() bool { return told(w) == had+1 })
	}
	w.As(jules).Say("what is the status of " + n)
	w.As(jules).Sees("Waiting for")
	w.As(ben).Say("who approved " + n + "?")
	w.As(ben).Sees("There is no request " + n + " that you may see. Your own are listed by /desk mine.")
	w.Decides(jules, n, "Approve", "")
	w.As(ana).Say("has " + n + " been approved yet?")
	w.As(ana).Sees("✅ approved, waiting for").Click("Open")
	w.As(ana).SeesModal(n)
	w.As(ben).Say("help")
	w.As(ben).Sees("What can I do for you?")
	w.As(ben).Say("vacation 21 to 23 dec")
	w.As(ben).Sees("Mon 21 Dec")
}

package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// tickets are the numbers of those that stand at the desk of IT.
func (w *world) tickets() map[string]bool {
	w.t.Helper()
	found := map[string]bool{}
	for _, m := range w.Story.As(priya).In(itDesk).Messages() {
		for _, n := range number.FindAllString(m.Text, -1) {
			found[n] = true
		}
	}
	return found
}

func TestAMessageBecomesATicketByAShortcutAndAnEmoji(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	ts := w.As(ben).In(general).Say("The beamer in the Oak room flickers\nsince Monday, in every meeting", w.As(ben).Upload("flicker.pdf", paper("Flicker")))
	w.As(carl).In(general).Shortcut("ticket_from:ticket", ts)
	w.As(carl).In(general).Sees("*TKT-1* is open: The beamer in the Oak room flickers. The answers go to Ben Okafor.")
	card := w.At(priya, itDesk, "TKT-1", "since Monday, in every meeting")
	assert.Contains(t, card.Words(), "*Ben Okafor* asks")
	assert.Contains(t, card.Words(), "|The message it came from>")
	mine := w.Card(ben, "TKT-1", "The beamer in the Oak room flickers")
	w.Eventually("its file is there", func() bool {
		for _, m := range w.Story.As(priya).In(itDesk).Thread(card.TS) {
			if len(m.Files) == 1 && m.Files[0].Name == "flicker.pdf" {
				return true
			}
		}
		return false
	})

	// Once, whoever asks for it; and what its author writes there reaches the desk.
	w.As(ana).In(general).React(ts, "ticket")
	w.As(carl).In(general).Shortcut("ticket_from:ticket", ts)
	w.As(carl).In(general).Sees("This message is TKT-1 already")
	w.As(ben).In(general).Reply(ts, "It is the cable")
	w.Hears(priya, itDesk, card.TS, "It is the cable")
	w.As(ana).In(general).Reply(ts, "Poor beamer")
	w.As(priya).In(itDesk).Reply(card.TS, "A new cable comes today")
	w.Hears(ben, dm(ben), mine.TS, "A new cable comes today")
	w.Hears(ana, general, ts, "A new cable comes today")
	note := w.As(priya).In(itDesk).Reply(card.TS, "note: it is our last one")
	w.Eventually("it is known as a note", func() bool {
		return strings.Contains(w.At(priya, itDesk, "TKT-1", "last one").Words(), "noted for the team")
	})
	w.As(priya).In(itDesk).Edit(note, "It is our last one")
	w.As(priya).Sees("What you changed about TKT-1 was a note for those who work on it, and stays one.")
	w.As(ben).Reply(mine.TS, "My password is swordfish")
	w.Hears(priya, itDesk, card.TS, "swordfish")
	w.As(ben).In(general).Edit(ts, "The beamer in the Elm room flickers")
	w.Hears(priya, itDesk, card.TS, "The beamer in the Elm room flickers")
	for _, said := range w.thread(priya, itDesk, card.TS) {
		assert.NotContains(t, said, "Poor beamer", "others talk there too")
	}
	assert.Len(t, w.tickets(), 1)
	w.At(priya, itDesk, "TKT-1", "Resolve").Click("Resolve")
	w.Fills(priya, "text", "The cable is new").Submit()
	w.Hears(ana, general, ts, "Done by Priya Nair.")
	w.Hears(ana, general, ts, "✅ *TKT-1*: Resolved.")
	for _, said := range w.thread(ana, general, ts) {
		assert.NotContains(t, said, "last one", "a note stays at the desk")
		assert.NotContains(t, said, "swordfish", "what is written to the desk stays there")
	}

	other := w.As(rosa).In(general).Say("Who has the spare key?")
	w.As(ana).In(general).React(other, "ticket")
	w.At(priya, itDesk, "TKT-2", "Who has the spare key?")
	w.As(rosa).In(general).React(other, "tada")
	w.As(eva).In("C03SALES").Say("Hello")
	assert.Len(t, w.tickets(), 2)
}

func TestEveryMessageOfAChannelIsATicketUnlessItIsNone(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	ts := w.As(rosa).In(help).Say("My laptop does not start")
	w.At(priya, itDesk, "TKT-1", "My laptop does not start")
	w.As(rosa).In(help).Reply(ts, "It says no disk")
	w.Hears(priya, itDesk, w.At(priya, itDesk, "TKT-1", "Claim").TS, "It says no disk")

	thanks := w.As(rosa).In(help).Say("Thanks everybody for yesterday!")
	w.At(priya, itDesk, "TKT-2", "Thanks everybody")
	w.Eventually("there is a way out", func() bool { // what was answered may be drawn anew just then, for the ticket's number
		for _, m := range w.Story.As(rosa).In(help).Thread(thanks) {
			if m.Has("Not a ticket") {
				return m.ClickFails("Not a ticket") == ""
			}
		}
		return false
	})
	w.At(priya, itDesk, "TKT-2", "It is no ticket.")
	w.Eventually("and it is gone", func() bool {
		for _, m := range w.Story.As(rosa).In(help).Thread(thanks) {
			if strings.Contains(m.Words(), "was ended without solving it: “It is no ticket.”") {
				return true
			}
		}
		return false
	})
}

func TestWhatIsPrivateIsNotSpokenOfWhereItWasWritten(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	ts := w.As(ben).In(general).Say("My screen is dark")
	w.As(ana).In(general).React(ts, "ticket")
	desk := w.At(priya, itDesk, "TKT-1", "Claim")
	w.As(priya).In(itDesk).Reply(desk.TS, "Is it plugged in?")
	w.Hears(ana, general, ts, "Is it plugged in?")
	w.Press(ben, "TKT-1", "Make private…")
	w.As(ben).SeesModal("The message that it was opened from stays where it is").Submit()
	w.Hears(ana, general, ts, "This ticket is private now.")
	w.Eventually("the answer is gone", func() bool { return !strings.Contains(strings.Join(w.thread(ana, general, ts), "\n"), "plugged in") })
	w.Card(ben, "TKT-1", "🔒 Ticket TKT-1")
	w.At(daan, itPrivate, "TKT-1", "🔒 Ticket TKT-1").Click("Claim")
	w.As(daan).In(itPrivate).Reply(w.At(daan, itPrivate, "TKT-1", "Daan").TS, "I come by")
	w.Hears(ben, dm(ben), w.Card(ben, "TKT-1", "Daan").TS, "I come by")
	assert.NotContains(t, strings.Join(w.thread(ana, general, ts), "\n"), "I come by")

	secret := w.As(carl).In(help).Say("confidential: somebody reads my mails")
	w.At(daan, itPrivate, "TKT-2", "Claim")
	w.Card(carl, "TKT-2", "is still where you wrote it, for all who read there.")
	assert.Empty(t, w.thread(carl, help, secret))
}

func TestATicketByDirectMessage(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	w.As(ana).Say("the printer is broken")
	w.As(ana).Sees("Send it as it is, or open the form to change it").Click("Open the form")
	w.As(ana).SeesModal("What is it about?").Submit()
	assert.Equal(t, "TKT-1", w.Sends(ana))
	w.At(priya, itDesk, "TKT-1", "rinter is broken")

	told := "my laptop screen flickers " + strings.Repeat("and then it is black for a while, ", 5) + "which is odd"
	w.As(ben).Say(told, w.As(ben).Upload("flicker.pdf", paper("Flicker")))
	w.As(ben).Sees("Send it as it is").Click("Send")
	w.At(priya, itDesk, "TKT-2", "which is odd") // what is longer than a line is told whole
	w.At(priya, itDesk, "TKT-2", "flicker.pdf")
	assert.True(t, w.As(ben).SeesNo("not sent yet"), "the draft has become the card")
}

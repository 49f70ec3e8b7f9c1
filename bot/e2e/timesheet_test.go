package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/jobs"
)

func TestATimesheetIsAskedForUntilItIsThere(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Until(at(t, "2026-11-20 09:30"))
	w.As(sofie).Sees("Your timesheet for the week of 16 November is missing since Fri 20 Nov.")
	w.Until(at(t, "2026-11-23 10:30"))
	card := w.As(sofie).Sees("Your timesheet for the week of 16 November is missing since Fri 20 Nov.")
	assert.NotContains(t, card.Words(), "not sent yet")
	w.As(sofie).SeesReply(card.TS, "⏰ Your timesheet for the week of 16 November is still missing since Fri 20 Nov.")

	// The form has the week; what it computes and asks follows from the hours.
	card.Click("Open the form")
	form := w.As(sofie).SeesModal("Hours at customers")
	assert.Equal(t, "2026-11-16", form.Holds("Week of (its Monday)"))
	form.Fill("Hours at customers", "40").Fill("Other hours", "9.5").Submit()
	form = w.As(sofie).SeesModal("Why more than 48 hours?")
	assert.Contains(t, form.Words(), "*Hours in all:* 49.5")
	form.Fill("Why more than 48 hours?", "The fair").Submit()
	w.As(sofie).SeesModal("it is saved at once").Submit()
	w.As(sofie).Sees("Open the record")
	w.As(sofie).Command("/entry timesheets all")
	w.As(sofie).Sees("Sofie Peeters, week of 16 Nov 2026")

	// Who has none of their own to keep may enter one for themselves only.
	w.As(ana).Command("/entry timesheet 17.11.2026, 40")
	w.As(ana).SeesModal("17 Nov 2026 is a Tuesday. Choose a Monday: 16 Nov 2026 or 23 Nov 2026.").Shut()
	w.As(ana).Command("/entry timesheet")
	w.As(ana).SeesModal("Hours at customers").Fill("Whose", ben).Fill("Week of (its Monday)", "2026-11-16").Fill("Hours at customers", "40").Submit()
	w.As(ana).SeesModal("You can enter this for yourself only")
}

func TestARiskIsLookedAtBySomebodyElseFirst(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/entry risk")
	form := w.As(ana).SeesModal("How likely").Fill("Risk", "The server room is flooded")
	form.Choose("How likely", "Likely")
	form = w.As(ana).Modal()
	form.Choose("How bad", "Grave")
	form = w.As(ana).SeesModal("What we do about it")
	form.Fill("What we do about it", "Pumps").Fill("Who looks after it", ben).Submit()
	n := w.Sends(ana)
	assert.Contains(t, w.Card(hanna, n, "*Why you:*").Words(), "Goes to the directors")
	w.As(ana).Command("/entry risks flooded")
	w.As(ana).SeesModal("How likely") // nothing is there yet: the words begin a new one
	w.Decides(hanna, n, "Approve", "")
	w.Decides(aisha, n, "Approve", "")
	w.Card(ana, n, "Open the record")
	w.As(ana).Command("/entry risks flooded")
	w.As(ana).SeesModal("The server room is flooded")
}

func TestWhatIsMissingInRecordsIsAskedForUntilItIsThere(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/entry contact")
	w.Fills(ana, "Name", "Pia Moreau", "Company", "Tile Works", "E-mail", "pia@tiles.example").Submit()
	w.As(ana).SeesModal("it is saved at once").Submit()
	w.As(ana).Sees("Contact ENT-1")
	w.Until(at(t, "2026-11-19 10:00"))
	w.demo.Ring(jobs.Digest)
	asked := w.As(ana).Sees("What is missing in your records")
	assert.Contains(t, asked.Words(), "*Customer contacts*: 1 of yours lacks something")
	assert.Contains(t, asked.Words(), "*Pia Moreau*\nmissing: Phone")
	lead := w.As(aisha).Sees("What is missing in your records")
	assert.Contains(t, lead.Words(), "*Customer contacts*: 1 record, 1 lacks something\nPhone 1")
	lead.Click("Show them")
	w.As(aisha).Sees("Customer contacts: 1 lacks something")

	asked.Click("Fill in…")
	w.Fills(ana, "Phone", "+49 30 901820").Submit()
	w.As(ana).SeesModal("What changes").Submit()
	w.As(ana).Sees("Contact ENT-2")
	w.As(aisha).Command("/entry contacts gaps")
	w.As(aisha).Sees("Nothing was found.")
}

package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/jobs"
)

func TestATimesheetIsAskedForUntilItIsThere(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Until(at(t, "2026-11-20 09:30"))
	w.As(sofie).Sees("Your timesheet for the week of 16 November is due on Fri 20 Nov.")
	w.Until(at(t, "2026-11-23 10:30"))
	card := w.As(sofie).Sees("Your timesheet for the week of 16 November is due on Fri 20 Nov.")
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
	w.As(sofie).Command("/entry timesheet sofie peeters,  Week of 16 Nov 2026") // as it is called there
	w.As(sofie).SeesModal("Added by you").Shut()

	// The one of the week before is another one.
	w.As(sofie).Command("/entry timesheet 2026-11-09, 40")
	w.As(sofie).SeesModal("Hours at customers").Submit()
	sent := w.As(sofie).SeesModal("it is saved at once")
	assert.NotContains(t, sent.Words(), "looks like")
	sent.Shut()

	// Who has none of their own to keep may enter one for themselves only.
	w.As(ana).Command("/entry timesheet 17.11.2026, 40")
	told := w.As(ana).SeesModal("17 Nov 2026 is a Tuesday. Choose a Monday: 16 Nov 2026 or 23 Nov 2026.")
	told.Fill("Week of (its Monday)", "2026-11-18").Fill("Hours at customers", "40").Submit() // the remark gives way to another
	told = w.As(ana).SeesModal("18 Nov 2026 is a Wednesday.")
	assert.NotContains(t, told.Words(), "17 Nov 2026 is a Tuesday")
	told.Shut()

	// What is there already is a click away.
	w.As(sofie).Command("/entry timesheet")
	w.As(sofie).SeesModal("Hours at customers").Fill("Week of (its Monday)", "2026-11-16").Fill("Hours at customers", "8").Submit()
	met := w.As(sofie).SeesModal("“Sofie Peeters, week of 16 Nov 2026” is among the timesheets already")
	assert.Equal(t, "8", met.Holds("Hours at customers"))
	met.Click("Open it")
	w.As(sofie).SeesModal("Added by you").Shut()
	w.As(ana).Command("/entry timesheet")
	assert.Contains(t, w.As(ana).SeesModal("Hours at customers").Fill("Whose", ben).Fill("Week of (its Monday)", "2026-11-16").Fill("Hours at customers", "40").Errors()["Whose"], "For others ask Sofie Peeters.")
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

	// Who looks at a change sees what changes, and who looks at the record that it
	// waits.
	w.As(ben).Command("/entry risks flooded")
	w.As(ben).SeesModal("The server room is flooded").Click("Change…") // and reads on
	w.As(ana).Command("/entry risks flooded")
	w.As(ana).SeesModal("The server room is flooded").Click("Change…")
	w.Fills(ana, "How likely", "Possible", "What we do about it", "Two pumps").Submit()
	assert.Contains(t, w.As(ana).SeesModal("What changes").Words(), "Likely → Possible")
	n = w.Sends(ana)
	card := w.Card(hanna, n, "*Why you:*").Words()
	assert.Contains(t, card, "Change of The server room is flooded")
	assert.Contains(t, card, "How likely: Likely → Possible")
	details := w.Opened(hanna, n)
	assert.Contains(t, details.Words(), "How likely: Likely → Possible")
	details.Shut()
	w.As(hanna).Command("/entry risks flooded")
	record := w.As(hanna).SeesModal("A change by Ana Ruiz (" + n + ") waits for approval.")
	record.Shut()
	w.As(hanna).Command("/entry risks all")
	w.As(hanna).Sees("A change by Ana Ruiz (" + n + ") waits for approval.")
	w.Decides(hanna, n, "Approve", "")
	w.Decides(aisha, n, "Approve", "")
	assert.Contains(t, w.Card(ana, n, "Open the record").Words(), "How likely: Likely → Possible")

	// Who was changing it at the same time sees both beside each other, and takes
	// theirs over onto the newest.
	w.Fills(ben, "What we do about it", "Pumps and a dam", "To be looked at again on", "2026-12-01").Submit()
	clash := w.As(ben).SeesModal("was changed by Ana Ruiz while you were writing")
	assert.Contains(t, clash.Words(), "⚠️ *What we do about it*: both of you changed it\nTheirs: Pumps → Two pumps\nYours: Pumps → Pumps and a dam")
	assert.Contains(t, clash.Words(), "*How likely*\nTheirs: Likely → Possible\nYours: as it was")
	clash.Shut()
	w.As(ben).Command("/desk mine") // the draft is not lost
	w.As(ben).Sees("Your requests").Click("Open")
	w.As(ben).SeesModal("was changed by Ana Ruiz while you were writing").Click("Take mine over on the newest")
	form = w.As(ben).SeesModal("Ana Ruiz wrote “Two pumps” here meanwhile.")
	assert.Equal(t, "Possible", form.Holds("How likely"))
	assert.Equal(t, "Pumps and a dam", form.Holds("What we do about it"))
	form.Submit()
	check := w.As(ben).SeesModal("What changes").Words()
	assert.Contains(t, check, "Two pumps → Pumps and a dam")
	assert.NotContains(t, check, "How likely")
}

func TestWhoApprovesATableSeesWhatItChanges(t *testing.T) {
	t.Parallel()
	w := start(t)
	risks := "Risk,How likely,How bad,Who looks after it\nWater in the archive,%s,Little,ben@harbourpine.example\n%s"
	w.As(hanna).Drop("risks.csv", fmt.Appendf(nil, risks, "Rare", ""))
	w.As(hanna).Sees("*1* new").Click("Ask to import 1 row")
	n := "IMP-1"
	assert.Contains(t, w.Card(aisha, n, "*Why you:*").Words(), "asks to import *risks.csv* (IMP-1)")
	w.Decides(aisha, n, "Approve", "")
	w.As(hanna).Sees("🎉 Imported into *Risk register*: *1* new")
	w.As(ana).Drop("more.csv", fmt.Appendf(nil, risks, "Likely", "Fire,Rare,Little,ben@harbourpine.example\n"))
	mine := w.As(ana).Sees("*1* new, *1* changed")
	assert.Contains(t, mine.Words(), "*Water in the archive* (line 2)\n• How likely: Rare → Likely")
	mine.Click("Ask to import 2 rows")
	card := w.Card(hanna, "IMP-2", "*Why you:*")
	assert.Contains(t, card.Words(), "• How likely: Rare → Likely")
	assert.Contains(t, card.Words(), "*1* new, *1* changed")
	card.Click("Get all changes as a file")
	assert.Contains(t, w.downloads(hanna, card.TS, "more what changes.csv"), "\"2\",\"Water in the archive\",\"How likely\",\"Rare\",\"Likely\"")
	w.Decides(hanna, "IMP-2", "Approve", "")
	w.As(ana).Sees("🎉 Imported into *Risk register*: *1* new, *1* changed")
	w.As(ana).Command("/desk mine")
	assert.Contains(t, w.As(ana).Sees("Your requests").Words(), "*IMP-2 Risk register: more.csv*\n🎉 imported: 1 new, 1 changed")
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
	w.As(aisha).Sees("Nothing is missing in Customer contacts.")
}

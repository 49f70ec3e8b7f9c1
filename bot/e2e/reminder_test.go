package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// at is a moment in Berlin.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

const reminder = "It has been waiting for you since"

// reminders counts those that the log holds.
func reminders(w *world) int {
	count := 0
	for _, r := range w.Log() {
		if r.Move == "remind" {
			count++
		}
	}
	return count
}

func TestAnIdleApproverIsRemindedInWorkingHours(t *testing.T) {
	t.Parallel()
	// Friday before a weekend; Ingrid, in Berlin, works until 16:00 on Fridays.
	w := start(t, setup{at: at(t, "2026-12-18 15:00")})
	n := w.Asks(sofie, "/expense 12 EUR taxi yesterday")
	w.Card(ingrid, n, "Approve")
	w.Until(at(t, "2026-12-21 15:55")) // Monday: 1 h on Friday and not yet 7 h more
	assert.Zero(t, reminders(w))
	w.Until(at(t, "2026-12-21 16:01"))
	w.As(ingrid).Sees("⏰ Sofie Peeters asks for 12.00 EUR: Taxi (EXP-1). It has been waiting for you since Fri 18 Dec, 15:0")
	assert.Equal(t, 1, reminders(w))

	// Again after 8 h: on Wednesday; not on Christmas Eve, nor at Christmas.
	w.Until(at(t, "2026-12-22 16:01"))
	assert.Equal(t, 2, reminders(w))
	w.Until(at(t, "2026-12-23 16:01"))
	assert.Equal(t, 3, reminders(w))
	w.Until(at(t, "2026-12-28 15:00"))
	assert.Equal(t, 3, reminders(w), "nobody works at Christmas")
	w.Until(at(t, "2026-12-28 16:00"))
	assert.Equal(t, 4, reminders(w))

	w.Eventually("Ingrid has them all", func() bool { return strings.Count(w.says(ingrid), reminder) == 4 })
	w.Decides(ingrid, n, "Approve", "")
	w.Locked(ingrid, n, "✅ Approved.")
	w.Until(at(t, "2027-01-29 12:00"))
	assert.Equal(t, 4, reminders(w), "what is decided reminds nobody")
}

func TestAReminderOpensTheRequest(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.Until(at(t, "2026-11-19 12:00"))
	w.As(jules).Sees(reminder)
	w.As(jules).Click("Open")
	w.As(jules).SeesModal("What happened").Click("Approve")
	w.Locked(jules, n, "✅ Approved.")
}

func TestAReturnedRequestRemindsNobody(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.Decides(jules, n, "Return…", "Which airport?")
	w.Card(ana, n, "Returned by")
	w.Until(at(t, "2026-12-10 12:00"))
	assert.Zero(t, reminders(w))
}

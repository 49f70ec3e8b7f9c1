package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/jobs"
)

func TestOneMessageInTheMorningTellsWhatWaits(t *testing.T) {
	t.Parallel()
	w, n := asked(t) // Wednesday, of Jules in Paris
	w.As(jules).SeesHome("Morning message…").Click("Morning message…")
	w.As(jules).SeesModal("One message in the morning").Fill("At", "9:00").Submit()
	w.demo.Still(jobs.Digest, func() { // its first run may be as late
		w.Until(at(t, "2026-11-19 09:31"))
		assert.Zero(t, reminders(w), "the reminder is due, and waits for the message")
	})
	w.demo.Ring(jobs.Digest)
	m := w.As(jules).Sees("☀️ Good morning, Jules Moreau.")
	assert.Contains(t, m.Words(), n)
	w.Until(at(t, "2026-11-19 09:45"))
	assert.Equal(t, 1, reminders(w), "the message is the reminder")
	assert.NotContains(t, w.says(jules), reminder, "once is enough")
	m.Click("Approve")
	m = w.As(jules).Sees("✅ approved by you")
	assert.Contains(t, m.Words(), "☀️ Good morning, Jules Moreau.")
	assert.False(t, m.Has("Approve"), "the message itself says so")
	w.Locked(jules, n, "✅ Approved.")

	w.Pass(time.Hour)
	w.demo.Ring(jobs.Digest)
	w.Until(at(t, "2026-11-20 09:31"))
	w.demo.Ring(jobs.Digest)
	assert.True(t, w.As(jules).SeesNo("What has moved"), "nothing waits: no message")
	w.As(ana).SeesHome("Morning message…").Click("Morning message…")
	w.As(ana).Modal().Fill("At", "No message").Submit()
}

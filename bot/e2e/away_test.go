package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// leaves says on Home that somebody is away.
func (w *world) leaves(who, first, last, stand, note string) {
	w.t.Helper()
	w.As(who).SeesHome("I’m away…").Click("I’m away…")
	m := w.As(who).SeesModal("Who stands in?").Fill("First day", first).Fill("Last day", last)
	if stand != "" {
		m.Fill("Who stands in?", stand)
	}
	if note != "" {
		m.Fill("What should they know?", note)
	}
	m.Submit()
	w.HomeSays(who, "You will be away")
}

func TestWhoIsAwayIsStoodInFor(t *testing.T) {
	t.Parallel()
	w, n := asked(t) // of Jules, by Ana
	w.leaves(jules, "2026-11-19", "2026-11-24", ben, "Nothing urgent.")
	w.HomeSays(jules, "🌴 You will be away from Thu 19 Nov to Tue 24 Nov. *Ben Okafor* stands in for you.")
	w.As(ben).Sees("🤝 Jules Moreau is away from Thu 19 Nov to Tue 24 Nov and named you to stand in.")
	w.Card(jules, n, "Approve")

	w.Until(at(t, "2026-11-19 01:30"))
	w.Card(ben, n, "you stand in for Jules Moreau until 24 Nov, of whom it is asked because: they are the manager of Ana Ruiz")
	w.Locked(jules, n, "Waiting for Ben Okafor (for you until 24 Nov)")
	w.Card(ana, n, "Ben Okafor (for Jules Moreau until 24 Nov)")
	assert.Contains(t, w.As(ben).SeesHome("Waiting for you (1)").Words(), "🤝 You stand in for *Jules Moreau* until Tue 24 Nov. “Nothing urgent.”")
	assert.Contains(t, w.As(ben).LooksAtHome("Waiting for you (1)").Words(), " · 🤝 *for Jules Moreau until 24 Nov*")
	home := w.As(jules).SeesHome("I’m back").Words()
	assert.Contains(t, home, "🌴 *You are away until Tue 24 Nov.*")
	assert.Contains(t, home, "Nothing waits for you.")

	w.Until(at(t, "2026-11-19 10:30"))
	w.As(ben).Sees("It has been waiting since Wed 18 Nov, 09:00, and is with you for Jules Moreau until 24 Nov.")

	w.Decides(ben, n, "Approve", "")
	w.Locked(ana, n, "Ben Okafor approved it")
	w.Card(ana, n, "in the place of Jules Moreau")

	// Ben's own request never waits for Ben: Jules is asked, who is away.
	own := w.Asks(ben, "/expense 9 EUR taxi yesterday")
	w.Card(jules, own, "Approve")
	w.Card(ben, own, "Jules Moreau (away until Tue 24 Nov)")

	// One button ends it.
	late := w.Asks(ana, "/expense 8 EUR taxi yesterday")
	w.Card(ben, late, "Approve")
	w.As(jules).SeesHome("I’m back").Click("I’m back")
	w.Card(jules, late, "Approve")
	w.Locked(ben, late, "Waiting for Jules Moreau")
	w.As(jules).Sees("👋 Welcome back.")
	w.Decides(jules, late, "Approve", "")
	w.Locked(ana, late, "Jules Moreau approved it")
}

func TestSubstitutesDoNotGoRoundInACircle(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.leaves(jules, "2026-11-20", "2026-11-24", ben, "")
	w.As(ben).SeesHome("I’m away…").Click("I’m away…")
	m := w.As(ben).SeesModal("Who stands in?").Fill("First day", "2026-11-23").Fill("Last day", "2026-11-27").Fill("Who stands in?", jules)
	assert.Contains(t, m.Errors()["Who stands in?"], "That would go round in a circle while all are away: Jules Moreau stands in for you, you for Jules Moreau.")
	w.As(ben).Modal().Fill("Who stands in?", ana).Submit()
	w.HomeSays(ben, "*Ana Ruiz* stands in for you.")

	// While both are away it goes on to who is there: not to Ana, whose own it is.
	w.Until(at(t, "2026-11-23 09:00"))
	n := w.Asks(ana, "/expense 9 EUR taxi yesterday")
	w.Card(jules, n, "Approve")
	w.Card(ana, n, "Jules Moreau (away until Tue 24 Nov)")
}

func TestApprovedLeaveIsAnAbsence(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(jules).SeesHome("Start something").Click("start:leave")
	w.Fills(jules, "First day", "2026-11-19", "Last day", "2026-11-24", "Who stands in?", ben).Submit()
	leave := w.Sends(jules)
	w.Decides(ingrid, leave, "Approve", "")
	w.As(jules).Sees("🌴 Your leave is approved: you are away from Thu 19 Nov to Tue 24 Nov. Ben Okafor stands in for you.")
	w.As(ben).Sees("named you to stand in")
	w.Until(at(t, "2026-11-19 08:00"))
	n := w.Asks(ana, "/expense 9 EUR taxi yesterday")
	w.Card(ben, n, "Approve")
	w.Until(at(t, "2026-11-25 01:30"))
	w.Card(jules, n, "Approve")
	w.Locked(ben, n, "Waiting for Jules Moreau")
}

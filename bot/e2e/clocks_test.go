package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lateHours is a sample company whose IT works from Amsterdam, later than the rest.
func lateHours(t *testing.T) func(string) {
	t.Helper()
	return func(folder string) {
		file := filepath.Join(folder, "factotum.yaml")
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		shifts := "\nshifts:\n  it: {zone: Europe/Amsterdam, country: NL, hours: {mon-fri: 10:00-18:00}}\n"
		require.NoError(t, os.WriteFile(file, append(body, shifts...), 0o600))
	}
}

// alerts are how often the log says that a clock was told of.
func alerts(w *world) int {
	count := 0
	for _, r := range w.Log() {
		if r.Move == "alert" {
			count++
		}
	}
	return count
}

func TestAPromiseIsWatchedInTheHoursOfTheTeam(t *testing.T) {
	t.Parallel()
	// Friday evening: IT works until 18:00, and comes back on Monday at 10:00.
	w := start(t, setup{at: at(t, "2026-11-20 17:00"), company: lateHours(t)})
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	w.Card(ana, n, "First answer due")
	card := w.Card(priya, n, "First answer due").Words()
	assert.Contains(t, card, "Mon 23 Nov, 12:00", "1 h on Friday and 3 h on Monday, in Dublin's time")

	w.Until(at(t, "2026-11-23 11:59"))
	assert.Zero(t, alerts(w))
	w.Until(at(t, "2026-11-23 12:00"))
	w.As(priya).Sees("the time for it is nearly over: it is due Mon 23 Nov, 12:00. Nobody has it yet.")
	w.Until(at(t, "2026-11-23 13:00"))
	w.As(daan).Sees("has had no answer. That was due Mon 23 Nov, 13:00. Nobody has it yet. You are told because you lead IT.")
	w.Card(priya, n, "First answer late")
	assert.NotContains(t, w.says(aisha), n)
	w.Until(at(t, "2026-11-23 15:00"))
	w.As(aisha).Sees("You are told because Daan de Vries leads IT and you are their manager.")
	w.Card(aisha, n, "First answer late")
	assert.Equal(t, 3, alerts(w))
}

func TestWhoAsksAtNightIsToldWhenTheTeamIsBack(t *testing.T) {
	t.Parallel()
	w := start(t, setup{at: at(t, "2026-11-21 23:00"), company: lateHours(t)})
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	w.As(ana).Sees("🌙 IT is not at work now and is back Mon 23 Nov, 10:00.")
	w.Card(ana, n, "Mon 23 Nov, 14:00")
}

func TestClocksSurviveARestart(t *testing.T) {
	t.Parallel()
	w := start(t, setup{at: at(t, "2026-11-18 10:00")})
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	w.Card(priya, n, "First answer due")
	w.Restart()
	w.clock.pass(2 * 24 * time.Hour)
	w.Until(at(t, "2026-11-20 11:00"))
	w.As(daan).Sees("half as much time again has passed")
	assert.Equal(t, 1, alerts(w), "what was missed is told once")
}

package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
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

// claims takes a ticket at the desk, once it is known where its card stands.
func (w *world) claims(who, number string) {
	w.t.Helper()
	w.Eventually(who+" claims "+number, func() bool {
		return w.As(who).In(itDesk).Finds(number, func(m *story.Message) bool { return m.Has("Claim") }).ClickFails("Claim") == ""
	})
	w.Card(who, number, "Reply…")
}

func TestAPromiseIsWatchedInTheHoursOfTheTeam(t *testing.T) {
	t.Parallel()
	// Friday evening: IT works until 18:00, and comes back on Monday at 10:00.
	w := start(t, setup{desk: true, at: at(t, "2026-11-20 17:00"), company: lateHours(t)})
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	w.Card(ana, "TKT-1", "First answer due")
	card := w.At(priya, itDesk, "TKT-1", "First answer due").Words()
	assert.Contains(t, card, "Mon 23 Nov, 13:0", "1 h on Friday and 3 h on Monday")

	w.Until(at(t, "2026-11-23 11:59"))
	assert.Zero(t, alerts(w))
	w.Until(at(t, "2026-11-23 12:09"))
	w.As(priya).In(itDesk).Sees("the time for it is nearly over: it is due Mon 23 Nov, 13:0")
	w.Until(at(t, "2026-11-23 13:09"))
	told := w.As(daan).Sees("has had no answer. That was due Mon 23 Nov, 13:0").Words()
	assert.Contains(t, told, "Nobody has it yet. You are told because you lead IT.")
	card = w.At(priya, itDesk, "TKT-1", "First answer late").Words()
	assert.Contains(t, about(card), about("since Fri 20 Nov, 17:00 CET"), "people of several zones read it")
	assert.Contains(t, about(card), about("it was due Mon 23 Nov, 13:00 CET"))
	w.Found(priya, "state:late", "TKT-1")
	assert.NotContains(t, w.says(aisha), "TKT-1")
	w.Until(at(t, "2026-11-23 15:09"))
	w.As(aisha).Sees("You are told because Daan de Vries leads IT and you are their manager.")
	w.Card(aisha, "TKT-1", "First answer late")
	assert.Equal(t, 3, alerts(w))
}

func TestAPauseMovesWhatIsPromised(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true, at: at(t, "2026-11-18 10:00")})
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	mine := w.Card(ana, "TKT-1", "First answer due")
	w.claims(priya, "TKT-1")
	w.Until(at(t, "2026-11-18 12:00"))
	w.Works(priya, "TKT-1", "Reply…", "Text", "Which printer?", "As", "Ask, and wait for the answer")
	w.Card(ana, "TKT-1", "The clock stands still: 2 h of 24 h of working time are used · without an answer it is closed")
	w.Until(at(t, "2026-11-20 09:01"))
	w.As(ana).Sees("still waits for your answer about Printer on floor 2 is broken (TKT-1). Answer in the thread of this message; without an answer it is closed on Wed 25 Nov, 09:00.")
	w.As(ana).Reply(mine.TS, "The grey one")
	w.Card(priya, "TKT-1", "Solution due")
	assert.Contains(t, w.Card(priya, "TKT-1", "Solution due").Words(), "Tue 24 Nov, 14:3", "22 h of work are left, in Dublin's time")
	w.Works(priya, "TKT-1", "Resolve", "text", "New toner.")
	w.Card(ana, "TKT-1", "First answer after 2 h of working time, within the promised 4 h · solved after 2 h of working time, within the promised 24 h · an answer opens it again until")
	w.Until(at(t, "2026-11-27 09:01"))
	w.Card(ana, "TKT-1", "closed since Fri 27 Nov")
	w.As(ana).Reply(mine.TS, "It prints stripes now")
	w.As(ana).SeesReply(mine.TS, "so it is not opened again and nothing was changed. Open a new one and name TKT-1 in it.")
}

func TestASilentRequesterIsRemindedAndThenItIsClosed(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true, at: at(t, "2026-11-18 10:00")})
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	mine := w.Card(ana, "TKT-1", "First answer due")
	w.claims(priya, "TKT-1")
	w.Works(priya, "TKT-1", "Reply…", "Text", "Which printer?", "As", "Ask, and wait for the answer")
	w.Card(ana, "TKT-1", "Waiting for your answer")
	w.Until(at(t, "2026-11-20 09:01"))
	w.Until(at(t, "2026-11-25 09:01"))
	w.As(ana).Sees("was closed, because the question about it was not answered. Write in the thread of this message to open it again.")
	closed := w.Card(ana, "TKT-1", "because the question was not answered")
	assert.NotContains(t, closed.Words(), "How was it?", "nobody did anything")
	assert.True(t, closed.Has("Open again…"))
	w.As(ana).Reply(mine.TS, "It is the grey one, sorry")
	w.At(priya, itDesk, "TKT-1", "Solution due")
}

func TestWhoAsksAtNightIsToldWhenTheTeamIsBack(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true, at: at(t, "2026-11-21 23:00"), company: lateHours(t)})
	w.As(ana).In(general).Command("/ticket printer on floor 2 is broken")
	w.As(ana).In(general).Sees("is open: Printer on floor 2 is broken. The answers come to you from Factotum.\n🌙 IT is not at work now and is back *Mon 23 Nov, 10:00*.")
	card := w.Card(ana, "TKT-1", "🌙 IT is not at work now and is back *Mon 23 Nov, 10:00*.")
	assert.Contains(t, card.Words(), "Mon 23 Nov, 14:0")
	w.As(ben).Command("/ticket my mouse does not click")
	assert.NotContains(t, w.As(ben).Sees("is open: My mouse").Words(), "🌙", "the card says it right below")
	w.Card(ben, "TKT-2", "is back *Mon 23 Nov, 09:00*, your time.")
	assert.NotContains(t, w.says(ana), "🌙", "nothing comes beside the card")
	w.Until(at(t, "2026-11-23 10:01"))
	w.At(priya, itDesk, "TKT-1", "Claim").Click("Claim")
	assert.NotContains(t, w.Card(ana, "TKT-1", "takes care of it").Words(), "🌙")
}

func TestClocksSurviveARestart(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true, at: at(t, "2026-11-18 10:00")})
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	w.At(priya, itDesk, "TKT-1", "First answer due")
	w.Restart()
	w.clock.pass(2 * 24 * time.Hour)
	w.Until(at(t, "2026-11-20 11:00"))
	w.As(daan).Sees("half as much time again has passed")
	assert.Equal(t, 1, alerts(w), "what was missed is told once")
}

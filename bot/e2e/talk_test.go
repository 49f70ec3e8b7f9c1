package e2e

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

// The channels of the sample company.
const (
	itDesk  = "C06ITDESK" // where IT works on tickets
	help    = "C08HELP"   // where every message becomes one
	general = "C01GENERAL"
)

// dm is the channel of somebody's direct messages with the bot.
func dm(who string) string { return "D" + who[1:] }

// At is the card of a request at a place, as one of those who read there sees it.
func (w *world) At(who, channel, number, says string) *story.Message {
	w.t.Helper()
	return w.Story.As(who).In(channel).Finds(number+" saying "+says, func(m *story.Message) bool {
		return strings.Contains(m.Text, number) && !m.Ephemeral && strings.Contains(about(m.Words()), about(says))
	})
}

// Hears waits until something stands in the thread of a card.
func (w *world) Hears(who, channel, ts, says string) string {
	w.t.Helper()
	var found string
	w.Eventually(who+" hears "+says, func() bool {
		for _, text := range w.thread(who, channel, ts) {
			if strings.Contains(text, says) {
				found = text
			}
		}
		return found != ""
	})
	return found
}

// thread is what stands in the thread of a card, without the card.
func (w *world) thread(who, channel, ts string) []string {
	w.t.Helper()
	var all []string
	for _, m := range w.Story.As(who).In(channel).Thread(ts)[1:] {
		all = append(all, strings.TrimSpace(m.Words()))
	}
	return all
}

// undesked takes the channels of the teams out of the company's files.
func undesked(t testing.TB, file string) {
	t.Helper()
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, places.ReplaceAll(body, nil), 0o600))
}

var places = regexp.MustCompile(`, (triage|private): C[0-9A-Z]+`)

func TestATicketIsTalkedAboutFromBothSides(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	w.As(ana).Sees("*TKT-1* is open: Printer on floor 2 is broken")
	mine, desk := w.Card(ana, "TKT-1", "Printer on floor 2 is broken"), w.At(priya, itDesk, "TKT-1", "Printer on floor 2 is broken")
	assert.Empty(t, w.says(priya), "who works on it reads it at the desk")

	said := w.As(ana).Reply(mine.TS, "It smells of <!channel> smoke, says <@"+ben+">", w.As(ana).Upload("smoke.pdf", paper("Smoke")))
	copied := w.Hears(priya, itDesk, desk.TS, "It smells of !channel smoke, says @Ben Okafor")
	assert.Contains(t, copied, "Ana Ruiz")
	w.Eventually("the picture comes along", func() bool {
		for _, m := range w.Story.As(priya).In(itDesk).Thread(desk.TS) {
			if len(m.Files) == 1 && m.Files[0].Name == "smoke.pdf" {
				return true
			}
		}
		return false
	})

	note := w.As(priya).In(itDesk).Reply(desk.TS, "note: she said that last week too")
	w.Eventually("a lock says that it stays inside", func() bool {
		for _, m := range w.Story.As(daan).In(itDesk).Thread(desk.TS) {
			if m.TS == note {
				return slices.ContainsFunc(m.Reactions, func(r story.Reaction) bool { return r.Name == "lock" })
			}
		}
		return false
	})
	answer := w.As(priya).In(itDesk).Reply(desk.TS, "Switch it of, I am on my way")
	w.Hears(ana, dm(ana), mine.TS, "Switch it of, I am on my way")
	w.As(priya).In(itDesk).Edit(answer, "Switch it off, I am on my way")
	fixed := w.Hears(ana, dm(ana), mine.TS, "Switch it off, I am on my way")
	assert.Contains(t, fixed, "(edited)")
	w.As(ana).Edit(said, "It smells of smoke")
	w.Hears(priya, itDesk, desk.TS, "It smells of smoke")
	never := w.As(ana).Reply(mine.TS, "Never mind")
	w.Hears(priya, itDesk, desk.TS, "Never mind")
	w.As(ana).Delete(never)
	w.Hears(priya, itDesk, desk.TS, "took back what stood here")

	for _, m := range w.Story.As(ana).Thread(mine.TS) {
		assert.NotContains(t, m.Words(), "last week", "a note stays at the desk")
	}
	w.As(priya).In(itDesk).React(desk.TS, "eyes")
	w.At(priya, itDesk, "TKT-1", "takes care of it")
	for _, m := range w.Story.As(priya).In(itDesk).Thread(desk.TS) {
		if m.TS != desk.TS { // about a sentence, not about the ticket
			w.As(priya).In(itDesk).React(m.TS, "white_check_mark")
		}
	}
	w.As(priya).In(itDesk).Reply(desk.TS, "*Two* more minutes")
	w.Hears(ana, dm(ana), mine.TS, "Two more minutes")
	assert.NotContains(t, w.Card(ana, "TKT-1", "takes care of it").Words(), "Resolved")
	w.As(priya).In(itDesk).React(desk.TS, "white_check_mark")
	w.Card(ana, "TKT-1", "Resolved")
	w.As(ana).Reply(mine.TS, "It smokes again")
	w.Hears(priya, itDesk, desk.TS, "It smokes again")
	w.At(priya, itDesk, "TKT-1", "Resolve")
}

func TestWhoIsFasterThanTheRecordIsHeard(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	w.misbehave(map[string]any{"linger": 1, "slow_for_ms": 600, "only": []string{"chat.postMessage"}})
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	desk := w.At(priya, itDesk, "TKT-1", "Claim")
	w.Story.As(priya).In(itDesk).React(desk.TS, "eyes")
	w.Story.As(priya).In(itDesk).Reply(desk.TS, "I come at once")
	w.At(priya, itDesk, "TKT-1", "takes care of it")
	w.misbehave(map[string]any{"reset": true})
	w.Hears(ana, dm(ana), w.Card(ana, "TKT-1", "takes care of it").TS, "I come at once")
}

func TestWhatIsWrittenWhileATicketWaitsForAnApprovalReachesTheDesk(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	mine, desk := w.Card(ana, n, "Printer on floor 2 is broken"), w.At(priya, itDesk, n, "Printer on floor 2 is broken")
	w.As(priya).In(itDesk).React(desk.TS, "eyes") // who has it has a card
	w.Works(priya, n, "Ask for approval…", "Who has to approve?", jules, "text", "A new one for 480 EUR")
	asked := w.Card(jules, n, "Approve")

	w.As(jules).Reply(asked.TS, "Is there no other printer?")
	w.Hears(ana, dm(ana), mine.TS, "Jules Moreau asks about")
	w.Hears(priya, itDesk, desk.TS, "Is there no other printer?")
	w.As(ana).Reply(mine.TS, "None that prints in colour", w.As(ana).Upload("smoke.pdf", paper("Smoke")))
	w.Hears(priya, itDesk, desk.TS, "None that prints in colour")
	w.Eventually("its file comes along", func() bool {
		return slices.ContainsFunc(w.As(priya).In(itDesk).Thread(desk.TS), func(m *story.Message) bool { return len(m.Files) == 1 && m.Files[0].Name == "smoke.pdf" })
	})
	w.Hears(jules, dm(jules), asked.TS, "None that prints in colour")
	w.As(priya).In(itDesk).Reply(desk.TS, "note: toner would do, too")
	w.As(priya).In(itDesk).Reply(desk.TS, "We wait for Jules")
	w.Hears(ana, dm(ana), mine.TS, "We wait for Jules")

	w.Decides(jules, n, "Approve", "")
	w.At(priya, itDesk, n, "Resolve")
	for who, at := range map[string][2]string{ana: {dm(ana), mine.TS}, priya: {itDesk, desk.TS}, jules: {dm(jules), asked.TS}} {
		heard := func(what string) (times int) {
			for _, said := range w.thread(who, at[0], at[1]) {
				times += min(1, strings.Count(said, what))
			}
			return times
		}
		assert.Equal(t, 1, heard("Is there no other printer?"), who)
		assert.Equal(t, 1, heard("None that prints in colour"), who)
		assert.Equal(t, who == priya, heard("toner would do") == 1, "%s and the note", who)
	}
}

// Marked waits until a message has these emoji of the bot, and no others, whichever came
// first: events are brought in any order.
func (w *world) Marked(who, channel, thread, ts string, emoji ...string) {
	w.t.Helper()
	w.Eventually(fmt.Sprintf("%s sees %v", who, emoji), func() bool {
		for _, m := range w.Story.As(who).In(channel).Thread(thread) {
			var found []string
			for _, r := range m.Reactions {
				if slices.Contains(r.Users, "U00FACTOTUM") {
					found = append(found, r.Name)
				}
			}
			if m.TS == ts {
				return slices.Equal(slices.Sorted(slices.Values(found)), slices.Sorted(slices.Values(emoji)))
			}
		}
		return false
	})
}

// copyOf is the message that brings a sentence to somebody's side.
func (w *world) copyOf(who, channel, thread, says string) string {
	w.t.Helper()
	w.Hears(who, channel, thread, says)
	for _, m := range w.Story.As(who).In(channel).Thread(thread)[1:] {
		if strings.Contains(m.Words(), says) {
			return m.TS
		}
	}
	return ""
}

func TestAnEmojiOnASentenceShowsOnTheOtherSide(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	mine, desk := w.Card(ana, n, "Printer on floor 2 is broken").TS, w.At(priya, itDesk, n, "Printer on floor 2 is broken").TS
	answer := w.As(priya).In(itDesk).Reply(desk, "Try the one on floor 3")
	thanks := w.As(ana).Reply(mine, "It is locked")
	note := w.As(priya).In(itDesk).Reply(desk, "note: Daan has the key")

	answered := w.copyOf(ana, dm(ana), mine, "Try the one on floor 3")
	w.As(ana).React(answered, "+1")
	w.As(ana).React(answered, "tada")
	w.Marked(priya, itDesk, desk, answer, "+1", "tada")
	w.As(ana).Unreact(answered, "tada")
	w.Marked(priya, itDesk, desk, answer, "+1")
	w.As(priya).In(itDesk).React(w.copyOf(priya, itDesk, desk, "It is locked"), "white_check_mark")
	w.Marked(ana, dm(ana), mine, thanks, "white_check_mark")
	w.Marked(priya, itDesk, desk, note, "lock")
	assert.NotContains(t, w.Card(ana, n, "Nobody has taken it yet").Words(), "Resolved", "it is about the sentence, not about the ticket")

	w.As(priya).In(itDesk).React(desk, "eyes") // who has it has a card, too
	w.Works(priya, n, "Reply…", "Text", "I bring the key")
	brought := w.copyOf(priya, itDesk, desk, "I bring the key")
	w.As(ana).React(w.copyOf(ana, dm(ana), mine, "I bring the key"), "heart")
	w.Marked(priya, itDesk, desk, brought, "heart")
}

package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/connectors/slack/practice/story"
)

const copied = "This button is a copy or out of date, so nothing was changed. Open the request from your own card or from Home."

// standing is a forged click: the button stands in another message.
func standing(channel, ts string) map[string]any {
	return map[string]any{
		"channel": map[string]any{"id": channel}, "container": map[string]any{"channel_id": channel, "message_ts": ts},
		"message": map[string]any{"ts": ts},
	}
}

func TestAButtonCopiedToAChannelDoesNothing(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	card := w.Card(jules, n, "Approve")
	card.ClickAlien("Approve", standing("C02DESIGN", card.TS))
	w.Refused(jules, "copied button", copied)
	w.Card(ana, n, "⏳ Waiting for *Jules Moreau*")
}

func TestAButtonWithTheValueOfAnotherRequest(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	other := w.Asks(ben, "/expense 900 EUR flight yesterday")
	w.Card(jules, n, "Approve").ClickForged("Approve", w.Card(jules, other, "Approve").Value("Approve"))
	w.Refused(jules, "copied button", copied)
	w.Card(ben, other, "⏳ Waiting for *Jules Moreau*")
}

func TestAButtonOfSomebodyElsesCard(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	theirs := w.Asks(ben, "/expense 9 EUR taxi yesterday")
	card := w.Card(jules, n, "Approve")
	forged := standing("D12JULES", card.TS)
	forged["actions"] = approving(card.Value("Approve"))["actions"]
	w.Card(ben, theirs, "Withdraw").ClickAlien("Withdraw", forged)
	w.Refused(ben, "copied button", copied)
}

func TestAnAccountThatNobodyKnows(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.Card(jules, n, "Approve").ClickAlien("Approve", map[string]any{"user": map[string]any{"id": "U99NOBODY"}})
	w.As(jules).Sees("I do not know your account yet. New accounts are taken over within a few minutes; " +
		"if this stays, ask your Factotum administrator to add you.")
	w.Card(ana, n, "⏳ Waiting for *Jules Moreau*")
}

func TestAValueThatIsNone(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	for _, value := range []string{"", "@", "x@1", "people", "people@1", "draft-x", "EXP-1"} {
		w.Card(jules, n, "Approve").ClickForged("Approve", value)
		w.Refused(jules, "copied button", copied)
	}
	v := w.Verify()
	assert.EqualValues(t, 7, v.Refusals)
}

func TestGuestsMayAskButPeopleOfElsewhereMayNot(t *testing.T) {
	t.Parallel()
	w := start(t)
	none := "Only people who work here can ask for things, so nothing was kept. If that is wrong, ask your Factotum administrator."
	w.As(eva).Command("/expense 12 EUR taxi yesterday")
	w.As(eva).Sees(none)
	assert.False(t, w.As(eva).HasModal())
	w.As(eva).Say("12 EUR taxi")
	w.As(eva).Finds("an answer to the words", func(m *story.Message) bool { return !m.Ephemeral && m.Text == none })

	n := w.Asks(gus, "/expense 12 EUR taxi yesterday", "Cost centre", "400 Design")
	w.Decides(ingrid, n, "Approve", "")
}

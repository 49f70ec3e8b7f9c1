package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReturnedChangedAndSentAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/expense 40 EUR taxi yesterday")
	w.Card(jules, n, "Return…").Click("Return…")
	m := w.As(jules).SeesModal("What should Ana Ruiz change?")
	assert.Equal(t, map[string]string{"What should Ana Ruiz change?": "Please complete this required field."}, m.Errors())
	m.Fill("text", "Add the tip, and say whom you met.").Submit()
	card := w.Card(ana, n, "↩️ Returned by *Jules Moreau* on Wed 18 Nov, 10:00. What should be changed:\nAdd the tip, and say whom you met.")
	w.As(ana).SeesReply(card.TS, "↩️ Jules Moreau returned Taxi, 40.00 EUR (EXP-1). Change what is asked for with the button on the card and send it again:")
	w.Locked(jules, n, "↩️ Returned by you on Wed 18 Nov, 10:00.")
	w.As(ana).SeesHome("*" + n + " Taxi* · 40.00 EUR\n↩️ returned to you by Jules Moreau on Wed 18 Nov")

	w.Until(at(t, "2026-11-18 11:00"))
	w.Card(ana, n, "Change and send again").Click("Change and send again")
	form := w.As(ana).SeesModal("Add the tip, and say whom you met.")
	assert.Equal(t, "40.00 EUR", form.Holds("Amount"))
	form.Fill("Amount", "42.50").Fill("What was it for?", "Meeting the tile makers").Click("Add another item")
	w.Fills(ana, "Paid to", "Café Luz", "Category", "Meal", "Amount", "6").Submit()
	w.As(ana).SeesModal("Who decides").Submit()
	card = w.Card(jules, n, "🔁 *Changed since it was returned*\n"+
		"What was it for?: Taxi → Meeting the tile makers\n"+
		"Item 1, Amount: 40.00 EUR → 42.50 EUR\n"+
		"Item 2 added: Wed 18 Nov · Café Luz · Meal · 6.00 EUR · 400 Design")
	assert.True(t, card.Has("Approve"))
	again := w.As(jules).Sees("🔁 Ana Ruiz sent Meeting the tile makers, 48.50 EUR (EXP-1) again. It waits for your decision.")
	assert.Empty(t, again.ThreadTS, "a card that changes in its place notifies nobody")
	w.Decides(jules, n, "Approve", "")
	w.Locked(ana, n, "✅ Approved. Waiting for *Payables* since Wed 18 Nov, 11:00.")
}

func TestRejectedWithAReason(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.Card(jules, n, "Reject…").Click("Reject…")
	m := w.As(jules).SeesModal("Why do you reject it?")
	assert.Contains(t, m.Words(), "Ana Ruiz reads this. Rejecting is final; to have something changed, return it instead.")
	assert.Equal(t, map[string]string{"Why do you reject it?": "Please complete this required field."}, m.Fill("text", "  ").Errors())
	assert.Equal(t, map[string]string{"Why do you reject it?": "Please write a few words, so that the other side knows what you mean. Nothing was changed."},
		m.Fill("text", "because").SubmitForged(map[string]any{"view": map[string]any{"state": map[string]any{"values": map[string]any{"text": nil}}}}))
	m.Fill("text", "The tram is free for you.").Submit()
	card := w.Card(ana, n, "⛔ Rejected by *Jules Moreau* on Wed 18 Nov, 10:00:\nThe tram is free for you.")
	w.As(ana).SeesReply(card.TS, "⛔ Jules Moreau rejected Taxi, 12.00 EUR (EXP-1): “The tram is free for you.”")
	w.Locked(jules, n, "⛔ Rejected by you")
	w.Locked(ana, n, "⛔ Rejected by")
}

func TestWithdrawnOnceAndNotAgain(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.As(ana).Command("/desk " + n)
	window := w.As(ana).SeesModal("What happened")
	w.Card(ana, n, "Withdraw").Click("Withdraw")
	w.Locked(ana, n, "🗑️ Withdrawn by you on Wed 18 Nov, 10:00.")
	w.Locked(jules, n, "🗑️ Withdrawn by *Ana Ruiz* on Wed 18 Nov, 10:00.")
	window.Click("Withdraw")
	w.Refused(ana, "withdraw", n+" was withdrawn by you on 18 Nov 2026, 10:00. Nothing was changed by your click.")
}

func TestOnlyTheRequesterWithdraws(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	card := w.Card(jules, n, "Approve")
	forged := approving(card.Value("Approve"))
	forged["actions"].([]any)[0].(map[string]any)["action_id"] = "withdraw"
	card.ClickAlien("Approve", forged)
	w.Refused(jules, "withdraw", "Only the person who asked for "+n+" can do this, so nothing was changed.")
}

func TestAReturnedRequestCanBeWithdrawn(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.Decides(jules, n, "Return…", "Which airport?")
	w.Card(ana, n, "Returned by")
	w.Decides(ana, n, "Withdraw", "")
	w.Locked(jules, n, "🗑️ Withdrawn by *Ana Ruiz*")
}

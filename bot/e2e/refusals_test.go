package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// asked is a world in which Jules has the card of a claim of Ana's.
func asked(t *testing.T) (w *world, number string) {
	t.Helper()
	w = start(t)
	number = w.Asks(ana, "/expense 12 EUR taxi yesterday")
	w.Card(jules, number, "Approve")
	return w, number
}

// approving is a forged click: it says approve, whatever was clicked.
func approving(ref string) map[string]any {
	return map[string]any{"actions": []any{map[string]any{"type": "button", "action_id": "approve", "block_id": "x", "value": ref}}}
}

func TestNobodyApprovesTheirOwn(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(jules, "/expense 12 EUR taxi yesterday")
	own := w.Card(jules, n, "Withdraw")
	assert.False(t, own.Has("Approve"))
	own.ClickAlien("Withdraw", approving(own.Value("Withdraw")))
	w.Refused(jules, "approve", n+" is your own request or for you, so somebody else has to decide it. Nothing was changed.")

	// Not through a second account either, which Jules has.
	w.As(studio).Command("/desk " + n)
	w.As(studio).SeesModal("What happened").ClickAlien("Withdraw", approving(own.Value("Withdraw")))
	w.Refused(studio, "approve", n+" is your own request or for you, so somebody else has to decide it. Nothing was changed.")
	w.Decides(ingrid, n, "Approve", "")
	w.Locked(jules, n, "✅ Approved.")
}

func TestASecondAccountAsksAsTheSameHuman(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(studio).Command("/expense 12 EUR taxi yesterday")
	w.As(studio).Modal().Submit()
	w.As(studio).SeesModal("1. Manager: *Ingrid Solberg* (your manager)").Submit()
	n := "EXP-1"
	w.Card(ingrid, n, "Approve")
	own := w.Card(jules, n, "Withdraw") // the card goes to the first account
	own.ClickAlien("Withdraw", approving(own.Value("Withdraw")))
	w.Refused(jules, "approve", n+" is your own request or for you, so somebody else has to decide it. Nothing was changed.")
}

func TestWhoIsNotAskedCannotDecide(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	ref := w.Card(jules, n, "Approve").Value("Approve")
	theirs := w.Asks(ben, "/expense 9 EUR taxi yesterday")
	w.As(ben).Command("/desk " + theirs)
	w.As(ben).SeesModal("What happened").ClickAlien("Withdraw", approving(ref))
	w.Refused(ben, "approve", "You are not, or no longer, among those who decide "+n+", so nothing was changed. It waits for Jules Moreau.")
}

func TestARoleLostBetweenCardAndClick(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	window := w.Opened(jules, n)
	w.Staff("Ana Ruiz,jules@harbourpine.example", "Ana Ruiz,mei@harbourpine.example")
	w.Locked(jules, n, "⏳ Waiting for *Mei Tanaka* (Manager)")
	w.Card(mei, n, "*Why you:* you are the manager of Ana Ruiz.")
	window.Click("Approve")
	w.Refused(jules, "approve", "You are not, or no longer, among those who decide "+n+", so nothing was changed. It waits for Mei Tanaka.")
	w.Decides(mei, n, "Approve", "")
	w.Locked(ana, n, "✅ Approved.")
}

func TestWhatWasDecidedStaysDecided(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/expense 600 EUR flight yesterday", "Cost centre", "300 Operations")
	w.Decides(jules, n, "Approve", "")
	w.Decides(aisha, n, "Approve", "")
	window := w.Opened(marek, n)
	w.Decides(tomas, n, "Reject…", "Out of the budget.")
	w.Locked(marek, n, "⛔ Rejected by *Tomás Ferreira* on Wed 18 Nov, 10:00:")
	window.Click("Approve")
	w.Refused(marek, "approve", n+" was already rejected by Tomás Ferreira on 18 Nov 2026, 10:00. Nothing was changed by your click.")
}

func TestWhatWasWithdrawnCannotBeDecided(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	window := w.Opened(jules, n)
	mine := w.Card(ana, n, "Withdraw")
	mine.Click("Withdraw")
	w.Locked(jules, n, "🗑️ Withdrawn by *Ana Ruiz* on Wed 18 Nov, 10:00.")
	window.Click("Approve")
	w.Refused(jules, "approve", n+" was withdrawn by Ana Ruiz on 18 Nov 2026, 10:00. Nothing was changed by your click.")
}

func TestGuestsAndPeopleOfElsewhereCannotDecide(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]map[string]any{"guest": {"is_guest": true}, "external": {"is_external": true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			n := w.Asks(carl, "/expense 12 EUR taxi yesterday")
			window := w.Opened(mei, n)
			w.Change(mei, change)
			w.Card(ingrid, n, "Approve") // the next manager above
			window.Click("Approve")
			w.Refused(mei, "approve", "Guests, people of other organisations and people who have left cannot decide requests, so nothing was changed. "+
				"Ask a colleague who may decide "+n+".")
		})
	}
}

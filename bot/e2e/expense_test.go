package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAClaimFromReceiptToReimbursement(t *testing.T) {
	t.Parallel()
	w := start(t)

	// Ana drops a receipt and gets a draft card, whose form she fills in.
	w.As(ana).Drop("flight.pdf", paper("Atlantic Air"))
	w.As(ana).Sees("Expense claim, not sent yet")
	w.As(ana).Click("Open the form")
	w.Fills(ana, "What was it for?", "Tile makers in Lisbon", "Date", "2026-11-18", "Paid to", "Atlantic Air", "Category", "Travel", "Amount", "384.20 EUR").
		Click("Add another item")
	w.As(ana).SeesModal("384.20 EUR · 400 Design · 📎 flight.pdf")
	w.Fills(ana, "Paid to", "Casa do Rio", "Category", "Hotel and lodging", "Amount", "236.00", "Tax included", "13.36").Submit()

	// What she is about to send, what warns, and who decides and why.
	check := w.As(ana).SeesModal("Who decides").Words()
	assert.Contains(t, check, "*620.20 EUR* · *Tile makers in Lisbon*")
	assert.Contains(t, check, "Casa do Rio · Hotel and lodging · 236.00 EUR · Tax included 13.36 EUR · 400 Design")
	assert.Contains(t, check, "⚠️ *Item 2:* No receipt is attached although the amount is above 25.")
	assert.Contains(t, check, "1. Manager: *Jules Moreau* (your manager)")
	assert.Contains(t, check, "3. Finance: *Marek Nowak or Tomás Ferreira* (role finance, because the amount is 500 or more, or guests were entertained)")
	assert.Contains(t, check, "Then Payables: Reimbursed.")
	n := w.Sends(ana)
	w.Card(ana, n, "⏳ Waiting for *Jules Moreau* (Manager) since Wed 18 Nov, 10:00.")

	// Jules reads the receipt and asks; Ana answers in the thread, then by the button.
	w.Card(jules, n, "*Why you:* you are the manager of Ana Ruiz.")
	assert.Contains(t, w.Opens(jules, n, "flight.pdf"), "Atlantic Air")
	w.Decides(jules, n, "Ask…", "Why no cheaper flight?")
	asked := w.Card(ana, n, "Why no cheaper flight?")
	w.As(ana).SeesReply(asked.TS, "❓ Jules Moreau asks about Tile makers in Lisbon, 620.20 EUR (EXP-1). Answer here in the thread, or with the button on the card.")
	w.As(ana).Reply(asked.TS, "It was the last one home.")
	w.Card(jules, n, "It was the last one home.")
	w.Decides(jules, n, "Ask…", "And the tax of the flight?")
	w.Decides(ana, n, "Answer…", "There is none across borders.")
	w.As(jules).SeesReply(w.Card(jules, n, "There is none across borders.").TS, "💬 Ana Ruiz answers about Tile makers in Lisbon, 620.20 EUR (EXP-1):")

	// The manager, who owns the cost centre too and is asked once, then finance, then payables.
	w.Decides(jules, n, "Approve with a comment…", "Good prices.")
	w.As(ana).SeesReply(asked.TS, "✅ Jules Moreau approved Tile makers in Lisbon, 620.20 EUR (EXP-1). Next: Marek Nowak or Tomás Ferreira.")
	w.Card(ana, n, "✅ Jules Moreau approved it on Wed 18 Nov, 10:00 (Cost centre owner)")
	w.Until(at(t, "2026-11-18 11:00"))
	assert.Contains(t, w.Opens(tomas, n, "flight.pdf"), "Atlantic Air")
	w.Card(marek, n, "*Why you:* you have the role finance, because the amount is 500 or more, or guests were entertained.")
	w.Decides(tomas, n, "Approve", "")
	w.Locked(jules, n, "✅ Approved. Waiting for *Payables* since Wed 18 Nov, 11:00.")
	w.Card(marek, n, "*Why you:* you are in the team Payables.")
	w.As(marek).Sees("📬 Tile makers in Lisbon, 620.20 EUR (EXP-1) was approved and waits for Payables: mark as reimbursed.")
	w.Until(at(t, "2026-11-18 12:00"))
	w.Decides(lena, n, "Mark as reimbursed", "With Thursday's run")

	// Every copy of the card is locked and says who and when, in their own time.
	w.As(ana).SeesReply(asked.TS, "🎉 Reimbursed: Tile makers in Lisbon, 620.20 EUR (EXP-1). Done by Lena Vogt.")
	w.Locked(ana, n, "🎉 *Reimbursed*: done by *Lena Vogt* on Wed 18 Nov, 12:00.")
	w.Locked(jules, n, "🎉 *Reimbursed*: done by *Lena Vogt* on Wed 18 Nov, 12:00.")
	w.Locked(tomas, n, "🎉 *Reimbursed*: done by *Lena Vogt* on Wed 18 Nov, 11:00.")
	w.Locked(marek, n, "✅ Tomás Ferreira approved it on Wed 18 Nov, 11:00 (Finance)")
	w.Locked(lena, n, "🎉 *Reimbursed*: done by you on Wed 18 Nov, 12:00.")
}

func TestAClaimWithTheCompanyCardLeavesNothingToDo(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/expense 18 EUR paper yesterday", "Paid with", "Company card")
	w.Decides(jules, n, "Approve", "")
	w.Locked(ana, n, "✅ Approved by *Jules Moreau* on Wed 18 Nov, 10:00. Nothing is left to do.")
	w.Locked(jules, n, "✅ Approved by you on Wed 18 Nov, 10:00. Nothing is left to do.")
}

package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestALargePurchaseNeedsTwoDirectors(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(chiara).Command("/purchase")
	w.Fills(chiara, "What do you need?", "Panel saw", "From whom?", "Ferro Macchine", "Price in all", "11.400 EUR", "Why?", "The old one stands still.").Submit()
	check := w.As(chiara).SeesModal("Who decides").Words()
	assert.Contains(t, check, "⚠️ Quotes are expected from 1,000 on; none is attached.")
	assert.Contains(t, check, "1. Manager: *Oluwaseun Adeyemi* (your manager)")
	assert.Contains(t, check, "4. Directors: *Aisha Rahman, Ingrid Solberg and Tomás Ferreira, 2 of them* (role director, because two directors decide from 10,000 on)")
	assert.Contains(t, check, "Then Procurement: Ordered.")
	n := w.Sends(chiara)
	w.Decides(seun, n, "Approve", "")
	w.Decides(aisha, n, "Approve", "") // of the cost centre
	w.Decides(marek, n, "Approve", "")
	w.Card(chiara, n, "0 of 2 approvals given.")
	w.Decides(aisha, n, "Approve", "")
	w.Locked(aisha, n, "1 of 2 approvals given.")
	w.As(aisha).Command("/desk " + n)
	w.As(aisha).SeesModal("What happened").Shut()
	w.Decides(ingrid, n, "Approve with a comment…", "In the budget.")
	w.Locked(tomas, n, "✅ Approved. Waiting for *Procurement*")
	w.Card(chiara, n, "✅ Directors: Aisha Rahman, Wed 18 Nov; Ingrid Solberg, Wed 18 Nov")
	w.Decides(seun, n, "Mark as ordered", "Delivery in week 3")
	w.Locked(chiara, n, "🎉 *Ordered*: done by *Oluwaseun Adeyemi* on Wed 18 Nov, 10:00.")
}

func TestNobodyResolvesTheirOwn(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(chiara, "/purchase", "What do you need?", "Pens", "From whom?", "Lumen", "Price in all", "12 EUR", "Why?", "Empty.")
	w.Decides(seun, n, "Approve", "")
	w.Card(seun, n, "Mark as ordered")
	w.Card(chiara, n, "✅ Approved. Waiting for *Procurement*")
	assert.False(t, w.Card(chiara, n, n).Has("Mark as ordered"))
}

func TestLeaveGoesToThePeopleTeamWhenItIsUnpaid(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(rosa).Command("/leave")
	w.Fills(rosa, "Kind of leave", "Unpaid leave", "First day", "2026-11-23", "Last day", "2026-11-30", "Who stands in?", carl).Submit()
	check := w.As(rosa).SeesModal("Who decides").Words()
	assert.Contains(t, check, "⚠️ Longer leave is asked for at least two weeks ahead.")
	assert.Contains(t, check, "*Who stands in?*\nCarl Jensen")
	assert.Contains(t, check, "2. People team: *Sofie Peeters* (role people, because this kind of leave is agreed with the people team)")
	assert.Contains(t, check, "Then it is done.")
	n := w.Sends(rosa)
	w.Decides(mei, n, "Approve", "")
	w.Card(sofie, n, "*Rosa Weber* asks: *Unpaid leave, Mon 23 Nov to Mon 30 Nov*")
	w.Decides(sofie, n, "Approve", "")
	w.Locked(rosa, n, "✅ Approved by *Sofie Peeters* on Wed 18 Nov, 10:00. Nothing is left to do.")
	w.Locked(mei, n, "✅ Approved by *Sofie Peeters* on Wed 18 Nov, 04:00. Nothing is left to do.")
}

func TestAccessForAColleagueIsNotDecidedByThem(t *testing.T) {
	t.Parallel()
	w := start(t)
	// Priya asks for Hanna, who alone has the role of security.
	w.As(priya).Command("/access")
	w.Fills(priya, "Who needs it?", hanna, "Which system?", "Cloud console", "What for?", "Read", "Why?", "For the audit.").Submit()
	check := w.As(priya).SeesModal("Who decides").Words()
	assert.Contains(t, check, "1. Manager: *Aisha Rahman* (manager of Hanna Lindqvist)")
	assert.Contains(t, check, "2. Security: *Aisha Rahman, Ingrid Solberg or Tomás Ferreira* "+
		"(role director, since nobody named first may decide this, because the system or the level is sensitive)")
	n := w.Sends(priya)
	w.Decides(aisha, n, "Approve", "")
	w.Card(ingrid, n, "*Why you:* you have the role director, and nobody named first may decide this, because the system or the level is sensitive.")
	w.As(hanna).Command("/desk " + n)
	window := w.As(hanna).SeesModal("What happened")
	assert.False(t, window.Has("Approve"))
	window.Shut()
	other := w.Asks(hanna, "/expense 9 EUR taxi yesterday")
	w.As(hanna).Command("/desk " + other)
	w.As(hanna).SeesModal("What happened").ClickAlien("Withdraw", approving(w.Card(ingrid, n, "Approve").Value("Approve")))
	w.Refused(hanna, "approve", n+" is your own request or for you, so somebody else has to decide it. Nothing was changed.")
	w.Decides(ingrid, n, "Approve", "")
	w.Card(daan, n, "*Why you:* you are in the team IT.")
	w.Decides(daan, n, "Mark as granted", "")
	w.Locked(priya, n, "🎉 *Granted*: done by *Daan de Vries*")
}

func TestAccessToAdministerAlwaysEnds(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/access")
	w.Fills(ana, "Which system?", "Source code", "Why?", "To fix the site.").Choose("What for?", "Administer")
	m := w.As(ana).SeesModal("Until")
	assert.Contains(t, m.Words(), "Access to administer always ends on a day")
	said := m.Errors()
	assert.Equal(t, map[string]string{"Until": "Please complete this required field."}, said, "the form asks for it before it is sent")
	m.Fill("Until", "2026-12-18").Submit()
	n := w.Sends(ana)
	w.Decides(jules, n, "Approve", "")
	w.Decides(hanna, n, "Approve", "")
	w.Decides(priya, n, "Mark as granted", "")
	w.Locked(ana, n, "🎉 *Granted*: done by *Priya Nair* on Wed 18 Nov, 10:00.")
}

func TestAVendorIsCheckedBeforeTheFirstInvoice(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(seun).Command("/vendor")
	m := w.Fills(seun, "Name of the company", "Kral Timber", "Country", "Germany", "E-mail for questions", "office@kral.example",
		"Phone number for call-backs", "+49 30 901820", "What do we need them for?", "Oak for the new tables")
	m.Fill("VAT id", "DE123456789").Fill("IBAN", "DE89370400440532013001")
	assert.Equal(t, map[string]string{
		"VAT id": "The check digit of the VAT number DE123456789 is wrong, so a digit in it is too. Compare it with the original.",
		"IBAN":   "The checksum of this IBAN is wrong, so a digit or letter in it is too. Compare it with the original.",
	}, m.Errors())
	m.Fill("VAT id", "DE136695976").Fill("IBAN", "DE89370400440532013000").Fill("The vendor will process personal data", "Yes").Submit()
	check := w.As(seun).SeesModal("Who decides").Words()
	assert.Contains(t, check, "⚠️ A vendor that processes personal data needs a data processing agreement; none is attached.")
	assert.Contains(t, check, "2. Security: *Hanna Lindqvist* (role security, because personal data is processed)")
	n := w.Sends(seun)
	w.Decides(aisha, n, "Approve", "")
	w.Decides(hanna, n, "Approve", "")
	w.Decides(tomas, n, "Approve with a comment…", "Called them back.")
	w.Decides(lena, n, "Mark as set up", "")
	w.Locked(seun, n, "🎉 *Set up*: done by *Lena Vogt* on Wed 18 Nov, 09:00.")
}

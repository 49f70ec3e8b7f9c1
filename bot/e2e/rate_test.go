package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFinanceGivesAMissingRate(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 42000 JPY joiners in Kyoto yesterday")
	w.Fills(ana, "Category", "Something else").Submit()
	w.As(ana).SeesModal("⏸️ The exchange rate of JPY on 17 Nov 2026 is not known. First *Marek Nowak or Tomás Ferreira* is asked for it; who decides follows from the amount.")
	n := w.Sends(ana)
	w.Card(ana, n, "⏸️ On hold since Wed 18 Nov, 10:00: the exchange rate to EUR is missing for JPY on 17 Nov 2026. *Marek Nowak or Tomás Ferreira* can give it.")
	assert.True(t, w.As(jules).SeesNo(n), "nobody decides before the amount is known")

	w.Card(marek, n, "Enter the rate…").Click("Enter the rate…")
	m := w.As(marek).SeesModal("What was 1 JPY worth on 17 Nov 2026?")
	for typed, says := range map[string]string{
		"much": "“much” is no exchange rate. Write what 1 JPY was worth, such as 1.0632.",
		"-1":   "“-1” is no exchange rate. Write what 1 JPY was worth, such as 1.0632.",
		"1e9":  "“1e9” is no exchange rate. Write what 1 JPY was worth, such as 1.0632.",
	} {
		m.Fill("rate.0", typed).Fill("source.0", "ECB reference rate")
		assert.Equal(t, map[string]string{"What was 1 JPY worth on 17 Nov 2026?": says}, m.Errors())
	}
	m.Fill("rate.0", "0,0061").Submit()

	card := w.Card(jules, n, "≈ 256.20 EUR at 0.0061 (ECB reference rate, given by hand, 17 Nov 2026)")
	assert.Contains(t, card.Words(), "Expense claim EXP-1 · 42,000 JPY")
	w.Locked(tomas, n, "⏳ Waiting for *Jules Moreau* (Manager)")
	w.Decides(jules, n, "Approve", "")
	w.Locked(ana, n, "✅ Approved. Waiting for *Payables*")
}

func TestAKnownRateIsShownWithItsDayAndSource(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(carl, "/expense 1,980.00 DKK breakfast yesterday", "Category", "Meal")
	w.Card(mei, n, "≈ 263.20 EUR at 0.13293 (made up for the demonstration, 16 Nov 2026)")
}

func TestNobodyGivesTheRateOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(marek, "/expense 900 JPY tea yesterday", "Category", "Meal")
	own := w.Card(marek, n, "*Tomás Ferreira* can give it.")
	forged := approving(own.Value("Withdraw"))
	forged["actions"].([]any)[0].(map[string]any)["action_id"] = "price"
	own.ClickAlien("Withdraw", forged)
	w.Fills(marek, "rate.0", "1", "source.0", "my own").Submit()
	w.Refused(marek, "price", n+" is your own request or for you, so somebody else has to decide it. Nothing was changed.")
}

func TestWhatIsWrongWithARateIsSaidBesideIt(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 42000 JPY joiners in Kyoto yesterday")
	w.Fills(ana, "Category", "Something else").Click("Add another item")
	w.Fills(ana, "Paid to", "Seoul Metro", "Category", "Travel", "Amount", "9000 KRW").Submit()
	n := w.Sends(ana)
	w.Card(marek, n, "Enter the rate…").Click("Enter the rate…")
	m := w.As(marek).SeesModal("What was 1 JPY worth on 17 Nov 2026?")
	m.Fill("rate.0", "0.0061").Fill("source.0", "ECB reference rate").Fill("rate.1", "much").Fill("source.1", "ECB reference rate")
	assert.Equal(t, map[string]string{"What was 1 KRW worth on 18 Nov 2026?": "“much” is no exchange rate. Write what 1 KRW was worth, such as 1.0632."}, m.Errors())
}

package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWordsFillTheForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	tests := map[string]struct{ words, amount, date, paidTo, category string }{
		"a taxi":             {"42.50 EUR taxi to the airport yesterday", "42.50 EUR", "2026-11-17", "Taxi to the airport", "Travel"},
		"the amount behind":  {"yesterday taxi to the airport 42.50 €", "42.50 EUR", "2026-11-17", "Taxi to the airport", "Travel"},
		"dots for thousands": {"1.234,56 EUR hotel in Lisbon on 12.11.", "1,234.56 EUR", "2026-11-12", "Hotel in Lisbon", "Hotel and lodging"},
		"dollars":            {"$12 lunch last friday", "12.00 USD", "2026-11-13", "Lunch", "Entertaining guests"},
		"pounds":             {"£9.80 train from Leeds 3 days ago", "9.80 GBP", "2026-11-15", "Train from Leeds", "Travel"},
		"no currency":        {"7,40 coffee", "7.40 EUR", "2026-11-18", "Coffee", "Meal"},
		"a date of its own":  {"paper for the printer 2026-11-03 19 EUR", "19.00 EUR", "2026-11-03", "Paper for the printer", "Office supplies"},
		"no amount":          {"taxi yesterday", "", "2026-11-17", "Taxi", "Travel"},
		"nothing":            {"", "", "2026-11-18", "", ""},
		"two amounts":        {"12 EUR and 14 EUR for taxis", "", "2026-11-18", "12 EUR and 14 EUR for taxis", ""},
	}
	for name, tt := range tests {
		w.As(ana).Command("/expense " + tt.words)
		m := w.As(ana).SeesModal("Paid to")
		assert.Equal(t, tt.amount, m.Holds("Amount"), name)
		assert.Equal(t, tt.date, m.Holds("Date"), name)
		assert.Equal(t, tt.paidTo, m.Holds("Paid to"), name)
		assert.Equal(t, tt.category, m.Holds("Category"), name)
		assert.Equal(t, "400 Design", m.Holds("Cost centre"), name)
		m.Shut()
	}
}

func TestTheSameWordsInADirectMessageBringADraft(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Say("42.50 EUR taxi to the airport yesterday")
	w.As(ana).Sees("Tue 17 Nov · Taxi to the airport · Travel · 42.50 EUR · 400 Design")
	w.As(ana).SeesHome("*Expense claim*\n📝 draft, not sent yet: Tue 17 Nov · Taxi to the airport · Travel · 42.50 EUR · 400 Design")
	w.As(ana).Click("Open the form")
	w.As(ana).SeesModal("Paid to").Submit()
	n := w.Sends(ana)
	w.Card(jules, n, "42.50 EUR")
	assert.True(t, w.As(ana).SeesNo("not sent yet"), "the draft has become the card")
}

func TestADiscardedDraftIsGone(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Say("42.50 EUR taxi to the airport yesterday")
	w.As(ana).Click("Open the form")
	form := w.As(ana).Modal()
	w.As(ana).Click("Discard")
	w.As(ana).Sees("This draft was discarded. Nothing was sent.")
	form.Submit() // which stood open in another window
	w.As(ana).SeesModal("This draft was discarded, so nothing was changed. Start a new one with /desk.")
	w.As(ana).SeesHome("You have not asked for anything yet.")
}

func TestDroppedReceiptsAreALineEach(t *testing.T) {
	t.Parallel()
	w := start(t)
	person := w.As(ana)
	person.Say("", person.Upload("taxi.pdf", paper("1")), person.Upload("hotel.pdf", paper("2")), person.Upload("lunch.png", paper("3")))
	draft := w.As(ana).Sees("*Items* · 3").Words()
	assert.Contains(t, draft, "📎 taxi.pdf")
	assert.Contains(t, draft, "📎 hotel.pdf")
	assert.Contains(t, draft, "📎 lunch.png")
	w.As(ana).Click("Open the form")
	m := w.As(ana).SeesModal("📎 hotel.pdf")
	assert.Contains(t, m.Words(), "Attached: taxi.pdf. Adding files here replaces what is attached.")

	person.Say("18,20 € taxi yesterday", person.Upload("cab.pdf", paper("4")))
	w.As(ana).Sees("Tue 17 Nov · Taxi · Travel · 18.20 EUR · 400 Design · 📎 cab.pdf")
}

func TestTheDesk(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/desk")
	offered := w.As(ana).Sees("What can I do for you?")
	for _, kind := range []string{"*Access* `/access`", "*Expense claim* `/expense`", "*Leave* `/leave`", "*New vendor* `/vendor`", "*Purchase request* `/purchase`"} {
		assert.Contains(t, offered.Words(), kind)
	}
	w.As(ana).Command("/desk mine")
	w.As(ana).Sees("You have not asked for anything yet. See what you can ask for with /desk.")
	n := w.Asks(ana, "/expense 12 EUR taxi yesterday")
	w.As(ana).Command("/desk mine")
	w.As(ana).Sees("*" + n + " Taxi* · 12.00 EUR\n⏳ with Jules Moreau ")

	for _, line := range []string{"/desk " + n, "/desk exp-1"} {
		w.As(ana).Command(line)
		w.As(ana).SeesModal("📨 Sent by you on Wed 18 Nov, 10:0").Shut()
	}
	w.As(ben).Command("/desk " + n)
	w.As(ben).Sees("There is no request " + n + " that you may see. Your own are listed by /desk mine.")
	w.As(ben).Command("/desk EXP-99")
	w.As(ben).Sees("There is no request EXP-99 that you may see. Your own are listed by /desk mine.")

	for words, form := range map[string]string{
		"leave": "Kind of leave", "vacation": "Kind of leave", "time off": "Kind of leave", "supplier": "Name of the company",
		"buy a laptop for Ben": "What do you need?", "claim 12 EUR taxi": "Paid to",
	} {
		w.As(ana).Command("/desk " + words)
		w.As(ana).SeesModal(form).Shut()
	}
	w.As(ana).Command("/desk sing me a song")
	w.As(ana).Sees("I did not understand “sing me a song”. This is what you can ask for:")
	w.As(ana).Say("good morning")
	w.As(ana).Sees("👋 Hello! This is what you can ask for:").Click("start:leave")
	w.As(ana).SeesModal("Kind of leave")
}

func TestWordsThatMayMeanMoreThanOneThing(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Say("my laptop wont start")
	w.As(ana).Sees("Ticket, not sent yet")
	w.As(ben).Say("my laptop")
	w.As(ben).Sees("“my laptop” could be more than one thing. Which do you mean: Purchase request or Ticket?").Click("Ticket")
	form := w.As(ben).SeesModal("What is it about?")
	assert.Equal(t, "My laptop", form.Holds("What is it about?"))
	form.Shut()
	w.As(carl).Command("/desk my laptop")
	w.As(carl).Sees("could be more than one thing")
	w.As(carl).Say("Thanks a lot!")
	w.As(carl).Sees("You are welcome!")
	w.As(carl).Say("good morning")
	w.As(carl).Sees("👋 Hello! This is what you can ask for:")
}

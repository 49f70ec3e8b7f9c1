package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

func TestEveryBadFieldIsExplainedBesideIt(t *testing.T) {
	t.Parallel()
	w := start(t)
	tests := []struct{ command, field, typed, sentence string }{
		{"/expense 9 EUR taxi", "Amount", "1e3 EUR", `"1e3 EUR" is not an amount. Write a number and its currency, such as 42.50 EUR.`},
		{"/expense 9 EUR taxi", "Amount", "twelve", `"twelve" is not an amount. Write a number and its currency, such as 42.50 EUR.`},
		{"/expense 9 EUR taxi", "Amount", "12.3456", "EUR has only 2 digits after the point, so 12.3456 is not an amount in it. "},
		{"/expense 9 EUR taxi", "Amount", "-12 EUR", "-12.00 EUR is too little. Write 0.01 or more."},
		{"/expense 9 EUR taxi", "Amount", "0 EUR", "0.00 EUR is too little. Write 0.01 or more."},
		{"/expense 9 EUR taxi", "Amount", "12 XYZ", `"XYZ" is not a currency in use. Write its code of three letters, such as EUR, GBP or USD.`},
		{"/expense 9 EUR taxi", "Amount", "１２ EUR", `"１２ EUR" is not written in the digits 0 to 9. Type it with them, such as 42.50.`},
		{"/expense 9 EUR taxi", "Date", "2026-12-24", "24 Dec 2026 is too late. Choose 18 Nov 2026 or earlier."},
		{"/expense 9 EUR taxi", "Tax included", "9 EUR", "The tax cannot be as much as the amount or more. Enter the tax that is part of the amount."},
		{"/expense 9 EUR taxi", "What was it for?", " ", "Please complete this required field."},
		{"/purchase laptop from Lumen", "Needed by", "2026-11-17", "17 Nov 2026 is too early. Choose 18 Nov 2026 or later."},
		{"/vendor", "IBAN", "DE89 3704 0044 0532 0130 01", "The checksum of this IBAN is wrong, so a digit or letter in it is too. Compare it with the original."},
		{"/vendor", "VAT id", "DE123456789", "The check digit of the VAT number DE123456789 is wrong, so a digit in it is too. Compare it with the original."},
		{"/vendor", "Phone number for call-backs", "12", `"12" is not a phone number that exists. Check its digits, or write it with its country, such as +49 30 901820.`},
		{"/leave", "Last day", "2026-11-17", "The last day is before the first. Change one of them."},
	}
	for _, tt := range tests {
		w.As(ana).Command(tt.command)
		m := w.Fills(ana, someOf[tt.command]...)
		said := m.Fill(tt.field, tt.typed).Errors()
		assert.Len(t, said, 1, tt.typed)
		assert.Contains(t, said[tt.field], tt.sentence, tt.typed)
		assert.Equal(t, tt.typed, m.Holds(tt.field))
		m.Shut()
	}
}

func TestWhatWasRefusedIsCorrectedAndSent(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/leave")
	m := w.Fills(ana, "First day", "2026-12-01", "Last day", "2026-11-30")
	require.Contains(t, m.Errors(), "Last day")
	m.Fill("Last day", "2026-12-02").Submit()
	w.As(ana).SeesModal("Check and send").Submit()
	w.Card(jules, "LVE-1", "Tue 1 Dec to Wed 2 Dec")
}

// someOf is what else the forms need before they can be sent.
var someOf = map[string][]string{
	"/purchase laptop from Lumen": {"What do you need?", "Laptop", "From whom?", "Lumen", "Price in all", "900 EUR", "Why?", "The old one broke"},
	"/vendor": {
		"Name of the company", "Kral Timber", "Country", "Germany", "VAT id", "DE136695976", "IBAN", "DE89 3704 0044 0532 0130 00",
		"E-mail for questions", "office@kral.example", "Phone number for call-backs", "+49 30 901820", "What do we need them for?", "Oak",
	},
	"/leave": {"First day", "2026-11-23", "Last day", "2026-11-24"},
}

func TestLinesAreAddedEditedAndRemoved(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 9 EUR taxi yesterday")
	w.As(ana).Modal().Click("Add another item")
	w.Fills(ana, "Paid to", "Café Luz", "Category", "Meal", "Amount", "14").Click("Add another item")
	w.Fills(ana, "Paid to", "Renfe", "Category", "Travel", "Amount", "58.30").Click("edit_line") // the first row
	m := w.As(ana).SeesModal("*Item 1 of 3*")
	assert.Contains(t, m.Words(), "*2.* Wed 18 Nov · Café Luz · Meal · 14.00 EUR · 400 Design")
	assert.Contains(t, m.Words(), "*3.* Wed 18 Nov · Renfe · Travel · 58.30 EUR · 400 Design")
	assert.Equal(t, "Taxi", m.Holds("Paid to"))
	assert.Equal(t, "2026-11-17", m.Holds("Date"))
	m.Fill("Amount", "much").Click("Add another item")
	stays := w.As(ana).SeesModal(`"much" is not an amount.`)
	assert.Equal(t, "much", stays.Holds("Amount"), "nothing typed is lost")
	stays.Fill("Amount", "10.50").Click("Remove")
	m = w.As(ana).SeesModal("*Item 1 of 2*")
	assert.Equal(t, "Café Luz", m.Holds("Paid to"))
	m.Submit()
	check := w.As(ana).SeesModal("*Items* · 2 · 72.30 EUR in all")
	check.Click("Change")
	assert.Equal(t, "Taxi", w.As(ana).SeesModal("What was it for?").Holds("What was it for?"))
	w.As(ana).Modal().Fill("Amount", "15").Submit()
	w.As(ana).SeesModal("*Items* · 2 · 73.30 EUR in all")
	w.Sends(ana)
}

func TestAFieldAppearsWithItsCategory(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 9 EUR taxi yesterday")
	m := w.As(ana).Modal()
	assert.NotContains(t, m.Words(), "Who was there?")
	m.Fill("Paid to", "Kaj & Co").Choose("Category", "Entertaining guests")
	m = w.As(ana).SeesModal("Who was there?")
	assert.Equal(t, "Kaj & Co", m.Holds("Paid to"), "what was typed is kept")
	assert.Equal(t, map[string]string{"Who was there?": "Please complete this required field."}, m.Errors())
	m.Choose("Category", "Travel")
	w.As(ana).SeesModal("Tax included")
	assert.NotContains(t, w.As(ana).Modal().Words(), "Who was there?")
}

// adds presses the button for one more item, and again where it was told that this
// took too long, which once in sixty times it does on a busy machine.
func (w *world) adds(who string, m *story.Modal, item string) *story.Modal {
	w.t.Helper()
	m.Click("Add another item")
	w.Eventually(who+" has "+item, func() bool {
		m = w.Story.As(who).Modal()
		if !strings.Contains(m.Words(), "Please try again in a minute.") {
			return strings.Contains(m.Words(), item)
		}
		m.Shut()
		if m = w.Story.As(who).Modal(); !strings.Contains(m.Words(), item) {
			m.Click("Add another item")
		}
		return false
	})
	return m
}

func TestSixtyLinesAndNoMore(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense 1.50 EUR taxi yesterday")
	m := w.As(ana).Modal()
	for n := 2; n <= 60; n++ {
		m = w.adds(ana, m, fmt.Sprintf("*Item %d of %d*", n, n))
		m.Fill("Paid to", fmt.Sprintf("Taxi %d", n)).Fill("Category", "Travel").Fill("Amount", fmt.Sprintf("%d.50", n))
	}
	require.False(t, m.Has("Add another item"))
	m.Submit()
	w.As(ana).SeesModal("*1,860.00 EUR* · *Taxi*")
	n := w.Sends(ana)
	w.Card(jules, n, "and 50 more items – open the details").Click("Open details")
	w.As(jules).SeesModal("Taxi 60 · Travel · 60.50 EUR")
}

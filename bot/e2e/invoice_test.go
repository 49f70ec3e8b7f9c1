package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/files"
)

// invoice is what was read off an invoice over so many euros to be paid by
// cost centre 400.
func invoice(number string, euros int64) form.Values {
	amount := func(n int64) form.Value {
		return form.Value{Money: &money.Amount{Value: decimal.New(n, 0), Currency: "EUR"}}
	}
	return form.Values{
		"vendor": {Text: "Lumen Office"}, "number": {Text: number}, "gross": amount(euros), "cost_centre": {Text: "400"},
		"issue_date": {Date: calendar.NewDate(2026, 11, 16)}, "due_date": {Date: calendar.NewDate(2026, 12, 16)},
		"iban": {Text: "DE89370400440532013000"},
	}
}

// Arrives makes an invoice come to the mailbox and gives its number.
func (w *world) Arrives(id string, values form.Values, reading request.Reading, holds ...request.Hold) string {
	w.t.Helper()
	f, err := w.demo.Arrive(context.Background(), automations.Arrival{
		ID: id, Kind: "invoice", From: "mail:invoices", Values: values, Reading: reading, Holds: holds, Once: state.Once{Key: "mail/" + id},
	})
	require.NoError(w.t, err)
	return f.Number
}

// Knows makes vendors known, each a row of name, VAT id, account and number for
// call-backs.
func (w *world) Knows(rows ...string) {
	w.t.Helper()
	w.Connected(ana)
	require.NoError(w.t, w.demo.Import(context.Background(), "vendors", []byte("name,vat_id,iban,phone\n"+strings.Join(rows, "\n")+"\n")))
}

// SeesPicture looks at the picture of a card or window as its reader, and only
// they, can.
func (w *world) SeesPicture(who string, blocks []map[string]any, says string) {
	w.t.Helper()
	var file string
	for _, block := range blocks {
		if shown, ok := block["slack_file"].(map[string]any); ok {
			file, _ = shown["id"].(string)
		}
	}
	require.NotEmpty(w.t, file, "the card shows a file of Slack")
	for reader, status := range map[string]int{who: http.StatusOK, gus: http.StatusNotFound} {
		res, err := http.Get(fmt.Sprintf("%s/control/file/%s?as=%s", w.URL, file, reader))
		require.NoError(w.t, err)
		body, err := io.ReadAll(res.Body)
		require.NoError(w.t, err)
		require.NoError(w.t, res.Body.Close())
		assert.Equal(w.t, status, res.StatusCode, reader)
		assert.Equal(w.t, reader == who, strings.Contains(string(body), says))
	}
	http.DefaultClient.CloseIdleConnections()
}

// byFinance is a hold that finance ends.
func byFinance(w *world, kind request.HoldKind, say string) request.Hold {
	return request.Hold{Kind: kind, Key: say, Say: say, Since: w.clock.Now().UTC(), Stays: true, Release: request.Rule{Kind: request.ByRole, Of: "finance"}}
}

func TestAnInvoiceIsCorrectedApprovedByTwoAndPaid(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Knows("Lumen Office,,DE89370400440532013000,+49 30 901820")
	folder, err := files.Open(w.Folder+"/data/files", w.clock.Now())
	require.NoError(t, err)
	picture, _, err := folder.Put(context.Background(), strings.NewReader("\x89PNG\r\n\x1a\nthe first page"), 1<<20)
	require.NoError(t, err)
	n := w.Arrives("i1", invoice("RE-118", 1190), request.Reading{
		From: "billing@lumen.example", Unsure: []string{"due_date"}, Picture: picture,
		Odd: []string{"The tax is missing."},
	})
	card := w.Card(lena, n, "Due on was not read for sure.")
	for _, says := range []string{
		"Invoice INV-1 · 1,190.00 EUR", "It came to the mailbox *Invoices mailbox*.", "Due on ⚠️ check", "*Unverified sender:* billing@lumen.example",
		"Vendor: Lumen Office, by bank account.", "The tax is missing.", "can compare with the document and correct what is wrong",
	} {
		assert.Contains(t, card.Words(), says, says)
	}
	assert.True(t, w.As(jules).SeesNo(n), "nobody decides on what is not sure")
	w.SeesPicture(lena, card.Blocks, "the first page")
	card.Click("Details")
	whole := w.As(lena).SeesModal("What happened")
	w.SeesPicture(lena, whole.Blocks, "the first page")
	whole.Shut()

	card.Click("Correct fields…")
	m := w.As(lena).SeesModal("Compare with the document")
	w.SeesPicture(lena, m.Blocks, "the first page")
	m.Fill("Due on", "2026-12-18").Fill("To pay", "much")
	assert.Contains(t, m.Errors(), "To pay")
	m.Fill("To pay", "1190.00 EUR").Submit()
	w.Card(jules, n, "Due on: Wed 16 Dec → Fri 18 Dec")
	w.Decides(jules, n, "Approve", "")
	w.Decides(tomas, n, "Approve", "")

	home := w.As(lena).SeesHome("To pay (1)")
	assert.Contains(t, home.Words(), "due on Fri 18 Dec")
	home.Click("Several: mark as paid…")
	w.As(lena).SeesModal("Which ones?").Fill("Which ones?", fmt.Sprintf("%s · 1,190.00 EUR · Lumen Office, RE-118 · due 18 Dec 2026", n)).
		Fill("On which day?", "2026-11-18").Fill("Note", "Run 12").Submit()
	w.As(lena).SeesModal("*Paid*: " + n).Shut()
	w.Locked(marek, n, "Paid")
	w.Locked(jules, n, "Paid")
}

func TestABankAccountIsReleasedByTwoCalls(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Knows("Lumen Office,,DE89370400440532013000,+49 30 901820")
	h := byFinance(w, request.BankHold, "the account on the invoice is not the one on file")
	h.Accounts = []request.Account{request.Mask("on file", "DE75512108001245126199"), request.Mask("on the invoice", "DE89370400440532013000")}
	h.Call, h.NotBefore = "+49 30 901820", w.clock.Now().Add(24*time.Hour).UTC()
	n := w.Arrives("i1", invoice("RE-118", 90), request.Reading{From: "billing@lumen.example", Verified: true}, h)
	card := w.Card(tomas, n, "Account on the invoice")
	assert.Contains(t, card.Words(), "DE75 •••• 6199")
	assert.Contains(t, card.Words(), "DE89 •••• 3000")
	assert.NotContains(t, card.Words(), "0532")
	card.Click("Confirm a call…")
	w.As(tomas).SeesModal("☎️ Call *+49 30 901820*, the number on file.").Fill("text", "Ms Sample: it is theirs").Submit()
	w.Refused(tomas, "confirm", "This can be confirmed from 19 Nov 2026, 09:00 on, so nothing was changed. Until then the vendor has time to object.")
	w.As(tomas).Modal().Shut()
	w.Pass(25 * time.Hour)
	w.Card(tomas, n, "Confirm a call…").Click("Confirm a call…")
	w.As(tomas).SeesModal("the number on file").Fill("text", "Ms Sample: it is theirs").Submit()
	w.Card(marek, n, "Somebody else has to call").Click("Confirm a call…")
	w.As(marek).SeesModal("Ms Sample: it is theirs").Fill("text", "Ms Sample again, and the same").Submit()
	w.Card(jules, n, "Approve")
	w.Decides(jules, n, "Approve", "")
	w.Locked(tomas, n, "✅ Approved. Waiting for *Payables*")
}

func TestTheRightAmountIsChosenWithAReason(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Knows("Lumen Office,,DE89370400440532013000,+49 30 901820")
	h := byFinance(w, request.MismatchHold, "the page prints another amount than the data inside the file")
	h.Path, h.Choices = "gross", []request.Choice{{Source: "xml", Value: invoice("", 90)["gross"]}, {Source: "page", Value: invoice("", 9000)["gross"]}}
	like := byFinance(w, request.DuplicateHold, "it looks like INV-7")
	n := w.Arrives("i1", invoice("RE-118", 90), request.Reading{}, h, like)
	w.Card(marek, n, "Choose the right one…").Click("Choose the right one…")
	w.As(marek).SeesModal("Which is right: To pay?").Fill("Which is right: To pay?", "9,000.00 EUR – printed on the page").Fill("text", "The order says so").Submit()
	w.Card(tomas, n, "To pay: 90.00 EUR → 9,000.00 EUR")
	w.Card(tomas, n, "Let it go on…").Click("Let it go on…")
	w.As(tomas).SeesModal("It looks like INV-7.").Fill("text", "Another delivery").Submit()
	w.Decides(jules, n, "Approve", "")
	w.Decides(tomas, n, "Approve", "")
	w.Locked(jules, n, "✅ Approved. Waiting for *Payables*")
}

func TestAPersonHandsAnInvoiceIn(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Knows("Kiosk Sample,,,")
	n := w.Asks(ana, "/invoice", "Vendor", "Kiosk Sample", "Invoice number", "7", "Date of the invoice", "2026-11-17", "To pay", "12 EUR")
	w.Decides(jules, n, "Approve", "")
	w.As(lena).SeesHome("To pay (1)").Click("Open")
	w.As(lena).SeesModal("What happened").Click("Mark as paid")
	w.As(lena).SeesModal("On which day?").Submit()
	w.Locked(ana, n, "Paid")
}

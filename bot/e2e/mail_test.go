package e2e

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/mail/practice"
)

// mailOf is one of the sample company's mails, by its subject.
func mailOf(t testing.TB, w *world, subject string) practice.Letter {
	t.Helper()
	for _, l := range practice.Samples(w.clock.Now().UTC().Truncate(24 * time.Hour)) {
		if l.Subject == subject {
			return l
		}
	}
	require.Fail(t, "no such mail", subject)
	return practice.Letter{}
}

func TestAMailBecomesACardForPayables(t *testing.T) {
	t.Parallel()
	w := start(t)
	letter := mailOf(t, w, "Ihre Rechnung")
	require.NoError(t, w.demo.Deliver(letter.Raw()))
	card := w.Card(lena, "INV-1", "Lumen Office GmbH")
	for _, says := range []string{"1,433.95 EUR", "RE-2291", "It came to the mailbox *Invoices mailbox*.", "rechnung@lumen-office.example"} {
		assert.Contains(t, card.Words(), says, says)
	}
	assert.NotContains(t, card.Words(), "Unverified sender")

	// The same under another Message-ID, and forwarded by somebody else.
	letter.Again, letter.Subject = "again", "WG: Ihre Rechnung"
	require.NoError(t, w.demo.Deliver(letter.Raw()))
	w.Card(lena, "INV-1", "It arrived again")

	// What says nothing, what cannot be read, and what is forged.
	require.NoError(t, w.demo.Deliver(mailOf(t, w, "Ten chairs we love").Raw()))
	w.Card(lena, "MAIL-1", "No invoice was found in this mail")
	require.NoError(t, w.demo.Deliver(mailOf(t, w, "Facture (archive)").Raw()))
	assert.Contains(t, w.Card(lena, "MAIL-2", "factures.zip").Words(), "Archives and office files are not opened")
	require.NoError(t, w.demo.Deliver(mailOf(t, w, "Mahnung: Rechnung RE-9917").Raw()))
	forged := w.Card(lena, "INV-2", "RE-9917")
	assert.Contains(t, forged.Words(), "Unverified sender")
}

func TestTwoInvoicesInOneMailAreTwoRequests(t *testing.T) {
	t.Parallel()
	w := start(t)
	require.NoError(t, w.demo.Deliver(mailOf(t, w, "Two invoices").Raw()))
	first, second := w.Card(lena, "INV-1", "NC-4890").Words(), w.Card(lena, "INV-2", "NC-4890").Words()
	assert.NotEqual(t, strings.Contains(first, "NC-48902"), strings.Contains(second, "NC-48902"))
	require.NoError(t, w.demo.Deliver(mailOf(t, w, "Rechnung RE-2304").Raw()))
	w.Card(lena, "INV-3", "the page prints another amount than the XML inside says")
}

func TestMailIsSentOnThePageOfTheDemonstration(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	for name, value := range map[string]string{"name": "Atelier Corvin", "address": "factures@atelier-corvin.example", "subject": "Facture"} {
		require.NoError(t, m.WriteField(name, value))
	}
	file, err := m.CreateFormFile("file", "facture.pdf")
	require.NoError(t, err)
	_, err = file.Write(mailOf(t, w, "Votre facture").Files[0].Body)
	require.NoError(t, err)
	require.NoError(t, m.Close())
	res, err := http.Post(w.URL+"/mail", m.FormDataContentType(), &form)
	require.NoError(t, err)
	said, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Contains(t, string(said), "It is on its way")
	w.Card(lena, "INV-1", "F-2026-118")
}

func TestAfterARestartNoMailComesTwice(t *testing.T) {
	t.Parallel()
	w := start(t)
	raw := mailOf(t, w, "Votre facture").Raw()
	require.NoError(t, w.demo.Deliver(raw))
	w.Card(lena, "INV-1", "F-2026-118")
	w.Restart() // the mail server in the process begins anew, as if it had numbered its folders again
	require.NoError(t, w.demo.Deliver(raw))
	require.NoError(t, w.demo.Deliver(mailOf(t, w, "Two invoices").Raw()))
	w.Card(lena, "INV-2", "NC-4890")
	w.Card(lena, "INV-3", "NC-4890")
	assert.NotContains(t, w.Card(lena, "INV-1", "F-2026-118").Words(), "arrived again")
}

// BenchmarkMailToCard is how long it takes from a mail in the mailbox, told by
// IDLE, to the card that payables see: 3 s at most.
func BenchmarkMailToCard(b *testing.B) {
	w := start(b)
	letter := mailOf(b, w, "Votre facture")
	n := 0
	for b.Loop() {
		n++
		b.StopTimer()
		w.clock.pass(time.Minute)
		l := letter
		l.Again = fmt.Sprint(n)
		l.Files = []practice.Attachment{{Name: "x.pdf", Body: invoiceNumbered(n)}}
		b.StartTimer()
		require.NoError(b, w.demo.Deliver(l.Raw()))
		w.Story.As(lena).Sees(fmt.Sprintf("Sample Paper Ltd, N-%d\n", n))
	}
}

// invoiceNumbered is an invoice like no other.
func invoiceNumbered(n int) []byte {
	bill := practice.Bill{
		Vendor: practice.Vendor{Name: "Sample Paper Ltd", Street: "1 Mill Lane", City: "Leeds", Country: "GB", VAT: "GB781234532", IBAN: "GB29NWBK60161331926819", Tongue: "en", Currency: "EUR", Rate: 20},
		Number: fmt.Sprintf("N-%d", n), Day: time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC), Due: time.Date(2026, 12, 16, 0, 0, 0, 0, time.UTC),
		Items: []practice.Item{{Text: "Paper", Quantity: n, Price: 1000}},
	}
	return bill.PDF(false)
}

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// taxi and hotel are receipts as a till prints them.
func taxi() []string {
	return []string{
		"CITY TAXI LISBOA LDA", "Rua do Exemplo 7, 1000-001 Lisboa", "VAT ID PT999999990", "",
		"RECEIPT", "Date: 2026-11-16  18:42", "Ride Airport - Baixa", "",
		"Net amount           EUR 17.36", "VAT 6 %              EUR  1.04", "TOTAL                EUR 18.40", "", "Paid by card. Thank you!",
	}
}

func hotel() []string {
	return []string{
		"HOTEL DOURO EXEMPLO", "Cais do Exemplo 3, Porto", "",
		"RECEIPT", "Date: 2026-11-14", "1 night, single room", "",
		"Net amount          EUR 111.32", "VAT 6 %             EUR   6.68", "TOTAL               EUR 118.00", "", "Paid in cash",
	}
}

// printed is a receipt as a PDF with its text.
func printed(lines []string) []byte {
	var text bytes.Buffer
	text.WriteString("BT /F1 11 Tf 14 TL 30 470 Td\n")
	for _, line := range lines {
		fmt.Fprintf(&text, "(%s) Tj T*\n", strings.NewReplacer("(", `\(`, ")", `\)`).Replace(line))
	}
	text.WriteString("ET")
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 500]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", text.Len(), text.String()),
		"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var table bytes.Buffer
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table.String(), at)
	return b.Bytes()
}

// photo is the picture of a receipt.
func photo(t testing.TB, lines []string) []byte {
	t.Helper()
	from := filepath.Join(t.TempDir(), "receipt")
	require.NoError(t, os.WriteFile(from+".pdf", printed(lines), 0o600))
	said, err := exec.Command("pdftoppm", "-r", "200", "-png", "-singlefile", from+".pdf", from).CombinedOutput()
	require.NoError(t, err, "%s", said)
	body, err := os.ReadFile(from + ".png")
	require.NoError(t, err)
	return body
}

func TestADroppedReceiptBecomesADraft(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Drop("taxi.pdf", printed(taxi()))
	card := w.As(ana).Sees("Read from “taxi.pdf”").Words()
	assert.Contains(t, card, "🔎 *Item 1:* Read from “taxi.pdf”: Date, Paid to, Amount, Tax included.")
	assert.Contains(t, card, "18.40 EUR")
	w.As(ana).Click("Open the form")
	w.Fills(ana, "What was it for?", "Tile makers in Lisbon", "Category", "Travel").Submit()
	check := w.As(ana).SeesModal("Who decides").Words()
	assert.Contains(t, check, "Mon 16 Nov")
	assert.Contains(t, check, "18.40 EUR · Tax included 1.04 EUR")
	n := w.Sends(ana)
	assert.Contains(t, w.Card(jules, n, "*Why you:*").Words(), "CITY TAXI LISBOA LDA")
	w.Decides(jules, n, "Approve", "")
	w.Card(ana, n, "Waiting for *Payables*")
}

func TestAPhotoOfAReceiptIsRead(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Drop("hotel.png", photo(t, hotel()))
	assert.Contains(t, w.As(ana).Sees("Read from “hotel.png”").Words(), "118.00 EUR")
}

func TestWhatWasTypedWinsOverTheReceipt(t *testing.T) {
	t.Parallel()
	w := start(t)
	files := []string{w.As(ana).Upload("taxi.pdf", printed(taxi())), w.As(ana).Upload("hotel.pdf", printed(hotel()))}
	w.As(ana).Say("taxi 20.00 EUR today", files...)
	card := w.As(ana).Sees("Read from “hotel.pdf”").Words()
	assert.Contains(t, card, "*Item 1:* Amount: “taxi.pdf” says 18.40 EUR.")
	assert.Contains(t, card, "*Item 1:* Date: “taxi.pdf” says 16 Nov 2026.")
	assert.Contains(t, card, "Items* · 2 · 138.00 EUR in all")
	assert.Contains(t, card, "*Item 2:* Read from “hotel.pdf”: Date, Paid to, Amount, Tax included.")
}

func TestAFileThatCannotBeReadSaysSo(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Drop("broken.pdf", paper("nothing that a reader knows"))
	card := w.As(ana).Sees("Fill in yourself what it says.")
	assert.Contains(t, card.Words(), "⚠️ *Item 1:* “broken.pdf”:")
	card.Click("Open the form")
	assert.Contains(t, w.As(ana).Modal().Words(), "Fill in yourself what it says.")
}

func TestAReceiptThatCameWithTheFormIsReadAfterSending(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/expense")
	file := w.As(ana).Upload("hotel.pdf", printed(hotel()))
	w.order("misbehave", map[string]any{"fail": 1, "only": []string{"views.update"}})
	w.Fills(ana, "What was it for?", "Fair in Porto", "Category", "Hotel and lodging", "Receipt", file).Submit()
	w.As(ana).SeesModal("Reading…")
	w.Eventually("showing it fails", func() bool { return w.met("views.update") })
	w.order("misbehave", map[string]any{"reset": true})
	check := w.As(ana).SeesModal("Who decides").Words()
	assert.Contains(t, check, "*118.00 EUR* · *Fair in Porto*")
	assert.Contains(t, check, "*Item 1:* Date: From “hotel.pdf”, in the place of 18 Nov 2026, with which the form began.")
	n := w.Sends(ana)
	assert.Contains(t, w.Card(jules, n, "*Why you:*").Words(), "HOTEL DOURO EXEMPLO")
}

func TestAnInvoiceDroppedByPayablesMayBecomeOne(t *testing.T) {
	t.Parallel()
	bill := []string{
		"LUMEN OFFICE GMBH", "Musterweg 5, 10115 Berlin", "VAT ID DE136695976", "",
		"INVOICE", "Invoice number: LO-2026-118", "Invoice date: 2026-11-12", "Due date: 2026-12-12", "",
		"Desk lamp   2   50.00   100.00", "",
		"Net total              EUR 100.00", "VAT 19 %               EUR  19.00", "Total                  EUR 119.00", "",
		"IBAN DE89 3704 0044 0532 0130 00",
	}
	w := start(t)
	w.As(ana).Drop("bill.pdf", printed(bill))
	assert.False(t, w.As(ana).Sees("Read from “bill.pdf”").Has("Change to: Invoice"), "she looks after none")

	w.As(lena).Drop("bill.pdf", printed(bill))
	w.As(lena).Sees("Read from “bill.pdf”").Click("Change to: Invoice")
	card := w.As(lena).Sees("Invoice, not sent yet").Words()
	assert.Contains(t, card, "LO-2026-118")
	assert.Contains(t, card, "119.00 EUR")
}

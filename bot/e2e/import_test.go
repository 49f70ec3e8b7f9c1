package e2e

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const assetTable = "Inventory number;Sort;Model;SN;Preis;Holder;Shelf\r\n" +
	"LAP-1;Laptop;M\xfcller 14;S1;1.234,50 EUR;ana@harbourpine.example;A\r\n" +
	"LAP-2;laptop;Bolt 14;S2;99,90;;B\r\n" +
	"lap 3;Laptop;Bolt 14;S3;10;;C\r\n" +
	"LAP-4;Spaceship;Bolt 14;S4;10;nobody@example.com;D\r\n" +
	"LAP-5;Laptop;=1+1;S1;10;;E\r\n"

func TestADroppedTableIsReadCheckedAndImported(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(daan).Drop("inventory.csv", []byte(assetTable))
	card := w.As(daan).Sees("5 rows")
	said := card.Words()
	assert.Contains(t, said, "for *Assets*: *2* new, *0* changed, *0* as they are, *3* wrong")
	assert.Contains(t, said, "➕ *What is new*\n*LAP-1* (line 2)")
	assert.Contains(t, said, "Read as parted by semicolon, written in Windows-1252, decimals with a comma (1.234,50). Left out: Shelf.")
	assert.Contains(t, said, "*Line 4:* Tag: \"lap 3\" does not have the expected form")
	assert.Contains(t, said, "*Line 6:* Serial number is the same as in line 2")

	// The same file comes back and says what is wrong in each row.
	card.Click("Get the file with remarks")
	text := w.downloads(daan, card.TS, "inventory with remarks.csv")
	assert.Contains(t, text, `"What is wrong"`)
	assert.Contains(t, text, `"'=1+1"`)
	assert.Contains(t, text, "Müller 14")

	card.Click("Import only the 2 good rows")
	w.As(daan).Sees("🎉 Imported into *Assets*: *2* new")
	w.As(daan).Command("/entry assets lap-1")
	assert.Contains(t, w.As(daan).SeesModal("Müller 14").Words(), "1,234.50 EUR")

	// The same again changes nothing.
	w.As(daan).Drop("inventory.csv", []byte(assetTable))
	w.As(daan).Sees("*0* new, *0* changed, *2* as they are, *3* wrong")

	// What may be read in two ways is asked about.
	w.As(daan).Drop("list.csv", []byte("Inventory of the cellar\nTag,Sort,Model,Bought on\nLAP-8,Laptop,\"Tern 14,04/03/2026\n"))
	w.As(daan).Sees("In line 3 a value begins with a quotation mark").Click("Read it otherwise…")
	w.As(daan).SeesModal("Quotation marks").Fill("Dataset", "Assets").Fill("Quotation marks (\") in it", "are letters like any other").Fill("In its dates comes first", "the month: 3/4/2026 is 4 March").Submit()
	card = w.As(daan).Sees("Left out above the headings: 1 line")
	assert.Contains(t, card.Words(), "months before days (11/20/2026)")
	w.As(daan).Drop("list.csv", []byte("Tag,Sort,Model,Bought on\nLAP-8,Laptop,Tern 14,04/03/2026\n"))
	card = w.As(daan).Sees("Say first whether days or months stand first")
	assert.NotContains(t, card.Words(), "Import 1 row")
	card.Click("Which is the day?…")
	w.As(daan).SeesModal("In its dates comes first").Fill("In its dates comes first", "the month: 3/4/2026 is 4 March").Submit()
	w.As(daan).With("Import 1 row").Click("Import 1 row")
	w.As(daan).Sees("*1* new, *0* changed, *0* as they were")
	w.As(daan).Command("/entry assets lap-8")
	assert.Contains(t, w.As(daan).SeesModal("Tern 14").Words(), "Fri 3 Apr")
}

// downloads is a file that comes into the thread of a message.
func (w *world) downloads(who, thread, name string) string {
	w.t.Helper()
	var link string
	w.Eventually(who+" has "+name, func() bool {
		for _, m := range w.Story.As(who).Thread(thread) {
			for _, f := range m.Files {
				if f.Name == name {
					link = f.URL
				}
			}
		}
		return link != ""
	})
	res, err := http.Get(w.URL + link)
	require.NoError(w.t, err)
	defer http.DefaultClient.CloseIdleConnections()
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(w.t, err)
	return string(body)
}

package einvoice_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"factotum/automations/fault"
	"factotum/automations/invoice/einvoice"
)

// hostile lists what strangers may send: each has to be refused.
func hostile() map[string]string {
	line := "<ram:IncludedSupplyChainTradeLineItem/>"
	lolz := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><lolz>&lol1;</lolz>`
	root := `<rsm:CrossIndustryInvoice xmlns:rsm="a" xmlns:ram="b">`
	return map[string]string{
		"billion laughs":      lolz,
		"external entity":     with(factur, "<rsm:CrossIndustryInvoice", `<!DOCTYPE x SYSTEM "file:///etc/passwd"><rsm:CrossIndustryInvoice`),
		"parameter entity":    with(factur, "<rsm:CrossIndustryInvoice", `<!doctype x [<!ENTITY % p SYSTEM "http://example.com/x"> %p;]><rsm:CrossIndustryInvoice`),
		"DOCTYPE after all":   factur + `<! DOCTYPE x>`,
		"another directive":   with(factur, "<rsm:ExchangedDocument>", "<!ELEMENT x ANY><rsm:ExchangedDocument>"),
		"unknown entity":      with(factur, "Nordlicht Papier", "&secret;"),
		"huge attribute":      `<a b="` + strings.Repeat("x", 100<<20) + `"/>`,
		"deep":                strings.Repeat("<a>", 1_000_000),
		"deep within 5 MiB":   strings.Repeat("<a>", 101) + strings.Repeat("</a>", 101),
		"many elements":       root + strings.Repeat("<a/>", 300_000) + "</rsm:CrossIndustryInvoice>",
		"many lines":          root + strings.Repeat(line, (5<<20)/len(line)+1) + "</rsm:CrossIndustryInvoice>",
		"many comments":       root + strings.Repeat("<!---->x", 600_000) + "</rsm:CrossIndustryInvoice>",
		"two documents":       minimum + minimum,
		"UTF-16":              "\xff\xfe<\x00?\x00x\x00m\x00l\x00",
		"UTF-16, big end":     "\xfe\xff\x00<\x00?\x00x\x00m\x00l",
		"UTF-16 without BOM":  "<\x00?\x00x\x00m\x00l\x00",
		"UTF-16 by its word":  with(factur, "UTF-8", "UTF-16"),
		"UTF-7":               with(factur, "UTF-8", "UTF-7"),
		"EBCDIC":              "\x4c\x6f\xa7\x94\x93",
		"EBCDIC by its word":  with(factur, "UTF-8", "IBM037"),
		"letters not UTF-8":   with(factur, "Nordlicht", "N\xf8rdlicht"),
		"cut off":             factur[:len(factur)/2],
		"wrong end":           with(factur, "</ram:SellerTradeParty>", "</ram:BuyerTradeParty>"),
		"nothing":             "",
		"blanks":              " \n",
		"a PDF":               "%PDF-1.7",
		"declaration only":    `<?xml version="1.0"?>`,
		"zero bytes":          strings.Repeat("\x00", 1000),
		"another XML version": with(factur, `version="1.0"`, `version="7.0"`),
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	t.Parallel()
	for name, document := range hostile() {
		_, err := einvoice.Parse([]byte(document))
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), name)
		assert.Regexp(t, `^This .*\.$`, fault.Say(err), name)
	}
}

// BenchmarkLargest reads what stays just inside the limits; 2 s are allowed.
func BenchmarkLargest(b *testing.B) {
	for name, document := range largest() {
		b.Run(name, func(b *testing.B) {
			data := []byte(document)
			for b.Loop() {
				if _, err := einvoice.Parse(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// largest lists documents just inside the limits.
func largest() map[string]string {
	open := `<rsm:CrossIndustryInvoice xmlns:rsm="a" xmlns:ram="b"><ExchangedDocument/><SupplyChainTradeTransaction>`
	end := `</SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`
	line := "<IncludedSupplyChainTradeLineItem/>"
	return map[string]string{
		"lines":    open + strings.Repeat(line, (5<<20)/len(line)-10) + end,
		"elements": open + strings.Repeat("<ID/>", 249_000) + end,
		"comments": open + strings.Repeat("<!---->x", 490_000) + end,
		"depth":    open + strings.Repeat("<a>", 98) + strings.Repeat("</a>", 98) + end,
		"text":     open + "<x>" + strings.Repeat("x", 5<<20-1000) + "</x>" + end,
	}
}

func TestTheLargestFilesAreRead(t *testing.T) {
	t.Parallel()
	for name, document := range largest() {
		_, err := einvoice.Parse([]byte(document))
		assert.NoError(t, err, name)
	}
}

// Whatever a stranger changes in an invoice, reading it returns.
func TestNothingMakesItPanic(t *testing.T) {
	t.Parallel()
	documents := []string{factur, minimum, zugferd, draft(), peppol, credit}
	rapid.Check(t, func(t *rapid.T) {
		document := []byte(rapid.SampledFrom(documents).Draw(t, "document"))
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			at := rapid.IntRange(0, len(document)-1).Draw(t, "at")
			to := min(len(document), at+rapid.IntRange(0, 40).Draw(t, "length"))
			piece := rapid.SampledFrom([]string{
				"", "<", ">", "/", "<x>", "</x>", "\x00", "\xff", "-", "9", "99999999999999999999", "0.000000000000000000001", "1e9", "&#0;", "&amp;", "<!--", "]]>", `"`, "DE89",
			}).Draw(t, "piece")
			if rapid.Bool().Draw(t, "repeat") {
				piece = string(document[at:to]) + string(document[at:to])
			}
			document = append(append(append([]byte{}, document[:at]...), piece...), document[to:]...)
			if len(document) == 0 {
				break
			}
		}
		inv, err := einvoice.Parse(document)
		if err != nil && fault.CodeOf(err) == fault.Internal {
			t.Fatalf("no fault for a person: %v", err)
		}
		for field, value := range inv.Values {
			if value.Text == "" {
				t.Fatalf("%s is there and empty", field)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for name, document := range map[string]string{"CII": factur, "UBL": peppol} {
		b.Run(name, func(b *testing.B) {
			data := []byte(document)
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := einvoice.Parse(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

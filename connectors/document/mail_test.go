package document

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/invoice"
)

// mailOf is a mail with parts, each with its own header.
func mailOf(parts ...string) []byte {
	return []byte("Received: from mx.example.com\r\nFrom: =?utf-8?q?B=C3=BCro?= <office@example.com>\r\nSubject: =?utf-8?q?Rechnung_M=C3=A4rz?=\r\nMessage-ID: <1@example.com>\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n")
}

// attach is a part with a file.
func attach(disposition string, body []byte) string {
	return "Content-Type: application/octet-stream\r\nContent-Disposition: " + disposition + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString(body)
}

const note = "Content-Type: text/plain\r\n\r\nPlease find our invoice attached."

// eInvoice is the XML of the invoice A-1 that bill prints.
func eInvoice() []byte {
	return []byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>A-1</ID><IssueDate>2026-03-03</IssueDate>
<InvoiceTypeCode>380</InvoiceTypeCode><DocumentCurrencyCode>GBP</DocumentCurrencyCode>
<AccountingSupplierParty><Party><PartyLegalEntity><RegistrationName>Example Supplies Ltd</RegistrationName></PartyLegalEntity></Party></AccountingSupplierParty>
<TaxTotal><TaxAmount currencyID="GBP">20.00</TaxAmount></TaxTotal>
<LegalMonetaryTotal><TaxExclusiveAmount currencyID="GBP">100.00</TaxExclusiveAmount><TaxInclusiveAmount currencyID="GBP">120.00</TaxInclusiveAmount><PayableAmount currencyID="GBP">120.00</PayableAmount></LegalMonetaryTotal></Invoice>`)
}

func TestMailsAreTakenApart(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Tools = Tools{} })
	var logo bytes.Buffer
	require.NoError(t, png.Encode(&logo, image.NewGray(image.Rect(0, 0, 200, 60))))
	forwarded := "Content-Type: message/rfc822\r\n\r\n" + string(mailOf(note, attach("attachment; filename=a.pdf", bill("A-1"))))
	for name, c := range map[string]struct {
		raw     []byte
		numbers []string
		labels  []string
		refused int
	}{
		"an attachment":           {mailOf(note, attach("attachment; filename=bill.pdf", bill("A-1"))), []string{"A-1"}, []string{"bill.pdf"}, 0},
		"two invoices":            {mailOf(attach("attachment; filename=1.pdf", bill("A-1")), attach("attachment; filename=2.pdf", bill("A-2"))), []string{"A-1", "A-2"}, []string{"1.pdf", "2.pdf"}, 0},
		"one invoice twice":       {mailOf(attach("attachment; filename=1.pdf", bill("A-1")), attach("attachment; filename=2.pdf", bill("A-1"))), []string{"A-1"}, []string{"1.pdf"}, 0},
		"its XML and its PDF":     {mailOf(attach("attachment; filename=1.xml", eInvoice()), attach("attachment; filename=1.pdf", bill("A-1"))), []string{"A-1"}, []string{"1.xml"}, 0},
		"its PDF and its XML":     {mailOf(attach("attachment; filename=1.pdf", bill("A-1")), attach("attachment; filename=1.xml", eInvoice())), []string{"A-1"}, []string{"1.pdf"}, 0},
		"forwarded":               {mailOf(note, forwarded), []string{"A-1"}, []string{"a.pdf"}, 0},
		"forwarded twice":         {mailOf("Content-Type: message/rfc822\r\n\r\n" + string(mailOf(note, forwarded))), []string{"A-1"}, []string{"a.pdf"}, 0},
		"attached as a file":      {mailOf(attach("attachment; filename=mail.eml", mailOf(note, attach("attachment; filename=a.pdf", bill("A-1"))))), []string{"A-1"}, []string{"a.pdf"}, 0},
		"kept by a mail program":  {append([]byte("From office@example.com Tue Mar  3 10:00:00 2026\r\n"), mailOf(attach("inline", bill("A-1")))...), []string{"A-1"}, []string{""}, 0},
		"with a logo":             {mailOf(note, attach("inline; filename=logo.png", logo.Bytes()), attach("attachment; filename=a.pdf", bill("A-1"))), []string{"A-1"}, []string{"a.pdf"}, 0},
		"with an archive":         {mailOf(attach("attachment; filename=a.zip", []byte("PK\x03\x04...")), attach("attachment; filename=a.pdf", bill("A-1"))), []string{"A-1"}, []string{"a.pdf"}, 1},
		"with an archive alone":   {mailOf(attach("attachment; filename=a.zip", []byte("PK\x03\x04..."))), nil, nil, 1},
		"without anything":        {mailOf(note), nil, nil, 1},
		"a name in pieces":        {mailOf(attach("attachment; filename*0*=utf-8''Rechnung%20; filename*1*=M%C3%A4rz.pdf", bill("A-1"))), []string{"A-1"}, []string{"Rechnung März.pdf"}, 0},
		"a name as some write it": {mailOf(attach(`attachment; filename="=?utf-8?q?M=C3=A4rz.pdf?="`, bill("A-1"))), []string{"A-1"}, []string{"März.pdf"}, 0},
		"a name that climbs":      {mailOf(attach(`attachment; filename="../../etc/cron.d/x.pdf"`, bill("A-1"))), []string{"A-1"}, []string{"x.pdf"}, 0},
		"cut in the middle":       {mailOf(attach("attachment; filename=a.pdf", bill("A-1")), attach("attachment; filename=b.pdf", bill("A-2")))[:1700], []string{"A-1"}, []string{"a.pdf"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := read(t, r, "mail.eml", c.raw, Ask{})
			var numbers, labels []string
			for _, f := range result.Found {
				numbers, labels = append(numbers, f.Invoice.Values[invoice.Number].Text), append(labels, f.Label)
			}
			assert.Equal(t, c.numbers, numbers)
			assert.Equal(t, c.labels, labels)
			assert.Len(t, result.Refused, c.refused, "%v", result.Refused)
			require.NotNil(t, result.Mail)
			assert.Equal(t, "Rechnung März", result.Mail.Subject)
		})
	}
}

func TestAMailInHTMLAloneIsNoEInvoice(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Tools = Tools{} })
	result := read(t, r, "mail.eml", []byte("From: office@example.com\r\nSubject: Hello\r\nContent-Type: text/html\r\n\r\n<p>Please find our invoice attached.</p>"), Ask{})
	require.Len(t, result.Refused, 1)
	assert.Contains(t, result.Refused[0].Say, "No invoice was found")
}

func TestTheTwoFacesOfAnInvoiceAreCompared(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Tools = Tools{} })
	other := bytes.Replace(eInvoice(), []byte(">120.00<"), []byte(">1200.00<"), 2)
	result := read(t, r, "mail.eml", mailOf(attach("attachment", bill("A-1")), attach("attachment", other)), Ask{})
	require.Len(t, result.Found, 1)
	assert.True(t, result.Found[0].Invoice.Values[invoice.TotalGross].Uncertain)
	assert.NotEmpty(t, result.Found[0].Invoice.Differences)
}

func TestLabelsAreOnlyToLookAt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"bill.pdf":                        "bill.pdf",
		"../../etc/cron.d/x":              "x",
		`C:\temp\bill.pdf`:                "bill.pdf",
		"a\x00b\r\nc.pdf":                 "abc.pdf",
		"invoice_\u202efdp.exe":           "invoice_fdp.exe",
		"zero\u200bwidth.pdf":             "zerowidth.pdf",
		"..":                              "",
		"":                                "",
		"\xff\xfe.pdf":                    "\ufffd.pdf",
		strings.Repeat("x", 300) + ".pdf": strings.Repeat("x", 95) + "….pdf",
		"u\u0308ber.pdf":                  "über.pdf",
	} {
		assert.Equal(t, want, Label(name), "%q", name)
	}
}

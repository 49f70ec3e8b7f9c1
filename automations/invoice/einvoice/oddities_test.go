package einvoice_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice"
)

// What stands twice with two values has to be chosen by somebody.
func TestTwoValuesWhereOneIsAllowed(t *testing.T) {
	t.Parallel()
	inv := read(t, with(minimum, "<ram:GrandTotalAmount>120.00</ram:GrandTotalAmount>",
		"<ram:GrandTotalAmount>120.00</ram:GrandTotalAmount><ram:GrandTotalAmount>1200.00</ram:GrandTotalAmount><ram:GrandTotalAmount>120</ram:GrandTotalAmount>"))
	gross := inv.Values[invoice.TotalGross]
	assert.True(t, gross.Uncertain)
	assert.Equal(t, []invoice.Candidate{{Text: "1200.00"}}, gross.Others)
	assert.Equal(t, []string{"The e-invoice states its total gross more than once: 120.00, 1200.00."}, inv.Warnings)
}

func TestInstalments(t *testing.T) {
	t.Parallel()
	inv := read(t, with(factur, "<ram:SpecifiedTradePaymentTerms>",
		`<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString>20260315</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradePaymentTerms>`))
	due := inv.Values[invoice.DueDate]
	assert.Equal(t, "2026-03-15", due.Text)
	assert.True(t, due.Uncertain)
	assert.Equal(t, []invoice.Candidate{{Text: "2026-04-01"}}, due.Others)
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		old, text string
		field     invoice.Field
		warning   string
	}{
		{">20260302<", ">20260230<", invoice.IssueDate, `The e-invoice gives "20260230" as a date (IssueDateTime), which is no day of the calendar.`},
		{">20260302<", ">2 March<", invoice.IssueDate, `The e-invoice gives "2 March" as a date (IssueDateTime), which is no day of the calendar.`},
		{">120.00<", ">1e309<", invoice.TotalGross, `The e-invoice gives "1e309" as an amount (GrandTotalAmount), which is no number.`},
		{">120.00<", ">120,00<", invoice.TotalGross, `The e-invoice gives "120,00" as an amount (GrandTotalAmount), which is no number.`},
		{">120.00<", ">１２０<", invoice.TotalGross, `The e-invoice gives "１２０" as an amount (GrandTotalAmount), which is no number.`},
		{">EUR<", ">Euro<", invoice.Currency, `The e-invoice gives "Euro" as its currency, which is no code of ISO 4217.`},
	} {
		inv := read(t, with(minimum, c.old, c.text))
		assert.NotContains(t, inv.Values, c.field)
		assert.Contains(t, inv.Warnings, c.warning)
	}
}

func TestDatesWithTimes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"202603021530", "2026-03-02", "2026-03-02T10:00:00Z", " 20260302\n"} {
		assert.Equal(t, "2026-03-02", read(t, with(minimum, ">20260302<", ">"+text+"<")).Values[invoice.IssueDate].Text, text)
	}
	assert.Equal(t, "2026-03-02", read(t, with(minimum, "DateTimeString format=\"102\">20260302</udt:DateTimeString", "DateString>20260302</udt:DateString")).Values[invoice.IssueDate].Text)
}

func TestTermsForMachinesOnlyRemain(t *testing.T) {
	t.Parallel()
	inv := read(t, with(peppol, "Net 30 days", "#SKONTO#TAGE=10#PROZENT=1.00#\n"))
	assert.Equal(t, "#SKONTO#TAGE=10#PROZENT=1.00#", inv.Values[invoice.PaymentTerms].Text)
	assert.Equal(t, invoice.Discount{Days: 10, Until: "2026-03-12", Percent: "1"}, inv.Discounts[1])
	inv = read(t, with(peppol, "Net 30 days", "#SKONTO#TAGE=10#PROZENT=many#"))
	assert.Len(t, inv.Discounts, 1, "only what is written as it must be is data")
	assert.Equal(t, "#SKONTO#TAGE=10#PROZENT=many#", inv.Values[invoice.PaymentTerms].Text)
}

func TestDiscountsCountFromTheirOwnDay(t *testing.T) {
	t.Parallel()
	inv := read(t, with(factur, "<ram:BasisPeriodMeasure", `<ram:BasisDateTime><udt:DateTimeString format="102">20260310</udt:DateTimeString></ram:BasisDateTime><ram:BasisPeriodMeasure`))
	assert.Equal(t, "2026-03-17", inv.Discounts[0].Until)
	inv = read(t, with(factur, `unitCode="DAY">7<`, `unitCode="MON">1<`))
	assert.Equal(t, invoice.Discount{Percent: "3", Base: "1292.00", Amount: "38.76"}, inv.Discounts[0], "a month has no fixed number of days")
	inv = read(t, with(factur, `unitCode="DAY">7<`, `unitCode="DAY">7.5<`))
	assert.Zero(t, inv.Discounts[0].Days)
}

func TestABrokenSumIsAWarning(t *testing.T) {
	t.Parallel()
	inv := read(t, with(minimum, ">20.00<", ">21.00<"))
	assert.Equal(t, []string{"100.00 EUR without tax and 21.00 EUR of tax make 121.00 EUR, but the total is given as 120.00 EUR."}, inv.Warnings)
	assert.Equal(t, "120.00", inv.Values[invoice.TotalGross].Text)
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	latin := strings.ReplaceAll(with(peppol, "UTF-8", "ISO-8859-1"), "ø", "\xf8")
	for name, document := range map[string]string{
		"ISO-8859-1":         latin,
		"ISO-8859-15":        strings.ReplaceAll(with(latin, "ISO-8859-1", "iso-8859-15"), "<cbc:Note>Net", "<cbc:Note>\xa4 Net"),
		"BOM":                "\xef\xbb\xbf" + peppol,
		"blanks first":       "\r\n " + peppol,
		"no such name":       with(peppol, "UTF-8", "UTF-8-W/O-BOM"),
		"lower case":         with(peppol, `"UTF-8"`, `'utf-8'`),
		"no declaration":     with(peppol, `<?xml version="1.0" encoding="UTF-8"?>`, ""),
		"comments and CDATA": with(peppol, "Fjell Verktøy AS", "Fjell <!-- no -->Verk<![CDATA[tøy A]]>S"),
	} {
		inv := read(t, document)
		assert.Equal(t, "Fjell Verktøy AS", inv.Values[invoice.Seller].Text, name)
		if name == "ISO-8859-15" {
			assert.Equal(t, "€ Net 30 days", inv.Values[invoice.PaymentTerms].Text)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	t.Parallel()
	inv := read(t, with(peppol, "Net 30 days", strings.Repeat("xø", 3000)))
	assert.Equal(t, strings.Repeat("xø", 666)+"x", inv.Values[invoice.PaymentTerms].Text)
}

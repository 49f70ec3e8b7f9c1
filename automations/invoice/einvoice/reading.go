package einvoice

import (
	"fmt"
	"slices"
	"strings"

	"factotum/automations/invoice"
)

// reading is an invoice that is being read.
type reading struct {
	inv invoice.Invoice
}

func (r *reading) warn(format string, args ...any) {
	r.inv.Warnings = append(r.inv.Warnings, fmt.Sprintf(format, args...))
}

// put sets a field to the first of some spellings. Where an element that may be
// there once is there with several values, a person has to choose.
func (r *reading) put(field invoice.Field, texts ...string) {
	texts = distinct(texts)
	if len(texts) == 0 {
		return
	}
	value := invoice.Value{Text: texts[0], Source: invoice.XML, Uncertain: len(texts) > 1}
	for _, other := range texts[1:] {
		value.Others = append(value.Others, invoice.Candidate{Text: other})
	}
	if value.Uncertain {
		r.warn("The e-invoice states its %s more than once: %s.", strings.ReplaceAll(string(field), "_", " "), strings.Join(texts[:min(len(texts), 5)], ", "))
	}
	r.inv.Values[field] = value
}

// also adds other right values of a field that is set.
func (r *reading) also(field invoice.Field, label string, texts ...string) {
	value, ok := r.inv.Values[field]
	if !ok {
		return
	}
	for _, text := range distinct(append([]string{value.Text}, texts...))[1:] {
		value.Others = append(value.Others, invoice.Candidate{Text: text, Label: label})
	}
	r.inv.Values[field] = value
}

// distinct drops what is empty and what is there twice.
func distinct(texts []string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" && !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	return kept
}

// each applies a spelling to every node.
func each(nodes []*node, spell func(*node) string) []string {
	texts := make([]string, 0, len(nodes))
	for _, n := range nodes {
		texts = append(texts, spell(n))
	}
	return texts
}

func words(n *node) string { return n.words() }

func code(n *node) string { return invoice.SpellCode(n.words()) }

// currency comes before every amount. Some leave it out and state it with each of them.
func (r *reading) currency(stated, gross *node) {
	text := stated.words()
	if text == "" {
		text = gross.attribute()
	}
	if len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		r.put(invoice.Currency, text)
	} else if text != "" {
		r.warn("The e-invoice gives %.20q as its currency, which is no code of ISO 4217.", text)
	}
}

// inCurrency drops amounts that are stated once more in the currency of the tax
// (BT-111).
func (r *reading) inCurrency(amounts []*node) []*node {
	var kept []*node
	currency := r.inv.Values[invoice.Currency].Text
	for _, n := range amounts {
		if n.attribute() == "" || currency == "" || n.attribute() == currency {
			kept = append(kept, n)
		}
	}
	return kept
}

// amount spells an amount of money, "" where there is none.
func (r *reading) amount(n *node) string {
	text := n.words()
	if text == "" {
		return ""
	}
	number, ok := invoice.ParseNumber(text)
	if !ok {
		r.warn("The e-invoice gives %.60q as an amount (%s), which is no number.", text, n.name)
		return ""
	}
	return invoice.SpellAmount(number, r.inv.Values[invoice.Currency].Text)
}

// number spells a quantity or a percentage, "" where there is none.
func number(n *node) string {
	value, ok := invoice.ParseNumber(n.words())
	if !ok {
		return ""
	}
	return invoice.SpellNumber(value)
}

// date spells a day: 2026-11-21 in UBL, 20261121 in CII (UNTDID 2379, format 102),
// both perhaps followed by a time or a time zone.
func (r *reading) date(n *node) string {
	text := n.words()
	if inner := n.first("DateTimeString", "DateString"); inner != nil {
		text = inner.words()
	}
	if text == "" {
		return ""
	}
	day := text
	if len(day) >= 8 && strings.Trim(day[:8], "0123456789") == "" {
		day = day[:4] + "-" + day[4:6] + "-" + day[6:8]
	} else if len(day) > 10 {
		day = day[:10]
	}
	if !invoice.IsDate(day) {
		r.warn("The e-invoice gives %.40q as a date (%s), which is no day of the calendar.", text, n.name)
		return ""
	}
	return day
}

// kind maps the code of the document (UNTDID 1001) to a kind. The codes of credit
// notes are those of the validation artefacts of EN 16931.
func (r *reading) kind(typeCode string) {
	r.inv.Kind = invoice.Bill
	switch typeCode {
	case "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532":
		r.inv.Kind = invoice.CreditNote
	case "751":
		r.warn("The e-invoice says of itself that it is information for accounting and not an invoice. Ask the vendor for the invoice.")
	}
}

package invoice

import (
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/checkdigit"
)

// Difference is a field for which the page of a hybrid invoice prints another
// value than its XML says: the invoice is held until somebody has chosen.
type Difference struct {
	Field Field  `json:"field"`
	XML   string `json:"xml"`
	Page  string `json:"page"`
}

// face is how a page stands to a value of the XML.
type face int

const (
	agrees  face = iota // the page prints it too, or the field is not compared
	missing             // it was not found on the page, which a person is to look at
	differs             // the page prints another one
)

// Merge makes one invoice of the two faces of a hybrid one: of what its XML says
// and of what was read off its page. The XML counts, since it is what is booked
// by everybody else who gets that file; what it does not say is taken from the
// page. What the page does not confirm is uncertain, and what it contradicts is
// also a Difference.
func Merge(xml, page Invoice) Invoice {
	merged := xml
	merged.Values = make(map[Field]Value, len(xml.Values))
	for _, field := range Fields() {
		said, ok := xml.Values[field]
		if !ok {
			if read, ok := page.Values[field]; ok && adopted(field, xml) {
				merged.Values[field] = read
			}
			continue
		}
		switch read := page.Values[field]; compare(field, xml, page) {
		case differs:
			merged.Differences = append(merged.Differences, Difference{Field: field, XML: said.Text, Page: read.Text})
			said.Uncertain = true
			said.Others = append([]Candidate{{Text: read.Text, Label: read.Label}}, said.Others...)
		case missing:
			said.Uncertain = true
		case agrees:
		}
		merged.Values[field] = said
	}
	if len(merged.Lines) == 0 {
		merged.Lines = page.Lines
	}
	if len(merged.Taxes) == 0 {
		merged.Taxes = page.Taxes
	}
	return merged
}

// adopted tells whether a value is taken from the page when the XML has none. An
// account printed on an invoice that is collected by direct debit is the buyer's own.
func adopted(field Field, xml Invoice) bool {
	return field != IBAN || !xml.Collected && len(xml.Accounts) == 0
}

// compare judges the fields that decide what is paid to whom. A reading that is
// not sure of itself contradicts nobody, except an IBAN: its check digits make
// it a value that the page does print.
func compare(field Field, xml, page Invoice) face {
	said, read := xml.Values[field], page.Values[field]
	switch field {
	case Number, IssueDate, TotalGross, IBAN:
		if read.Text == "" {
			return missing
		}
	case TotalNet, TotalTax, Currency, DueDate:
		if read.Text == "" {
			return agrees // the gross and the date say enough
		}
	case Seller, SellerVAT, Payee, Buyer, BuyerVAT, OrderReference, PaymentTerms:
		return agrees // spelt in too many ways, or not what is paid
	}
	credit := xml.Kind == CreditNote || page.Kind == CreditNote
	if printed(field, said, read, credit) {
		return agrees
	}
	if !read.Uncertain || field == IBAN && checkdigit.ValidIBAN(read.Text) {
		return differs
	}
	return missing
}

// printed tells whether the page prints the value, as what was read or as what
// else it may be; of several accounts in the XML any will do.
func printed(field Field, said, read Value, credit bool) bool {
	onPage := append([]Candidate{{Text: read.Text}}, read.Others...)
	inXML := []Candidate{{Text: said.Text}}
	if field == IBAN {
		inXML = append(inXML, said.Others...)
	}
	for _, x := range inXML {
		for _, p := range onPage {
			if same(field, x.Text, p.Text, credit) {
				return true
			}
		}
	}
	return false
}

func same(field Field, a, b string, credit bool) bool {
	switch field {
	case TotalNet, TotalTax, TotalGross:
		x, okA := ParseNumber(a)
		y, okB := ParseNumber(b)
		return okA && okB && (x.Equal(y) || credit && equalSize(x, y))
	case Number, IBAN:
		return SpellCode(a) == SpellCode(b) && (SpellCode(a) != "" || a == b)
	default:
		return strings.EqualFold(a, b)
	}
}

// equalSize is for credit notes: one face may print the amount with a minus, and the other without.
func equalSize(a, b decimal.Decimal) bool { return a.Abs().Equal(b.Abs()) }

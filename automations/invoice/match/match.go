// Package match owns the judgement what an invoice belongs to: which vendor, by
// what and how sure; which order, and how much of it is left; and when two
// invoices may be one. It only looks at the facts it is given and must not know
// where vendors and orders are kept, what holds a request, or mail.
package match

import (
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/invoice"
)

// Facts are what an invoice says of itself.
type Facts struct {
	Seller   string
	VAT      string
	Accounts []string // where the money may go; the first one is the one to be paid
	Number   string
	Gross    decimal.Decimal // with its sign
	Currency string
	Order    string // as it is printed: "Your order PUR-12 of 3 May"
}

// Of are the facts of an invoice that was read.
func Of(in invoice.Invoice) Facts {
	text := func(f invoice.Field) string { return in.Values[f].Text }
	f := Facts{
		Seller: text(invoice.Seller), VAT: text(invoice.SellerVAT), Number: text(invoice.Number),
		Currency: text(invoice.Currency), Order: text(invoice.OrderReference),
	}
	f.Gross, _ = invoice.ParseNumber(text(invoice.TotalGross))
	if iban := text(invoice.IBAN); iban != "" {
		f.Accounts = append(f.Accounts, iban)
	}
	for _, a := range in.Accounts {
		if len(f.Accounts) == 0 || invoice.SpellCode(a.Number) != invoice.SpellCode(f.Accounts[0]) {
			f.Accounts = append(f.Accounts, a.Number)
		}
	}
	return f
}

// Vendor is what is known of one vendor.
type Vendor struct {
	ID       string // of its record
	Name     string
	Aliases  []string
	VAT      string
	Accounts []string
	Phone    string // on file, for call-backs
	Makers   []string
}

// VendorOf is the vendor of a record of the dataset vendors.
func VendorOf(r dataset.Record) Vendor {
	v := Vendor{ID: r.ID, Name: r.Title, VAT: r.Values["vat_id"].Text, Phone: r.Values["phone"].Text, Makers: r.Makers}
	v.Aliases = form.Texts(r.Values, "aliases.name")
	v.Accounts = append(form.Texts(r.Values, "accounts.iban"), form.Texts(r.Values, "accounts.number")...)
	return v
}

// About are the values by which the records of vendors are looked up that may be
// meant.
func (f Facts) About() form.Values {
	values := form.Values{"name": {Text: f.Seller}, "vat_id": {Text: code(f.VAT)}}
	var lines []form.Values
	for _, a := range f.Accounts {
		lines = append(lines, form.Values{"iban": {Text: code(a)}, "number": {Text: a}})
	}
	values["accounts"] = form.Value{Lines: lines}
	return values
}

// code is an identifier in one spelling. Greece is EL in VAT ids (VIES) and GR
// elsewhere; the Swiss add the word for the tax.
func code(text string) string {
	text = invoice.SpellCode(text)
	if strings.HasPrefix(text, "CHE") && len(text) > 12 {
		text = text[:12]
	}
	if rest, greek := strings.CutPrefix(text, "GR"); greek && len(rest) == 9 {
		text = "EL" + rest
	}
	return text
}

// has tells whether an account is among others.
func has(accounts []string, account string) bool {
	for _, a := range accounts {
		if code(a) == code(account) {
			return true
		}
	}
	return false
}

// Package einvoice reads e-invoices: UN/CEFACT Cross Industry Invoices
// (ZUGFeRD 1 and 2, Factur-X, XRechnung and the draft of 2013) and UBL invoices
// and credit notes (Peppol BIS Billing 3, XRechnung). What it is given comes from
// strangers: it is bounded before and while it is parsed. It must not know where
// a file came from, nor pages, vendors or storage.
package einvoice

import (
	"strings"

	"factotum/automations/fault"
	"factotum/automations/invoice"
)

// Parse reads an e-invoice and checks what has to hold in it; see
// invoice.Check. It returns notfound for XML that is no invoice, and invalid for
// what is broken, hostile or beyond the limits.
func Parse(data []byte) (invoice.Invoice, error) {
	root, err := decode(data)
	if err != nil {
		return invoice.Invoice{}, err
	}
	r := reading{inv: invoice.Invoice{Values: map[invoice.Field]invoice.Value{}}}
	switch {
	case root.first("ExchangedDocument", "HeaderExchangedDocument") != nil:
		r.crossIndustry(root)
	case root.name == "Invoice" && isUBL(root), root.name == "CreditNote" && isUBL(root):
		r.universal(root)
	default:
		return invoice.Invoice{}, fault.New(fault.NotFound,
			"This XML file is no e-invoice that Factotum knows. Ask the vendor for a PDF, or for a Factur-X, ZUGFeRD, XRechnung or Peppol invoice.")
	}
	return invoice.Check(r.inv), nil
}

// isUBL tells UBL 2 from the other formats whose documents are called Invoice.
func isUBL(root *node) bool {
	return strings.HasPrefix(root.attr, "urn:oasis:names:specification:ubl:schema:xsd:")
}

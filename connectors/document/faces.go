package document

import (
	"fmt"

	"factotum/automations/fault"
	"factotum/automations/invoice"
)

// bothFaces compares what the XML says with what the pages print. Pages that
// cannot be read confirm nothing and contradict nothing; that is said.
func (r *reading) bothFaces(xml invoice.Invoice, c contents) invoice.Invoice {
	if !c.readable {
		xml.Warnings = append(xml.Warnings, "The pages of this PDF cannot be read, so the XML inside it was not compared with them. Look whether both say the same.")
		return xml
	}
	printed, _ := r.pages.Read(c.doc) // what is no invoice prints none of its values
	return invoice.Merge(xml, printed)
}

// fromPage reads an invoice off its pages. Of a damaged file, and
// of one of which pages are missing, nothing is sure.
func (r *reading) fromPage(c contents) (invoice.Invoice, error) {
	inv, ok := r.pages.Read(c.doc)
	if len(c.scans) > 0 && !settled(inv, ok) {
		inv, ok = r.lookAgain(inv, ok, c.scans)
	}
	if !ok {
		return invoice.Invoice{}, fault.New(fault.NotFound, "No invoice or receipt was recognised in it. If it is one, type what it says.")
	}
	if c.torn || c.unread > 0 {
		for field, value := range inv.Values {
			value.Uncertain = true
			inv.Values[field] = value
		}
	}
	if c.torn {
		inv.Warnings = append(inv.Warnings, "The file is damaged, and parts of it may be missing. Compare each value with the document.")
	}
	if c.unread > 0 {
		inv.Warnings = append(inv.Warnings, fmt.Sprintf("There was no time to recognise the text of all pages: %d were left out. Compare each value with the document.", c.unread))
	}
	return inv, nil
}

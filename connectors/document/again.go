package document

import (
	"time"

	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

// againPages is how many pages of a scan are looked at twice.
const againPages = 2

// settled tells whether what a page was recognised for is there: who is to get
// how much is asked of a person otherwise.
func settled(inv invoice.Invoice, ok bool) bool {
	for _, f := range [...]invoice.Field{invoice.Number, invoice.IssueDate, invoice.TotalGross} {
		v := inv.Values[f]
		if ok = ok && (v.Text != "" && !v.Uncertain || f == invoice.Number && inv.Kind == invoice.Receipt); !ok {
			return false
		}
	}
	return ok
}

// lookAgain recognises the pages in another way, as long as there is time for it,
// takes what more it finds, unsure of that, and doubts what it reads otherwise.
func (r *reading) lookAgain(first invoice.Invoice, ok bool, scans []scan) (invoice.Invoice, bool) {
	if len(scans) > againPages || r.left() < 3*r.took {
		return first, ok
	}
	doc, err := r.recognise(scans, anywhere)
	if err != nil {
		return first, ok
	}
	second, found := r.pages.Read(doc)
	switch {
	case !found:
		return first, ok
	case !ok || len(second.Values) > len(first.Values) && settled(second, true):
		first, second = second, first
	}
	return doubted(first, second), true
}

// doubted adds to an invoice what only another reading of it found.
func doubted(inv, other invoice.Invoice) invoice.Invoice {
	for field, theirs := range other.Values {
		ours, known := inv.Values[field]
		switch {
		case !known:
			theirs.Uncertain = true
			inv.Values[field] = theirs
		case ours.Text != theirs.Text && fixed(field):
			ours.Uncertain = true
			ours.Others = append(ours.Others, invoice.Candidate{Text: theirs.Text, Label: theirs.Label})
			inv.Values[field] = ours
		}
	}
	return inv
}

// fixed tells whether a field has one spelling, so that another one is another
// value.
func fixed(f invoice.Field) bool {
	switch f {
	case invoice.Seller, invoice.Buyer, invoice.Payee, invoice.PaymentTerms:
		return false
	default:
		return true
	}
}

// recognise reads pages that were made legible.
func (r *reading) recognise(scans []scan, mode string) (page.Document, error) {
	begun := time.Now()
	doc := page.Document{Scanned: true}
	for _, s := range scans {
		p, err := r.tools.recognise(r.ctx, s.picture, s.dots, mode)
		if err != nil {
			return page.Document{}, err
		}
		doc.Pages = append(doc.Pages, p)
	}
	r.took = time.Since(begun)
	return doc, nil
}

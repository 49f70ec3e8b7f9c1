package automations

import (
	"context"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/invoice/match"
	"factotum/automations/invoice/page"
	"factotum/automations/request"
	"factotum/automations/state"
)

// memory is what people have taught about the pages of one vendor: by field,
// the label beside which the right value stands.
type memory map[invoice.Field]string

func memoryID(vendor string) string { return "memory/" + vendor }

// remembered reads the memory of a vendor.
func (d *Desk) remembered(ctx context.Context, vendor string) (memory, state.Document, error) {
	m := memory{}
	doc, err := d.loadInto(ctx, memoryID(vendor), &m)
	return m, doc, err
}

// learned keeps the labels of values that somebody has put in the place of
// those that were read, for the vendor that the request belongs to.
func (d *Desk) learned(ctx context.Context, kind catalogue.Kind, before request.Request, sent request.Submission) (state.Change, error) {
	if sent.Reading == nil || sent.Reading.Vendor == "" {
		return state.Change{}, nil
	}
	lessons := memory{}
	for _, key := range form.Changed(before.Values, sent.Values) {
		field, read := kind.Says(key)
		label := labelled(sent.Reading.Labels[key], sent.Values[key])
		if read && recalls(field) && label != "" {
			lessons[field] = label
		}
	}
	if len(lessons) == 0 {
		return state.Change{}, nil
	}
	m, doc, err := d.remembered(ctx, sent.Reading.Vendor)
	if err != nil {
		return state.Change{}, err
	}
	for field, label := range lessons {
		m[field] = label
	}
	doc.Body, err = encode(m)
	return state.Change{Documents: []state.Document{doc}}, err
}

// labelled is the label beside which the page prints a value; "" where it does
// not, or at several places.
func labelled(labels map[string]string, v form.Value) string {
	found := ""
	for text, label := range labels {
		if !prints(text, v) || label == "" {
			continue
		}
		if found != "" && found != label {
			return ""
		}
		found = label
	}
	return found
}

// prints tells whether what a page prints is a value. A credit note's amounts
// may be printed without their sign.
func prints(text string, v form.Value) bool {
	if v.Money != nil {
		n, ok := invoice.ParseNumber(text)
		return ok && n.Abs().Equal(v.Money.Value.Abs())
	}
	if !v.Date.IsZero() {
		return text == v.Date.String()
	}
	return v.Text != "" && text == v.Text
}

// recalls tells whether a field is looked for where a person found it before:
// not what tells whose document it is, nor where the money goes.
func recalls(field invoice.Field) bool {
	return !slices.Contains([]invoice.Field{invoice.Seller, invoice.SellerVAT, invoice.IBAN, invoice.Payee}, field)
}

// recalled is a document read as people have taught it for its vendor, whichever
// kind of request it becomes. What it says in its data is not touched.
func (d *Desk) recalled(ctx context.Context, in invoice.Invoice) (invoice.Invoice, error) {
	for _, ds := range d.Catalogue.Vendors() {
		found, _, err := d.candidates(ctx, ds, match.Of(in))
		if err != nil {
			return in, err
		}
		if len(found) > 0 && found[0].Sure {
			return d.recall(ctx, found[0].Vendor.ID, in)
		}
	}
	return in, nil
}

func (d *Desk) recall(ctx context.Context, vendor string, in invoice.Invoice) (invoice.Invoice, error) {
	m, _, err := d.remembered(ctx, vendor)
	if err != nil {
		return in, err
	}
	for field := range m {
		if !onPage(in.Values[field]) || !recalls(field) {
			delete(m, field)
		}
	}
	return page.Recall(in, m), nil
}

// onPage tells whether a value was read off a page.
func onPage(v invoice.Value) bool { return v.Source == invoice.Text || v.Source == invoice.OCR }

// labelsOn are the values that a page prints for a field, with their labels.
func labelsOn(v invoice.Value) map[string]string {
	if !onPage(v) || len(v.Others) == 0 {
		return nil
	}
	labels := map[string]string{v.Text: v.Label}
	for _, c := range v.Others[:min(len(v.Others), 5)] {
		if _, twice := labels[c.Text]; !twice {
			labels[c.Text] = shortened(c.Label, 60)
		}
	}
	return labels
}

package document

import (
	"bytes"
	"image/jpeg"
	"image/png"

	"factotum/automations/fault"
	"factotum/automations/invoice"
)

// files reads what a mail brought: documents first, since a picture within the
// text is a signature's logo where there is another invoice.
func (r *reading) files(p post) {
	var pictures []part
	for _, f := range p.files {
		switch {
		case f.form == formPicture:
			pictures = append(pictures, f)
		case r.ctx.Err() != nil:
			r.refuse(Label(f.name), "", r.slow(r.ctx.Err()))
		default:
			r.one(f)
		}
	}
	for _, f := range pictures {
		switch {
		case ornament(f) || f.inline && len(r.result.Found) > 0:
		case r.ctx.Err() != nil:
			r.refuse(Label(f.name), "", r.slow(r.ctx.Err()))
		default:
			r.one(f)
		}
	}
	if len(r.result.Found) == 0 && len(r.result.Refused) == 0 {
		r.refuse("", "", fault.New(fault.NotFound, "No invoice was found in this mail: it has no PDF, XML file or picture of one."))
	}
}

// one reads a file of a mail. A mail that is attached as a file is taken apart
// like one that is forwarded, once.
func (r *reading) one(f part) {
	if f.form == formMail {
		if r.nested++; r.nested > mailDepth {
			r.refuse(Label(f.name), "", errBomb)
			return
		}
		outer := r.result.Mail
		r.mail(f.body)
		r.result.Mail = outer
		return
	}
	before := len(r.result.Found)
	r.file(f.name, f.body)
	if len(r.result.Found) == before {
		return
	}
	last := r.result.Found[before]
	for i, other := range r.result.Found[:before] {
		if merged, same := same(other, last); same || other.Hash == last.Hash {
			r.result.Found[i] = together(other, last, merged)
			r.result.Found = r.result.Found[:before]
			return
		}
	}
}

// together makes one of two parts with the same invoice. What people can look at
// stands first.
func together(a, b Found, merged invoice.Invoice) Found {
	if len(a.Picture) == 0 && len(b.Picture) > 0 {
		a, b = b, a
	}
	a.Invoice, a.Others, a.bare = merged, append(a.Others, b.Others...), false
	if a.Hash != b.Hash {
		a.Others = append(a.Others, Copy{Label: b.Label, Hash: b.Hash, Body: b.Body})
	}
	return a
}

// same tells whether two files are one invoice: its XML and its PDF, or it
// twice. Of two faces the result is one invoice with what they differ in. A day
// and an amount are enough only for an XML file whose pages are still looked for:
// two invoices of one day may be over the same amount.
func same(x, y Found) (invoice.Invoice, bool) {
	a, b := x.Invoice, y.Invoice
	value := func(i invoice.Invoice, f invoice.Field) string {
		if f == invoice.Number {
			return invoice.SpellCode(i.Values[f].Text)
		}
		return i.Values[f].Text
	}
	agree := func(f invoice.Field) bool { return value(a, f) != "" && value(a, f) == value(b, f) }
	near := agree(invoice.Number) || (x.bare || y.bare) && agree(invoice.TotalGross) && agree(invoice.IssueDate)
	switch fromA, fromB := electronic(a), electronic(b); {
	case fromA && !fromB && near:
		return invoice.Merge(a, b), true
	case fromB && !fromA && near:
		return invoice.Merge(b, a), true
	}
	return a, agree(invoice.Number) && agree(invoice.TotalGross)
}

func electronic(i invoice.Invoice) bool {
	for _, v := range i.Values {
		if v.Source == invoice.XML {
			return true
		}
	}
	return false
}

// What is smaller in dots than a receipt, or longer than one, is a logo, a line
// or a dot that tells the sender that the mail was opened.
const (
	leastSide  = 300
	leastDots  = 300 * 400
	mostSlight = 8 // times as long as wide
)

func ornament(f part) bool {
	size, err := png.DecodeConfig(bytes.NewReader(f.body))
	if err != nil {
		size, err = jpeg.DecodeConfig(bytes.NewReader(f.body))
	}
	w, h := size.Width, size.Height
	return err == nil && (min(w, h) < leastSide || w*h < leastDots || w > 3*h || h > mostSlight*w)
}

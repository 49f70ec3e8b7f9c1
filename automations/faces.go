package automations

import (
	"slices"
	"strings"
	"time"

	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/request"
)

// The faces of a document with two.
const (
	xmlFace  = "xml"
	pageFace = "page"
)

// differences are the holds of an invoice whose page prints another value than
// its XML says. What decides over nothing is only looked at.
func (p *folio) differences(now time.Time) []request.Hold {
	var holds []request.Hold
	for _, d := range p.Differences {
		switch d.Field {
		case invoice.Number:
			holds = append(holds, p.mismatch(now, "number", "number of the invoice", form.Value{Text: d.XML}, form.Value{Text: d.Page}))
		case invoice.TotalGross:
			holds = append(holds, p.sums(now, d.XML, d.Page, p.Values[invoice.Currency].Text, p.Values[invoice.Currency].Text)...)
		case invoice.Currency:
			if gross := p.Values[invoice.TotalGross].Text; !p.differs(invoice.TotalGross) {
				holds = append(holds, p.sums(now, gross, gross, d.XML, d.Page)...)
			}
		case invoice.IBAN:
			holds = append(holds, p.accounts(now, d))
		default:
			p.oddf("The page prints “%s” where the XML inside says “%s” (%s).", p.shown(d.Field, d.Page), p.shown(d.Field, d.XML), strings.ReplaceAll(string(d.Field), "_", " "))
		}
	}
	for _, h := range holds { // what is chosen or confirmed need not be looked at too
		p.reading.Unsure = slices.DeleteFunc(p.reading.Unsure, func(path string) bool { return path == h.Path || h.Kind == request.BankHold && path == "iban" })
	}
	return holds
}

// shown is a value as people write it: an amount with its currency.
func (p *folio) shown(field invoice.Field, text string) string {
	if field != invoice.TotalNet && field != invoice.TotalTax {
		return text
	}
	if amount, sure := p.amount(text, p.Values[invoice.Currency].Text); amount != nil && sure {
		return amount.String()
	}
	return text
}

// sums is the hold of two amounts; none where one of them cannot be one.
func (p *folio) sums(now time.Time, xml, page, xmlCurrency, pageCurrency string) []request.Hold {
	a, sureA := p.amount(xml, xmlCurrency)
	b, sureB := p.amount(page, pageCurrency)
	if a == nil || b == nil || !sureA || !sureB {
		p.doubt("gross")
		return nil
	}
	return []request.Hold{p.mismatch(now, "gross", "amount", form.Value{Money: a}, form.Value{Money: b})}
}

func (p *folio) mismatch(now time.Time, path, what string, xml, page form.Value) request.Hold {
	h := p.kind.Hold(request.MismatchHold, "faces/"+path, "the page prints another "+what+" than the XML inside says", now)
	h.Path, h.Choices = path, []request.Choice{{Source: xmlFace, Value: xml}, {Source: pageFace, Value: page}}
	p.values[path] = xml
	return h
}

// accounts is the hold of two bank accounts.
func (p *folio) accounts(now time.Time, d invoice.Difference) request.Hold {
	xml, page := request.Mask("in the XML", d.XML), request.Mask("on the page", d.Page)
	h := p.kind.Hold(request.BankHold, "faces/"+xml.Hash+"/"+page.Hash, "the page prints another bank account than the XML inside says", now)
	h.Stays, h.Accounts = true, []request.Account{xml, page}
	return h
}

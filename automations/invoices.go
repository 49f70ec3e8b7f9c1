package automations

import (
	"context"
	"fmt"
	"slices"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/invoice/match"
	"factotum/automations/money"
	"factotum/automations/request"
)

// mostFiles is how many files a request takes of a mail, as the field of the
// kind invoice does.
const mostFiles = 5

// invoices makes an arrival of each invoice of a mail. What came beside them is
// said, and goes with the only one as its supplement.
func (in *Intake) invoices(ctx context.Context, l *letter, held Contents, whole *form.File) ([]Arrival, error) {
	kind, err := in.Desk.Catalogue.Kind(in.Kind)
	if err != nil {
		return nil, err
	}
	var pieces []Arrival
	for i, f := range held.Found {
		var odd []string
		if i == 0 {
			for _, r := range held.Refused {
				odd = append(odd, "It came with something else. "+named(r))
				if r.File != nil && len(held.Found) == 1 {
					f.Files = append(slices.Clip(f.Files), *r.File)
				}
			}
		}
		if len(f.Files) == 0 && whole != nil {
			f.Files = []form.File{*whole}
		}
		if f.Invoice, err = in.Desk.recalled(ctx, f.Invoice); err != nil {
			return nil, err
		}
		a := arrivalOf(kind, in.Desk.Catalogue.Company().Currency, f, in.Desk.Now().UTC())
		a.ID, a.From = in.idOf(l, f.Hashes[0]), in.Box.ID()
		a.Reading.From, a.Reading.Verified, a.Reading.Refuted = fromOf(l.sender), l.sender.Verified(), l.sender.Refuted()
		a.Reading.Odd = slices.Concat(doubts(l.sender), a.Reading.Odd, odd)
		pieces = append(pieces, a)
	}
	return pieces, nil
}

// arrivalOf puts what was read of an invoice into the fields of a kind, with how
// sure that is and what holds it for its own sake. Own is the currency that
// stands in where the document names none.
func arrivalOf(kind catalogue.Kind, own money.Currency, f Found, now time.Time) Arrival {
	p := folio{Invoice: f.Invoice, kind: kind, own: own, values: form.Values{}, reading: request.Reading{Picture: f.Picture, Sources: map[string]string{}, Labels: map[string]map[string]string{}}}
	for _, hash := range f.Hashes {
		p.reading.Keys = append(p.reading.Keys, match.Bytes(hash))
	}
	p.positions()
	p.texts()
	p.days()
	p.amounts()
	p.account()
	holds := p.differences(now)
	p.odd(f.Invoice.Warnings...)
	if p.has("document", form.Upload) && len(f.Files) > 0 {
		p.values["document"] = form.Value{Files: f.Files[:min(len(f.Files), mostFiles)]}
	}
	return Arrival{Kind: kind.Key, Values: p.values, Reading: p.reading, Holds: holds}
}

// positions keeps what the invoice bills one by one.
func (p *folio) positions() {
	for _, l := range p.Lines[:min(len(p.Lines), request.MostPositions)] {
		of := request.Position{Text: shortened(l.Text, 300), Quantity: l.Quantity, Unit: l.Unit, Price: l.UnitPrice, Net: l.Net, Tax: l.TaxRate}
		if of.Price != "" && l.PriceQuantity != "" { // it is the price of several
			of.Price = each(of.Price, l.PriceQuantity)
		}
		p.reading.Positions = append(p.reading.Positions, of)
	}
}

// each is the price of one where so many have a price; nothing where that cannot
// be said.
func each(price, of string) string {
	a, isPrice := invoice.ParseNumber(price)
	b, isCount := invoice.ParseNumber(of)
	if !isPrice || !isCount || b.IsZero() {
		return ""
	}
	return a.Div(b).String()
}

// folio is an invoice while it is put into a form.
type folio struct {
	invoice.Invoice
	kind    catalogue.Kind
	own     money.Currency
	values  form.Values
	reading request.Reading
}

// has tells whether the form has a field of that type.
func (p *folio) has(path string, kind form.Type) bool {
	f, ok := p.kind.Form.Field(path)
	return ok && f.Type == kind
}

// put fills a field, and notes where that was read and how sure it is.
func (p *folio) put(path string, v form.Value, from invoice.Value) {
	p.values[path] = v
	p.reading.Sources[path] = string(from.Source)
	if labels := labelsOn(from); labels != nil {
		p.reading.Labels[path] = labels
	}
	if from.Uncertain {
		p.doubt(path)
	}
}

func (p *folio) doubt(path string) {
	if !slices.Contains(p.reading.Unsure, path) {
		p.reading.Unsure = append(p.reading.Unsure, path)
	}
}

func (p *folio) odd(say ...string) { p.reading.Odd = append(p.reading.Odd, say...) }

func (p *folio) oddf(say string, args ...any) { p.odd(fmt.Sprintf(say, args...)) }

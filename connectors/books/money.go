package books

import (
	"errors"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/money"
	"factotum/automations/request"
)

// money writes what a request says as an invoice, and what came to be paid.
func (p *page) money(seq int64, l *leaf, kind catalogue.Kind) {
	if kind.Match != nil && l.request.Values == nil {
		p.err = errors.Join(p.err, l.open())
	}
	r := *l.request
	if r.Sum == nil {
		return
	}
	if kind.Match != nil {
		p.invoice(seq, r, kind)
		p.positions(seq, r)
	}
	if w := r.Work; w != nil && w.By != "" && r.State == request.Done && !kind.Orders() {
		vendor, base := any(nil), any(nil)
		if r.Reading != nil {
			vendor = opt(r.Reading.Vendor)
		}
		if r.Sum.Base != nil {
			base = e4(r.Sum.Base.Value)
		}
		p.row("payment", seq, p.paid(r), w.By, r.Kind, r.Requester, vendor, string(r.Sum.Total.Currency), e4(r.Sum.Total.Value), base)
	}
}

// paid is the day on which the work was done.
func (p *page) paid(r request.Request) string {
	if r.Work.Day != "" {
		return r.Work.Day
	}
	return r.Since.In(p.zone).Format(time.DateOnly)
}

// lines writes the amounts that a request adds up.
func (p *page) lines(seq int64, r request.Request, kind catalogue.Kind) {
	list, key, inLines := strings.Cut(kind.Amount, ".")
	if kind.Key != "" && inLines && len(r.Values[list].Lines) > 0 {
		for i, line := range r.Values[list].Lines {
			p.line(seq, i+1, r, kind, line, key)
		}
		return
	}
	p.line(seq, 0, r, kind, r.Values, kind.Amount)
}

// line writes one amount of a request; the sum as a whole where it is not known
// which amount there is.
func (p *page) line(seq int64, n int, r request.Request, kind catalogue.Kind, values form.Values, key string) {
	amount := r.Sum.Total
	if m := values[key].Money; m != nil {
		amount = *m
	} else if n > 0 {
		return // an item without an amount
	}
	own := func(path string) form.Value { // of the item, or of the whole
		_, sub, inLines := strings.Cut(path, ".")
		if !inLines {
			sub = path
		}
		if v, is := values[sub]; is {
			return v
		}
		return r.Values[path]
	}
	day := r.Submitted.In(p.zone).Format(time.DateOnly)
	if d := own(kind.Date).Date; !d.IsZero() {
		day = d.String()
	}
	var base, vendor any
	if in, known := p.base(r.Sum, amount, day); known {
		base = e4(in.Value)
	}
	if r.Reading != nil {
		vendor = opt(r.Reading.Vendor)
	}
	category, centre, payee, currency, value := opt(own("category").Text), opt(own("cost_centre").Text), opt(own(kind.Payee()).Text), string(amount.Currency), e4(amount.Value)
	p.row("item", seq, n, kind.Orders(), day, opt(lineText(kind, values, n, r.Title)), category, centre, vendor, payee, currency, value, base)
	if !kind.Orders() && stageOf(r.State) != void {
		p.row("claimed", day, seq, n, r.Kind, r.Requester, category, centre, vendor, payee, currency, value, base)
	}
}

// invoice writes what an invoice says.
func (p *page) invoice(seq int64, r request.Request, kind catalogue.Kind) {
	says := func(what invoice.Field) form.Value { return r.Values[kind.ReadAs(what)] }
	facts := kind.Match.Facts(r.Values, r.Sum)
	var vendor, base, percent, settled any
	if r.Reading != nil {
		vendor = opt(r.Reading.Vendor)
	}
	if r.Sum.Base != nil {
		base = e4(r.Sum.Base.Value)
	}
	if n := r.Values["discount_percent"].Number; n != nil {
		percent = n.InexactFloat64()
	}
	if r.Work != nil && r.Work.By != "" && r.State == request.Done {
		settled = p.paid(r)
	}
	due := dayOf(says(invoice.DueDate))
	if due == nil && r.Work != nil {
		due = opt(r.Work.Due)
	}
	p.row("invoice", seq, opt(facts.Number), opt(facts.Seller), opt(facts.VAT), vendor,
		dayOf(says(invoice.IssueDate)), due, string(r.Sum.Total.Currency), e4(r.Sum.Total.Value), amountOf(says(invoice.TotalNet)), amountOf(says(invoice.TotalTax)), base,
		dayOf(r.Values["discount_until"]), percent, settled)
}

// positions writes what an invoice bills, one by one.
func (p *page) positions(seq int64, r request.Request) {
	if r.Reading == nil {
		return
	}
	for i, of := range r.Reading.Positions {
		var net any
		if d, known := invoice.ParseNumber(of.Net); known {
			net = e4(d)
		}
		p.row("position", seq, i+1, opt(of.Text), exact(of.Quantity), opt(of.Unit), exact(of.Price), net, exact(of.Tax))
	}
}

// exact is a decimal text; NULL for what is none.
func exact(text string) any {
	d, known := invoice.ParseNumber(text)
	if !known {
		return nil
	}
	return d.String()
}

func dayOf(v form.Value) any {
	if v.Date.IsZero() {
		return nil
	}
	return v.Date.String()
}

func amountOf(v form.Value) any {
	if v.Money == nil {
		return nil
	}
	return e4(v.Money.Value)
}

// base gives an amount in the company's currency, by the rates that the request
// was counted with.
func (p *page) base(sum *request.Sum, a money.Amount, day string) (money.Amount, bool) {
	own := p.kinds.Company().Currency
	if a.Currency == own {
		return a, true
	}
	var of []money.Rate
	for _, rate := range sum.Rates {
		if rate.From == a.Currency && rate.To == own {
			of = append(of, rate)
		}
	}
	for _, rate := range of {
		if rate.Date == day || len(of) == 1 {
			return rate.Convert(a), true
		}
	}
	return money.Amount{}, false
}

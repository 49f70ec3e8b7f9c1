package automations

import (
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/checkdigit"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/money"
)

// texts are the fields that are taken as they were read.
func (p *folio) texts() {
	for path, field := range map[string]invoice.Field{"vendor": invoice.Seller, "number": invoice.Number, "order": invoice.OrderReference} {
		if v, ok := p.Values[field]; ok && p.has(path, form.Text) {
			p.put(path, form.Value{Text: shortened(strings.Join(strings.Fields(v.Text), " "), 300)}, v)
		}
	}
	if v, ok := p.Values[invoice.SellerVAT]; ok && p.has("seller_vat", form.VAT) {
		if valid, known := checkdigit.ValidVAT(v.Text); valid && known { // what cannot be checked does not tell whose it is
			p.put("seller_vat", form.Value{Text: v.Text}, v)
		}
	}
	if payee := p.Values[invoice.Payee]; payee.Text != "" && !strings.EqualFold(payee.Text, p.Values[invoice.Seller].Text) {
		p.oddf("The money is to go to %s and not to the seller.", payee.Text)
	}
	if p.Kind == invoice.CreditNote {
		p.odd("It is a credit note: the vendor owes the amount.")
	}
}

// days are the dates, and until when a discount is given.
func (p *folio) days() {
	for path, field := range map[string]invoice.Field{"issue_date": invoice.IssueDate, "due_date": invoice.DueDate} {
		v, ok := p.Values[field]
		if !ok || !p.has(path, form.Date) {
			continue
		}
		if day, err := calendar.Parse(v.Text); err == nil {
			p.put(path, form.Value{Date: day}, v)
		} else {
			p.doubt(path)
		}
	}
	if len(p.Discounts) == 0 || !p.has("discount_until", form.Date) {
		return
	}
	d, from := p.Discounts[0], p.Values[invoice.IssueDate]
	until, err := calendar.Parse(d.Until)
	if issued := p.values["issue_date"].Date; err != nil && d.Days > 0 && !issued.IsZero() {
		until, err = issued.AddDays(d.Days), nil
	}
	percent, ok := invoice.ParseNumber(d.Percent)
	if err == nil && ok {
		p.put("discount_until", form.Value{Date: until}, from)
		p.put("discount_percent", form.Value{Number: &percent}, from)
	}
}

// amounts are those of the invoice. A credit note's are below zero here, however
// it prints them.
func (p *folio) amounts() {
	for path, field := range map[string]invoice.Field{"gross": invoice.TotalGross, "net": invoice.TotalNet, "tax": invoice.TotalTax} {
		v, ok := p.Values[field]
		if !ok || !p.has(path, form.Money) {
			continue
		}
		amount, sure := p.amount(v.Text, p.Values[invoice.Currency].Text)
		if amount == nil {
			p.doubt(path)
			continue
		}
		v.Uncertain = v.Uncertain || !sure || path == "gross" && p.Values[invoice.Currency].Uncertain
		p.put(path, form.Value{Money: amount}, v)
	}
	p.payable()
	if p.Collected {
		p.odd("The vendor collects it or has got it already, by direct debit or card: nothing is to be transferred.")
	}
}

// amount reads an amount in a currency; not sure where there is none, so that
// the company's own stands in.
func (p *folio) amount(text, currency string) (amount *money.Amount, sure bool) {
	n, ok := invoice.ParseNumber(text)
	if !ok {
		return nil, false
	}
	if p.Kind == invoice.CreditNote {
		n = n.Abs().Neg()
	}
	c, err := money.ParseCurrency(currency)
	if sure = err == nil; !sure {
		c = p.own
	}
	a, err := money.New(n, c)
	if err != nil {
		return nil, false
	}
	return &a, sure
}

// payable puts what is left to pay into the place of the total, where something
// was paid before. That is for a person to look at.
func (p *folio) payable() {
	total := p.values["gross"].Money
	left, _ := p.amount(p.Sums.Payable, p.Values[invoice.Currency].Text)
	if total == nil || left == nil || left.Value.Equal(total.Value) || p.differs(invoice.TotalGross) {
		return
	}
	p.doubt("gross")
	if left.IsZero() {
		p.oddf("It says that all of the %s was paid already.", total)
		return
	}
	p.oddf("It is over %s, of which %s is left to pay.", total, left)
	p.values["gross"] = form.Value{Money: left}
}

// account is where the money is to go: an IBAN, or a number of another kind.
func (p *folio) account() {
	v, ok := p.Values[invoice.IBAN]
	if !ok && len(p.Accounts) > 0 {
		v, ok = invoice.Value{Text: p.Accounts[0].Number, Source: invoice.XML}, true
	}
	switch {
	case !ok || v.Text == "":
	case checkdigit.ValidIBAN(v.Text) && p.has("iban", form.IBAN):
		p.put("iban", form.Value{Text: v.Text}, v)
	case p.has("account", form.Text):
		p.put("account", form.Value{Text: shortened(v.Text, 60)}, v)
	}
}

func (p *folio) differs(field invoice.Field) bool {
	return slices.ContainsFunc(p.Differences, func(d invoice.Difference) bool { return d.Field == field })
}

package einvoice

import (
	"github.com/shopspring/decimal"

	"factotum/automations/invoice"
)

// universalLines reads the lines of the first level: those below them, of the
// extension of XRechnung, say what they are made of.
func (r *reading) universalLines(root *node) {
	for _, n := range root.all("InvoiceLine", "CreditNoteLine") {
		quantity := n.first("InvoicedQuantity", "CreditedQuantity")
		item, price := n.at("Item"), n.at("Price")
		var adjustments adjustments
		for _, a := range n.all("AllowanceCharge") {
			adjustments.add(isTrue(a.at("ChargeIndicator")), r.amount(a.at("Amount")))
		}
		r.inv.Lines = append(r.inv.Lines, invoice.Line{
			Text: item.first("Name", "Description").words(), Quantity: number(quantity), Unit: quantity.attribute(),
			UnitPrice: r.amount(price.at("PriceAmount")), PriceQuantity: many(price.at("BaseQuantity")),
			Adjustment: r.adjusted(adjustments), Net: r.amount(n.at("LineExtensionAmount")),
			TaxRate: rate(item.at("ClassifiedTaxCategory")),
		})
	}
	for _, n := range root.all("AllowanceCharge") {
		r.inv.Allowances = append(r.inv.Allowances, invoice.Allowance{
			Charge: isTrue(n.at("ChargeIndicator")), Amount: r.amount(n.at("Amount")),
			Reason: n.at("AllowanceChargeReason").words(), TaxRate: rate(n.at("TaxCategory")),
		})
	}
	for _, total := range root.all("TaxTotal") {
		if len(r.inCurrency([]*node{total.at("TaxAmount")})) == 0 {
			continue // once more in the currency of the tax
		}
		for _, n := range total.all("TaxSubtotal") {
			category := n.at("TaxCategory")
			r.inv.Taxes = append(r.inv.Taxes, invoice.Tax{
				Category: category.at("ID").words(), Rate: rate(category),
				Base: r.amount(n.at("TaxableAmount")), Amount: r.amount(n.at("TaxAmount")),
			})
		}
	}
}

// adjustments add up the charges of a line less its allowances.
type adjustments struct {
	total decimal.Decimal
}

func (a *adjustments) add(charge bool, amount string) {
	n, ok := invoice.ParseNumber(amount)
	switch {
	case !ok:
	case charge:
		a.total = a.total.Add(n)
	default:
		a.total = a.total.Sub(n)
	}
}

// adjusted spells the sum, "" where it is nothing.
func (r *reading) adjusted(a adjustments) string {
	if a.total.IsZero() {
		return ""
	}
	return invoice.SpellAmount(a.total, r.inv.Values[invoice.Currency].Text)
}

package einvoice

import (
	"strings"

	"factotum/automations/invoice"
)

func (r *reading) crossLines(trade, settlement *node) {
	for _, n := range trade.all("IncludedSupplyChainTradeLineItem") {
		switch n.at("AssociatedDocumentLineDocument", "LineStatusReasonCode").words() {
		case "GROUP", "INFORMATION": // headings and remarks of the profile EXTENDED, which no sum counts
			continue
		}
		r.inv.Lines = append(r.inv.Lines, r.crossLine(n))
	}
	for _, n := range settlement.all("SpecifiedTradeAllowanceCharge") {
		charge, amount := r.crossAllowance(n)
		r.inv.Allowances = append(r.inv.Allowances, invoice.Allowance{
			Charge: charge, Amount: amount, Reason: n.at("Reason").words(), TaxRate: rate(n.at("CategoryTradeTax")),
		})
	}
	for _, n := range settlement.all("SpecifiedLogisticsServiceCharge") { // carriage in ZUGFeRD 1 and EXTENDED
		r.inv.Allowances = append(r.inv.Allowances, invoice.Allowance{
			Charge: true, Amount: r.amount(n.at("AppliedAmount")), Reason: n.at("Description").words(), TaxRate: rate(n.at("AppliedTradeTax")),
		})
	}
	for _, n := range settlement.all("ApplicableTradeTax") {
		r.inv.Taxes = append(r.inv.Taxes, invoice.Tax{
			Category: n.at("CategoryCode").words(), Rate: rate(n),
			Base: r.amount(n.at("BasisAmount")), Amount: r.amount(n.at("CalculatedAmount")),
		})
	}
}

func (r *reading) crossLine(n *node) invoice.Line {
	agreement := n.first("SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
	quantity := n.first("SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery").at("BilledQuantity")
	settlement := n.first("SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
	price := agreement.at("NetPriceProductTradePrice")
	sums := settlement.first("SpecifiedTradeSettlementLineMonetarySummation", "SpecifiedTradeSettlementMonetarySummation")
	var adjustments adjustments
	for _, a := range settlement.all("SpecifiedTradeAllowanceCharge") {
		adjustments.add(r.crossAllowance(a))
	}
	text := n.at("SpecifiedTradeProduct", "Name").words()
	if text == "" {
		text = n.at("SpecifiedTradeProduct", "Description").words()
	}
	return invoice.Line{
		Text: text, Quantity: number(quantity), Unit: quantity.attribute(),
		UnitPrice: r.amount(price.at("ChargeAmount")), PriceQuantity: many(price.at("BasisQuantity")),
		Adjustment: r.adjusted(adjustments), Net: r.amount(sums.at("LineTotalAmount")),
		TaxRate: rate(settlement.at("ApplicableTradeTax")),
	}
}

// crossAllowance tells whether it is a charge, and how much it is.
func (r *reading) crossAllowance(n *node) (charge bool, amount string) {
	indicator := n.at("ChargeIndicator")
	return isTrue(indicator) || isTrue(indicator.at("Indicator")), r.amount(n.at("ActualAmount"))
}

func isTrue(n *node) bool { return n.words() == "true" || n.words() == "1" }

// rate is the percentage of a tax. A category without tax has the rate 0.
func rate(tax *node) string {
	if percent := number(tax.first("RateApplicablePercent", "ApplicablePercent", "Percent")); percent != "" {
		return percent
	}
	category := tax.first("CategoryCode", "ID").words()
	if category != "" && strings.Contains(" Z E AE K G O ", " "+category+" ") { // UNCL5305
		return "0"
	}
	return ""
}

// many is a quantity that a price is for, "" for one.
func many(n *node) string {
	if quantity := number(n); quantity != "1" {
		return quantity
	}
	return ""
}

package einvoice

import (
	"factotum/automations/invoice"
)

// crossIndustry reads CII. ZUGFeRD 1 and the draft of 2013 call the same parts
// by older names, so both are looked for.
func (r *reading) crossIndustry(root *node) {
	head := root.first("ExchangedDocument", "HeaderExchangedDocument")
	trade := root.first("SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
	agreement := trade.first("ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
	settlement := trade.first("ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
	sums := settlement.first("SpecifiedTradeSettlementHeaderMonetarySummation", "SpecifiedTradeSettlementMonetarySummation")

	context := root.first("ExchangedDocumentContext", "SpecifiedExchangedDocumentContext")
	if test := context.first("TestIndicator"); test.words() == "true" || test.at("Indicator").words() == "true" {
		r.warn("The e-invoice says of itself that it is a test.")
	}
	r.kind(head.at("TypeCode").words())
	r.put(invoice.Number, each(head.all("ID"), words)...)
	r.put(invoice.IssueDate, each(head.all("IssueDateTime"), r.date)...)
	r.currency(settlement.at("InvoiceCurrencyCode"), sums.at("GrandTotalAmount"))

	seller, buyer := agreement.at("SellerTradeParty"), agreement.at("BuyerTradeParty")
	r.put(invoice.Seller, each(seller.all("Name"), words)...)
	r.also(invoice.Seller, "trading name", seller.at("SpecifiedLegalOrganization", "TradingBusinessName").words())
	r.put(invoice.SellerVAT, registrations(seller)...)
	r.put(invoice.Buyer, buyer.at("Name").words())
	r.put(invoice.BuyerVAT, registrations(buyer)...)
	r.put(invoice.Payee, settlement.at("PayeeTradeParty", "Name").words())
	r.put(invoice.OrderReference, agreement.at("BuyerOrderReferencedDocument").first("IssuerAssignedID", "ID").words())

	r.crossSums(sums)
	r.crossPayment(settlement)
	r.crossLines(trade, settlement)
}

// registrations are the VAT ids of a party; the scheme FC is a local tax number.
func registrations(party *node) []string {
	var ids []string
	for _, registration := range party.all("SpecifiedTaxRegistration") {
		if id := registration.at("ID"); id.attribute() == "VA" {
			ids = append(ids, code(id))
		}
	}
	return ids
}

func (r *reading) crossSums(sums *node) {
	r.put(invoice.TotalNet, each(sums.all("TaxBasisTotalAmount"), r.amount)...)
	r.put(invoice.TotalTax, each(r.inCurrency(sums.all("TaxTotalAmount")), r.amount)...)
	r.put(invoice.TotalGross, each(r.inCurrency(sums.all("GrandTotalAmount")), r.amount)...)
	r.inv.Sums = invoice.Sums{
		Lines:      r.amount(sums.at("LineTotalAmount")),
		Allowances: r.amount(sums.at("AllowanceTotalAmount")),
		Charges:    r.amount(sums.at("ChargeTotalAmount")),
		Prepaid:    r.amount(sums.at("TotalPrepaidAmount")),
		Rounding:   r.amount(sums.at("RoundingAmount")),
		Payable:    r.amount(sums.at("DuePayableAmount")),
	}
}

func (r *reading) crossPayment(settlement *node) {
	var ways []means
	for _, way := range settlement.all("SpecifiedTradeSettlementPaymentMeans") {
		to := way.at("PayeePartyCreditorFinancialAccount")
		number := to.at("IBANID")
		if number.words() == "" {
			number = to.at("ProprietaryID")
		}
		bank := way.at("PayeeSpecifiedCreditorFinancialInstitution", "BICID")
		ways = append(ways, means{way.at("TypeCode").words(), account(number, to.at("AccountName"), bank)})
	}
	r.pay(ways)

	var prose, due []string
	for _, terms := range settlement.all("SpecifiedTradePaymentTerms") {
		prose = append(prose, each(terms.all("Description"), (*node).lines)...)
		discounts := terms.all("ApplicableTradePaymentDiscountTerms")
		for _, d := range discounts {
			from := r.date(d.at("BasisDateTime"))
			r.discount(invoice.Discount{
				Days: days(d.at("BasisPeriodMeasure")), Percent: number(d.at("CalculationPercent")),
				Base: r.amount(d.at("BasisAmount")), Amount: r.amount(d.at("ActualDiscountAmount")),
			}, from)
		}
		due = append(due, r.date(terms.at("DueDateDateTime")))
	}
	r.put(invoice.DueDate, due...)
	r.terms(prose)
}

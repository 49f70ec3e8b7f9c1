package einvoice

import (
	"factotum/automations/invoice"
)

// universal reads UBL 2.
func (r *reading) universal(root *node) {
	r.kind(root.first("InvoiceTypeCode", "CreditNoteTypeCode").words())
	if root.name == "CreditNote" {
		r.inv.Kind = invoice.CreditNote
	}
	r.put(invoice.Number, each(root.all("ID"), words)...)
	r.put(invoice.IssueDate, each(root.all("IssueDate"), r.date)...)
	sums := root.at("LegalMonetaryTotal")
	r.currency(root.at("DocumentCurrencyCode"), sums.first("TaxInclusiveAmount", "PayableAmount"))

	seller := root.at("AccountingSupplierParty", "Party")
	buyer := root.at("AccountingCustomerParty", "Party")
	r.party(invoice.Seller, invoice.SellerVAT, seller)
	r.also(invoice.Seller, "trading name", seller.at("PartyName", "Name").words())
	r.party(invoice.Buyer, invoice.BuyerVAT, buyer)
	payee := root.at("PayeeParty")
	r.put(invoice.Payee, payee.at("PartyName", "Name").words())
	if order := root.at("OrderReference", "ID").words(); order != "NA" { // Peppol BIS 3: there is a sales order only
		r.put(invoice.OrderReference, order)
	}

	r.universalSums(root, sums)
	r.universalPayment(root)
	r.universalLines(root)
}

// party reads the name of a party, the registered one where there is one, and its VAT ids.
func (r *reading) party(name, vat invoice.Field, party *node) {
	text := party.at("PartyLegalEntity", "RegistrationName").words()
	if text == "" {
		text = party.at("PartyName", "Name").words()
	}
	r.put(name, text)
	var ids []string
	for _, scheme := range party.all("PartyTaxScheme") {
		// Scandinavian sellers also state that they are registered for other taxes (TAX).
		if id := scheme.at("TaxScheme", "ID").words(); id == "VAT" || id == "" {
			ids = append(ids, code(scheme.at("CompanyID")))
		}
	}
	r.put(vat, ids...)
}

func (r *reading) universalSums(root, sums *node) {
	r.put(invoice.TotalNet, each(sums.all("TaxExclusiveAmount"), r.amount)...)
	r.put(invoice.TotalGross, each(sums.all("TaxInclusiveAmount"), r.amount)...)
	var taxes []*node
	for _, total := range root.all("TaxTotal") {
		taxes = append(taxes, total.all("TaxAmount")...)
	}
	r.put(invoice.TotalTax, each(r.inCurrency(taxes), r.amount)...)
	r.inv.Sums = invoice.Sums{
		Lines:      r.amount(sums.at("LineExtensionAmount")),
		Allowances: r.amount(sums.at("AllowanceTotalAmount")),
		Charges:    r.amount(sums.at("ChargeTotalAmount")),
		Prepaid:    r.amount(sums.at("PrepaidAmount")),
		Rounding:   r.amount(sums.at("PayableRoundingAmount")),
		Payable:    r.amount(sums.at("PayableAmount")),
	}
}

func (r *reading) universalPayment(root *node) {
	var ways []means
	due, dueByWay := each(root.all("DueDate"), r.date), []string{}
	for _, way := range root.all("PaymentMeans") {
		to := way.at("PayeeFinancialAccount")
		bank := to.at("FinancialInstitutionBranch", "ID")
		ways = append(ways, means{way.at("PaymentMeansCode").words(), account(to.at("ID"), to.at("Name"), bank)})
		dueByWay = append(dueByWay, r.date(way.at("PaymentDueDate")))
	}
	if due = distinct(due); len(due) == 0 { // credit notes have no other place for it
		due = dueByWay
	}
	r.put(invoice.DueDate, due...)
	r.pay(ways)

	var prose []string
	for _, terms := range root.all("PaymentTerms") {
		prose = append(prose, each(terms.all("Note"), (*node).lines)...)
		period := terms.at("SettlementPeriod")
		r.discount(invoice.Discount{
			Days: days(period.at("DurationMeasure")), Until: r.date(period.at("EndDate")),
			Percent: number(terms.at("SettlementDiscountPercent")), Amount: r.amount(terms.at("SettlementDiscountAmount")),
		}, r.date(period.at("StartDate")))
	}
	r.terms(prose)
}

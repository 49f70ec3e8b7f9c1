package einvoice

import (
	"slices"

	"factotum/automations/checkdigit"
	"factotum/automations/invoice"
)

// means is one way to pay that the document offers (BG-16).
type means struct {
	code    string // UNCL4461
	account invoice.Account
}

// pay keeps the accounts that money may be transferred to, and names the first
// IBAN of them. Where the seller collects the money, by direct debit or card,
// the accounts named with that are not for transfers.
func (r *reading) pay(ways []means) {
	collected := 0
	for _, way := range ways {
		switch way.code {
		case "48", "49", "54", "55", "59": // cards and direct debit
			collected++
			continue
		}
		if way.account.Number != "" && !slices.Contains(r.inv.Accounts, way.account) {
			r.inv.Accounts = append(r.inv.Accounts, way.account)
		}
	}
	r.inv.Collected = collected > 0 && len(r.inv.Accounts) == 0
	var ibans []string
	for _, account := range r.inv.Accounts {
		if checkdigit.IsIBAN(account.Number) {
			ibans = append(ibans, account.Number)
		}
	}
	if ibans = distinct(ibans); len(ibans) > 0 {
		r.put(invoice.IBAN, ibans[0])
		r.also(invoice.IBAN, "another account of the vendor", ibans[1:]...)
	}
}

// account spells the number of an account as far as it can be compared.
func account(number, holder, bic *node) invoice.Account {
	return invoice.Account{Number: code(number), Holder: holder.words(), BIC: code(bic)}
}

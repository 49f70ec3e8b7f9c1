package match

import (
	"cmp"
	"fmt"
	"slices"

	"factotum/automations/request"
)

// By is what a vendor was recognised by.
type By string

// The ways to recognise a vendor, the surest first.
const (
	ByVAT     By = "VAT id"
	ByAccount By = "bank account"
	ByName    By = "name"
	ByAlias   By = "another name of theirs"
)

// Names that are at least so alike are taken for one; from near on they are
// worth showing to a person.
const (
	same = 90 // one letter of ten
	near = 75
)

// Match is a vendor that the invoice belongs to, or may belong to.
type Match struct {
	Vendor     Vendor
	By         By
	Sure       bool     // nothing speaks against it, and no other vendor fits as well
	Similarity int      // of the name, 0 to 100
	Odd        []string // sentences for a person; account numbers are masked
	Account    Account
}

// Account is what is to be said of the account that is to be paid.
type Account struct {
	Differs bool     // it is not on file, while there is something to be paid to
	Said    string   // on the invoice
	OnFile  []string // of the vendor; empty: none is
}

// Why says what the vendor was recognised by.
func (m Match) Why() string {
	if m.By == ByName || m.By == ByAlias {
		return fmt.Sprintf("%s, by %s (%d %% alike)", m.Vendor.Name, m.By, m.Similarity)
	}
	return fmt.Sprintf("%s, by %s", m.Vendor.Name, m.By)
}

// Vendors gives the vendors that the invoice may belong to, the likeliest first.
// Only a sure one is to be taken without asking: what an invoice says of itself
// can be copied off another one, so that a VAT id or a name leads to a vendor but
// never to another account.
func Vendors(f Facts, vendors []Vendor) []Match {
	var found []Match
	for _, v := range vendors {
		if m, ok := recognise(f, v); ok {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int {
		return cmp.Or(b.weight()-a.weight(), b.Similarity-a.Similarity, cmp.Compare(a.Vendor.ID, b.Vendor.ID))
	})
	for i := range found {
		found[i].judge(f, found)
	}
	return found
}

// recognise tells by what the vendor may be meant.
func recognise(f Facts, v Vendor) (Match, bool) {
	m := Match{Vendor: v}
	m.Similarity, m.By = v.named(f.Seller)
	switch {
	case f.VAT != "" && code(f.VAT) == code(v.VAT):
		m.By = ByVAT
	case len(f.Accounts) > 0 && has(v.Accounts, f.Accounts[0]):
		m.By = ByAccount
	default:
		return m, m.Similarity >= near
	}
	return m, true
}

// weight orders what vendors were recognised by.
func (m Match) weight() int {
	switch {
	case m.By == ByVAT:
		return 3
	case m.By == ByAccount && m.Similarity >= near:
		return 2
	case m.By == ByAccount || m.Similarity >= same:
		return 1
	}
	return 0
}

// judge says how sure a match is, and what is odd about it.
func (m *Match) judge(f Facts, all []Match) {
	otherVAT := f.VAT != "" && m.Vendor.VAT != "" && code(f.VAT) != code(m.Vendor.VAT)
	m.Sure = m.weight() > 0 && !otherVAT
	m.account(f)
	if otherVAT {
		m.odd("The VAT id on the invoice (%s) is not the one on file (%s).", code(f.VAT), code(m.Vendor.VAT))
	}
	if m.Similarity < near && f.Seller != "" {
		m.odd("The invoice is from “%s”, while this %s belongs to %s.", f.Seller, m.By, m.Vendor.Name)
		m.Sure = m.Sure && m.By == ByVAT
	}
	for _, other := range all {
		if other.Vendor.ID == m.Vendor.ID {
			continue
		}
		if len(f.Accounts) > 0 && has(other.Vendor.Accounts, f.Accounts[0]) {
			m.odd("The account on the invoice (%s) is on file for %s.", request.Mask("", f.Accounts[0]).Masked, other.Vendor.Name)
		}
		if other.weight() >= m.weight() && (m.weight() > 1 || m.Similarity < 100 || other.Similarity == 100 || other.By == ByAccount) {
			m.Sure = false
		}
	}
}

// account compares the account to be paid with those on file.
func (m *Match) account(f Facts) {
	m.Account.OnFile = m.Vendor.Accounts
	if len(f.Accounts) == 0 {
		return
	}
	m.Account.Said = f.Accounts[0]
	m.Account.Differs = !has(m.Vendor.Accounts, f.Accounts[0])
	said := request.Mask("", m.Account.Said).Masked
	switch {
	case !m.Account.Differs:
	case len(m.Vendor.Accounts) == 0:
		m.odd("No account of %s is on file to compare with the one on the invoice (%s).", m.Vendor.Name, said)
	default:
		m.odd("The account on the invoice (%s) is not the one on file (%s).", said, request.Mask("", m.Vendor.Accounts[0]).Masked)
	}
	for _, further := range f.Accounts[1:] {
		if !m.Account.Differs && !has(m.Vendor.Accounts, further) {
			m.odd("The invoice names another account too (%s), which is not on file.", request.Mask("", further).Masked)
		}
	}
}

func (m *Match) odd(say string, args ...any) { m.Odd = append(m.Odd, fmt.Sprintf(say, args...)) }

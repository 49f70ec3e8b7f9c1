package match_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/invoice/match"
)

const (
	lumenAccount  = "DE89370400440532013000"
	forgedAccount = "DE89370400440532013001"
	nordAccount   = "GB29NWBK60161331926819"
)

func lumen() match.Vendor {
	return match.Vendor{
		ID: "record/vendors/1", Name: "Lumen Office GmbH", Aliases: []string{"Lichtwerk"}, VAT: "DE136695976",
		Accounts: []string{lumenAccount}, Phone: "+4930901820", Makers: []string{"paul"},
	}
}

func vendors() []match.Vendor {
	return []match.Vendor{
		lumen(),
		{ID: "record/vendors/2", Name: "Nordic Paper Ltd", VAT: "GB980780684", Accounts: []string{nordAccount}},
		{ID: "record/vendors/3", Name: "Café Müller & Söhne KG"},
	}
}

func TestAVendorIsRecognised(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		facts   match.Facts
		vendor  string // "" for none
		by      match.By
		sure    bool
		differs bool
		odd     string // all of it, parted by |
	}{
		"by VAT id, with the account on file": {
			facts:  match.Facts{Seller: "Lumen Office G.m.b.H.", VAT: "DE 136 695 976", Accounts: []string{"DE89 3704 0044 0532 0130 00"}},
			vendor: "record/vendors/1", by: match.ByVAT, sure: true,
		},
		"by VAT id, under a brand": {
			facts:  match.Facts{Seller: "Bright Things", VAT: "DE136695976"},
			vendor: "record/vendors/1", by: match.ByVAT, sure: true,
			odd: "The invoice is from “Bright Things”, while this VAT id belongs to Lumen Office GmbH.",
		},
		"by account": {
			facts:  match.Facts{Seller: "Lumen Office", Accounts: []string{lumenAccount}},
			vendor: "record/vendors/1", by: match.ByAccount, sure: true,
		},
		"by account, though the name is another": {
			facts:  match.Facts{Seller: "Harbour Catering", Accounts: []string{lumenAccount}},
			vendor: "record/vendors/1", by: match.ByAccount,
			odd: "The invoice is from “Harbour Catering”, while this bank account belongs to Lumen Office GmbH.",
		},
		"by name, whatever the legal form": {
			facts: match.Facts{Seller: "LUMEN OFFICE Limited"}, vendor: "record/vendors/1", by: match.ByName, sure: true,
		},
		"by name with a slip": {
			facts: match.Facts{Seller: "Lumen Ofice GmbH"}, vendor: "record/vendors/1", by: match.ByName, sure: true,
		},
		"by name without its marks": {
			facts: match.Facts{Seller: "Cafe Mueller"}, vendor: "",
		},
		"by name in another order": {
			facts: match.Facts{Seller: "Sohne & Muller Cafe"}, vendor: "record/vendors/3", by: match.ByName, sure: true,
		},
		"by another name of theirs": {
			facts: match.Facts{Seller: "Lichtwerk"}, vendor: "record/vendors/1", by: match.ByAlias, sure: true,
		},
		"by a name that is only near": {
			facts: match.Facts{Seller: "Lumens Officer AG"}, vendor: "record/vendors/1", by: match.ByName,
		},
		"the VAT id is another one": {
			facts:  match.Facts{Seller: "Lumen Office GmbH", VAT: "DE999999999"},
			vendor: "record/vendors/1", by: match.ByName,
			odd: "The VAT id on the invoice (DE999999999) is not the one on file (DE136695976).",
		},
		"one digit of the account differs": {
			facts:  match.Facts{Seller: "Lumen Office GmbH", VAT: "DE136695976", Accounts: []string{forgedAccount}},
			vendor: "record/vendors/1", by: match.ByVAT, sure: true, differs: true,
			odd: "The account on the invoice (DE89 •••• 3001) is not the one on file (DE89 •••• 3000).",
		},
		"the account is that of another vendor": {
			facts:  match.Facts{Seller: "Lumen Office GmbH", VAT: "DE136695976", Accounts: []string{nordAccount}},
			vendor: "record/vendors/1", by: match.ByVAT, sure: true, differs: true,
			odd: "The account on the invoice (GB29 •••• 6819) is not the one on file (DE89 •••• 3000).|The account on the invoice (GB29 •••• 6819) is on file for Nordic Paper Ltd.",
		},
		"the name says one vendor, the account another": {
			facts:  match.Facts{Seller: "Lumen Office GmbH", Accounts: []string{nordAccount}},
			vendor: "record/vendors/1", by: match.ByName, differs: true,
			odd: "The account on the invoice (GB29 •••• 6819) is not the one on file (DE89 •••• 3000).|The account on the invoice (GB29 •••• 6819) is on file for Nordic Paper Ltd.",
		},
		"a second account is named": {
			facts:  match.Facts{VAT: "DE136695976", Accounts: []string{lumenAccount, forgedAccount}},
			vendor: "record/vendors/1", by: match.ByVAT, sure: true,
			odd: "The invoice names another account too (DE89 •••• 3001), which is not on file.",
		},
		"no account is on file": {
			facts:  match.Facts{Seller: "Café Müller & Söhne", Accounts: []string{forgedAccount}},
			vendor: "record/vendors/3", by: match.ByName, sure: true, differs: true,
			odd: "No account of Café Müller & Söhne KG is on file to compare with the one on the invoice (DE89 •••• 3001).",
		},
		"nobody": {facts: match.Facts{Seller: "Sample Metal", VAT: "DE811569869"}},
		"empty":  {},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := match.Vendors(test.facts, vendors())
			if test.vendor == "" {
				assert.Empty(t, found)
				return
			}
			require.NotEmpty(t, found)
			m := found[0]
			assert.Equal(t, test.vendor, m.Vendor.ID)
			assert.Equal(t, test.by, m.By)
			assert.Equal(t, test.sure, m.Sure)
			assert.Equal(t, test.differs, m.Account.Differs)
			assert.Equal(t, test.odd, strings.Join(m.Odd, "|"))
			for _, say := range m.Odd {
				for _, account := range []string{lumenAccount, forgedAccount, nordAccount} {
					assert.NotContains(t, say, account)
				}
			}
		})
	}
}

func TestTwoVendorsThatFitEquallyWellAreNotChosenBetween(t *testing.T) {
	t.Parallel()
	twin := lumen()
	twin.ID, twin.Name = "record/vendors/9", "Lumen Office Ltd"
	all := append(vendors(), twin)
	for _, f := range []match.Facts{
		{Seller: "Lumen Office"}, {VAT: "DE136695976"}, {Seller: "Lumen Office", Accounts: []string{lumenAccount}},
	} {
		found := match.Vendors(f, all)
		require.Len(t, found, 2)
		assert.False(t, found[0].Sure, f)
		assert.False(t, found[1].Sure, f)
	}
	twin.Name, twin.VAT, twin.Accounts, twin.Aliases = "Lumens Office Ltd", "", nil, nil
	found := match.Vendors(match.Facts{Seller: "Lumen Office"}, append(vendors(), twin))
	require.Len(t, found, 2)
	assert.True(t, found[0].Sure, "its name is the same, the other's only alike")
	assert.Equal(t, "record/vendors/1", found[0].Vendor.ID)
}

func TestWhySaysByWhat(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "Lumen Office GmbH, by VAT id", match.Vendors(match.Facts{VAT: "DE136695976"}, vendors())[0].Why())
	assert.Equal(t, "Lumen Office GmbH, by name (91 % alike)", match.Vendors(match.Facts{Seller: "Lumen Ofice"}, vendors())[0].Why())
}

func TestAVendorIsARecord(t *testing.T) {
	t.Parallel()
	r := dataset.Record{ID: "record/vendors/1", Title: "Lumen Office GmbH", Makers: []string{"paul"}, Values: form.Values{
		"name": {Text: "Lumen Office GmbH"}, "vat_id": {Text: "DE136695976"}, "phone": {Text: "+4930901820"},
		"aliases":  {Lines: []form.Values{{"name": {Text: "Lichtwerk"}}}},
		"accounts": {Lines: []form.Values{{"iban": {Text: lumenAccount}}}},
	}}
	assert.Equal(t, lumen(), match.VendorOf(r))
}

func TestFactsOfAnInvoice(t *testing.T) {
	t.Parallel()
	f := match.Of(invoice.Invoice{
		Values: map[invoice.Field]invoice.Value{
			invoice.Seller: {Text: "Lumen Office GmbH"}, invoice.SellerVAT: {Text: "DE136695976"}, invoice.IBAN: {Text: lumenAccount},
			invoice.Number: {Text: "R-1"}, invoice.TotalGross: {Text: "119.00"}, invoice.Currency: {Text: "EUR"}, invoice.OrderReference: {Text: "PUR-12"},
		},
		Accounts: []invoice.Account{{Number: lumenAccount}, {Number: nordAccount}},
	})
	assert.Equal(t, match.Facts{
		Seller: "Lumen Office GmbH", VAT: "DE136695976", Accounts: []string{lumenAccount, nordAccount}, Number: "R-1",
		Gross: decimal.RequireFromString("119.00"), Currency: "EUR", Order: "PUR-12",
	}, f)
	about := f.About()
	assert.Equal(t, "Lumen Office GmbH", about["name"].Text)
	assert.Equal(t, []string{lumenAccount, nordAccount}, form.Texts(about, "accounts.iban"))
}

func TestVATIdsAreOneInAllSpellings(t *testing.T) {
	t.Parallel()
	for _, test := range [][2]string{{"CHE-116.281.710 MWST", "CHE116281710"}, {"GR 094259216", "EL094259216"}} {
		v := match.Vendor{ID: "1", Name: "Sample", VAT: test[1]}
		found := match.Vendors(match.Facts{VAT: test[0]}, []match.Vendor{v})
		require.Len(t, found, 1, test)
		assert.Equal(t, match.ByVAT, found[0].By)
	}
}

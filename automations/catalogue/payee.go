package catalogue

import (
	"maps"
	"slices"

	"factotum/automations/form"
	"factotum/automations/invoice"
)

// Orders tells whether requests of the kind are orders, which invoices are
// about: what they cost is paid by these.
func (k Kind) Orders() bool { return k.order != "" }

// Payee is the path of the field that says who gets the money; empty where
// there is none.
func (k Kind) Payee() string {
	switch {
	case k.order != "":
		return k.order
	case k.Match != nil:
		return k.Match.text.Vendor
	}
	return k.ReadAs(invoice.Seller)
}

// ReadAs is the path of the field that takes what documents say of something;
// empty where none does.
func (k Kind) ReadAs(what invoice.Field) string {
	for _, key := range slices.Sorted(maps.Keys(k.reads)) {
		if k.reads[key] == what {
			return k.path(key)
		}
	}
	return ""
}

// Choices calls see for every choice of the form with the key of its field.
func (k Kind) Choices(see func(key string, o form.Option)) { choices(k.Form.Fields(), see) }

func choices(fields []form.Field, see func(key string, o form.Option)) {
	for _, f := range fields {
		for _, o := range f.Options {
			see(f.Key, o)
		}
		choices(f.Fields, see)
	}
}

package catalogue

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/invoice/match"
	"factotum/automations/request"
)

// matchText is how a request of a kind is matched with what the company knows.
// Values are the keys of fields.
type matchText struct {
	Dataset   string            `yaml:"dataset"` // of the vendors
	Vendor    string            `yaml:"vendor"`
	VAT       string            `yaml:"vat"`
	Accounts  []string          `yaml:"accounts"` // where the money goes, the first one that is filled
	Number    string            `yaml:"number"`
	Order     string            `yaml:"order"`
	Take      map[string]string `yaml:"take"` // fields that begin with those of the vendor's record
	Terms     *termsText        `yaml:"terms"`
	Tolerance toleranceText     `yaml:"tolerance"` // by which an invoice may exceed its order
}

type termsText struct {
	From string `yaml:"from"` // day from which the vendor's days count
	To   string `yaml:"to"`   // day on which it is due
}

type toleranceText struct {
	Percent string `yaml:"percent"`
	Amount  string `yaml:"amount"`
}

// orderText says that invoices may belong to requests of the kind.
type orderText struct {
	Vendor string `yaml:"vendor"` // field with whom it is bought from
}

// Match is how a request of a kind is matched.
type Match struct {
	Vendors   dataset.Dataset
	Tolerance match.Tolerance
	text      matchText
}

// Names are the keys of the fields that say who sends it.
func (m Match) Names() []string { return []string{m.text.Vendor, m.text.VAT} }

// Facts are what the values of a form say of an invoice.
func (m Match) Facts(values form.Values, sum *request.Sum) match.Facts {
	f := match.Facts{
		Seller: values[m.text.Vendor].Text, VAT: values[m.text.VAT].Text,
		Number: values[m.text.Number].Text, Order: values[m.text.Order].Text,
	}
	for _, key := range m.text.Accounts {
		if text := values[key].Text; text != "" {
			f.Accounts = append(f.Accounts, text)
		}
	}
	if sum != nil {
		f.Gross, f.Currency = sum.Total.Value, string(sum.Total.Currency)
	}
	return f
}

// Defaults are the values for fields that are empty and of which the record of
// the vendor knows something.
func (m Match) Defaults(values, vendor form.Values) form.Values {
	found := form.Values{}
	for key, from := range m.text.Take {
		if v := vendor[from]; values[key].IsZero() && !v.IsZero() {
			found[key] = v
		}
	}
	if t, days := m.text.Terms, vendor["terms"].Number; t != nil && days != nil {
		if from := values[t.From].Date; !from.IsZero() && values[t.To].IsZero() {
			found[t.To] = form.Value{Date: from.AddDays(int(days.IntPart()))}
		}
	}
	return found
}

// Newcomer is what the record of an unknown vendor begins with: what the values
// say of it.
func (k Kind) Newcomer(values form.Values) form.Values {
	m := k.Match.text
	record, line := form.Values{"name": values[m.Vendor], "vat_id": values[m.VAT]}, form.Values{}
	for _, key := range m.Accounts {
		line[k.accountPart(key)] = values[key]
	}
	record["accounts"] = form.Value{Lines: []form.Values{line}}
	for key, from := range m.Take {
		record[from] = values[key]
	}
	return record
}

// accountPart is where an account of a form stands in a line of a record.
func (k Kind) accountPart(key string) string {
	if field, _ := k.Form.Field(key); field.Type == form.IBAN {
		return "iban"
	}
	return "number"
}

// WithAccount is the record of a vendor with the account to which values say that
// it is to be paid, beside those that are on file.
func (k Kind) WithAccount(record, values form.Values) form.Values {
	for _, key := range k.Match.text.Accounts {
		if values[key].IsZero() {
			continue
		}
		after := maps.Clone(record)
		after["accounts"] = form.Value{Lines: append(slices.Clip(record["accounts"].Lines), form.Values{k.accountPart(key): values[key]})}
		return after
	}
	return record
}

// match reads how a request is matched.
func (r *reader) match(f form.Form) *Match {
	in := r.in.Match
	if in == nil {
		return nil
	}
	m := Match{text: *in}
	var err error
	if m.Vendors, err = r.company.dataset(in.Dataset); err != nil {
		r.wrong("match.dataset", "there is no dataset %q: write one that is configured, such as vendors", in.Dataset)
	}
	r.typed("match.vendor", in.Vendor, f, form.Text)
	r.typed("match.number", in.Number, f, form.Text)
	if in.VAT != "" {
		r.typed("match.vat", in.VAT, f, form.VAT)
	}
	if in.Order != "" {
		r.typed("match.order", in.Order, f, form.Text)
	}
	for _, key := range in.Accounts {
		r.typed("match.accounts", key, f, form.IBAN, form.Text)
	}
	if r.in.Amount == "" {
		r.wrong("match", "invoices are told apart by their amounts: say which field holds it: amount: gross")
	}
	for key, from := range in.Take {
		r.alike("match.take."+key, key, from, f, m.Vendors)
	}
	if in.Terms != nil {
		r.day("match.terms.from", in.Terms.From, f)
		r.day("match.terms.to", in.Terms.To, f)
	}
	m.Tolerance.Percent = r.decimal("match.tolerance.percent", in.Tolerance.Percent)
	m.Tolerance.Amount = r.decimal("match.tolerance.amount", in.Tolerance.Amount)
	return &m
}

// typed checks that a field is named that has one of these types.
func (r *reader) typed(path, key string, f form.Form, types ...form.Type) {
	field, ok := f.Field(key)
	for _, t := range types {
		if ok && field.Type == t && !strings.Contains(key, ".") {
			return
		}
	}
	r.wrong(path, "%q is no field of type %s outside of lines", key, types[0])
}

// alike checks that a field can begin with a value of a record.
func (r *reader) alike(path, key, from string, f form.Form, ds dataset.Dataset) {
	field, ok := f.Field(key)
	source, known := ds.Form.Field(from)
	switch {
	case !known || strings.Contains(from, "."):
		r.wrong(path, "the dataset %s has no field %q with a value of its own", ds.Key, from)
	case !ok || field.Type != source.Type || strings.Contains(key, "."):
		r.wrong(path, "%q cannot hold the %s of %s: name a field of type %s outside of lines", key, from, ds.Key, source.Type)
	}
}

// decimal reads a number that is not below zero; "" is zero.
func (r *reader) decimal(path, text string) decimal.Decimal {
	if text == "" {
		return decimal.Zero
	}
	n, err := decimal.NewFromString(text)
	if err != nil || n.IsNegative() {
		r.wrong(path, "%q is no number from 0 on", text)
	}
	return n
}

// order reads whether invoices may belong to requests of the kind: the key of
// the field with the vendor.
func (r *reader) order(f form.Form) string {
	if r.in.Order == nil {
		return ""
	}
	r.typed("order.vendor", r.in.Order.Vendor, f, form.Text)
	if r.in.Amount == "" {
		r.wrong("order", "an order is over an amount: say which field holds it: amount: amount")
	}
	return r.in.Order.Vendor
}

// Vendors are the datasets with which requests are matched.
func (c *Catalogue) Vendors() []dataset.Dataset {
	var all []dataset.Dataset
	for _, k := range c.Kinds() {
		known := func(ds dataset.Dataset) bool { return ds.Key == k.Match.Vendors.Key }
		if k.Match != nil && !slices.ContainsFunc(all, known) {
			all = append(all, k.Match.Vendors)
		}
	}
	return all
}

// Onboarding is the kind of request by which a record comes into a dataset;
// false where none does.
func (c *Catalogue) Onboarding(ds dataset.Dataset) (Kind, bool) {
	return c.find(func(k Kind) bool { return k.record != nil && k.record.into.Key == ds.Key })
}

// Begin gives the fields from which a record like this one would follow.
func (k Kind) Begin(record form.Values) form.Values {
	values := form.Values{}
	for to, from := range k.record.fields {
		list, sub, repeated := strings.Cut(to, ".")
		v := record[to]
		if lines := record[list].Lines; repeated && len(lines) > 0 {
			v = lines[0][sub]
		}
		if !v.IsZero() {
			values[from] = v
		}
	}
	return values
}

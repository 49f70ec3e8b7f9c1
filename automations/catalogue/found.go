package catalogue

import (
	"strings"

	"factotum/automations/form"
	"factotum/automations/invoice"
)

// found are the values that a file gives, by key, and the keys of those that
// were not read for sure or cannot be used as they were read.
func (k Kind) found(s Scan, ctx form.Context) (found form.Values, unsure []string) {
	if s.Read == nil {
		return nil, nil
	}
	prefix, list := "", k.list()
	if list != "" {
		prefix = list + ".0."
	}
	raw, unsure := k.printed(prefix, *s.Read)
	values, problems := k.Form.Parse(raw, ctx)
	for _, p := range problems { // such as a day in the future
		if _, read := raw[p.Path]; read {
			unsure = append(unsure, strings.TrimPrefix(p.Path, prefix))
		}
	}
	if list != "" && len(values[list].Lines) > 0 {
		values = values[list].Lines[0]
	}
	found = form.Values{}
	for key := range k.reads {
		if v, ok := values[key]; ok && raw[prefix+key].Text != "" {
			found[key] = v
		}
	}
	return found, unsure
}

// printed is what a document says as if somebody had typed it, and the keys of
// what is not sure.
func (k Kind) printed(prefix string, read invoice.Invoice) (raw form.Raw, unsure []string) {
	raw = form.Raw{}
	currency := read.Values[invoice.Currency]
	for key, name := range k.reads {
		v := read.Values[name]
		if v.Text == "" {
			continue
		}
		doubt := v.Uncertain
		if k.field(key).Type == form.Money {
			doubt = doubt || currency.Text == "" || currency.Uncertain || read.Kind == invoice.CreditNote
			v.Text = strings.TrimSpace(v.Text + " " + currency.Text)
		}
		raw[prefix+key] = form.Input{Text: v.Text}
		if doubt {
			unsure = append(unsure, key)
		}
	}
	return raw, unsure
}

// field is the field with a key beside the files.
func (k Kind) field(key string) form.Field {
	f, _ := k.Form.Field(k.path(key))
	return f
}

// path is where a field beside the files stands in the form.
func (k Kind) path(key string) string { return k.Drop[:strings.LastIndexByte(k.Drop, '.')+1] + key }

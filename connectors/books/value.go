package books

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/form"
)

// hides tells which fields not everybody sees whole: they are in no book.
func (p *page) hides(kind catalogue.Kind) func(key string) bool {
	if kind.Dataset != "" {
		if ds, err := p.kinds.Dataset(kind.Dataset); err == nil {
			return ds.Hides
		}
	}
	return func(string) bool { return false } // it is no kind by which records are entered
}

// values writes what a form holds.
func (p *page) values(seq int64, values form.Values, hides func(key string) bool) {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		v := values[key]
		if hides(key) {
			continue
		}
		if len(v.Lines) == 0 {
			p.value(seq, 0, key, v)
		}
		for i, line := range v.Lines {
			for _, sub := range slices.Sorted(maps.Keys(line)) {
				p.value(seq, i+1, key+"."+sub, line[sub])
			}
		}
	}
}

func (p *page) value(seq int64, line int, field string, v form.Value) {
	var number, amount, currency, day any
	text := v.Text
	switch {
	case v.Number != nil:
		number = v.Number.String()
	case v.Money != nil:
		amount, currency, number = e4(v.Money.Value), string(v.Money.Currency), v.Money.Value.String()
	case !v.Date.IsZero():
		day = v.Date.String()
	case v.Checked:
		text = "yes"
	case len(v.List) > 0:
		text = strings.Join(v.List, ",")
	case len(v.Files) > 0:
		return // they are rows of their own
	}
	p.row("value", seq, line, field, opt(text), number, amount, currency, day)
}

func (p *page) files(seq int64, files []form.File) {
	for i, f := range files {
		p.row("file", seq, i, f.Name, opt(f.Type), f.Size, opt(f.Hash))
	}
}

// lineText is the first text of an item, or what the request is for.
func lineText(kind catalogue.Kind, values form.Values, n int, title string) string {
	list, _, _ := strings.Cut(kind.Amount, ".")
	field, known := kind.Form.Field(list)
	if n == 0 || !known {
		return title
	}
	for _, sub := range field.Fields {
		if text := values[sub.Key].Text; sub.Type == form.Text && text != "" {
			return text
		}
	}
	return title
}

// shown are the values as people read them, but for account numbers, of which
// nobody is to find out digits one by one.
func (p *page) shown(f form.Form, values form.Values, hides func(key string) bool) string {
	var all []string
	for _, field := range f.Fields() {
		if hides(field.Key) {
			continue
		}
		switch field.Type {
		case form.IBAN, form.Checkbox:
		case form.Lines:
			for _, line := range values[field.Key].Lines {
				for _, sub := range field.Fields {
					if sub.Type != form.IBAN && sub.Type != form.Checkbox {
						all = append(all, p.shownOne(f, sub, line[sub.Key]))
					}
				}
			}
		default:
			all = append(all, p.shownOne(f, field, values[field.Key]))
		}
	}
	return strings.Join(all, "\n")
}

func (p *page) shownOne(f form.Form, field form.Field, v form.Value) string {
	text := f.Show(field, v, p.name)
	if field.Type == form.Person || field.Type == form.Select {
		text += " " + v.Text
	}
	return text
}

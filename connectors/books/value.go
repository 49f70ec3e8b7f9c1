package books

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
)

// hides tells which fields not everybody sees whole: they are in no book.
func (p *page) hides(kind catalogue.Kind) func(key string) bool {
	ds, err := p.kinds.Dataset(kind.Dataset)
	if err != nil { // it is no kind by which records are entered
		return func(string) bool { return false }
	}
	return ds.Hides
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
	p.run("INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?, ?)", seq, line, field, opt(text), number, amount, currency, day)
}

func (p *page) files(seq int64, files []form.File) {
	for i, f := range files {
		p.run("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", seq, i, f.Name, opt(f.Type), f.Size, opt(f.Hash))
	}
}

// line writes one amount of a request; the sum as a whole where it is not known
// which amount there is.
func (p *page) line(seq int64, n int, r request.Request, kind catalogue.Kind, values form.Values, key string) {
	amount, day := r.Sum.Total, values[kind.Date].Date
	if _, sub, inLines := strings.Cut(kind.Date, "."); inLines {
		day = values[sub].Date
	}
	if m := values[key].Money; m != nil {
		amount = *m
	} else if n > 0 {
		return // an item without an amount
	}
	var on, base any
	if !day.IsZero() {
		on = day.String()
	}
	if in, known := p.base(r.Sum, amount, day.String()); known {
		base = e4(in.Value)
	}
	either := func(key string) any {
		if text := values[key].Text; text != "" {
			return text
		}
		return opt(r.Values[key].Text)
	}
	p.run("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", seq, n, on, opt(lineText(kind, values, n, r.Title)), either("category"), either("cost_centre"),
		string(amount.Currency), e4(amount.Value), base)
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

// base gives an amount in the company's currency, by the rates that the request
// was counted with.
func (p *page) base(sum *request.Sum, a money.Amount, day string) (money.Amount, bool) {
	own := p.kinds.Company().Currency
	if a.Currency == own {
		return a, true
	}
	var of []money.Rate
	for _, rate := range sum.Rates {
		if rate.From == a.Currency && rate.To == own {
			of = append(of, rate)
		}
	}
	for _, rate := range of {
		if rate.Date == day || len(of) == 1 {
			return rate.Convert(a), true
		}
	}
	return money.Amount{}, false
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

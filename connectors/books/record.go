package books

import (
	"strings"

	"factotum/automations/form"
	"factotum/automations/policy"
)

// record writes all rows of a record.
func (p *page) record(l leaf) {
	r := *l.record
	seq := p.place("record", l)
	if r.Removed { // its time is over: nothing of it stays
		p.erased = true
		return
	}
	p.add("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", seq, l.ID, l.Version, r.Dataset, r.Title, momentOf(r.Created.At), r.Created.By,
		momentOf(r.Changed.At), r.Changed.By, opt(r.From))
	ds, err := p.kinds.Dataset(r.Dataset)
	p.values(seq, r.Values, ds.Hides)
	p.files(seq, form.Files(r.Values))
	if err != nil {
		return // its dataset was taken out of the configuration: nobody may look at it
	}
	for _, label := range ds.Gaps(r.Values) {
		p.add("INSERT OR IGNORE INTO gap VALUES (?, ?)", seq, label)
	}
	tags := []string{tag(kindTag, r.Dataset), tag(fromTag, r.Created.By)}
	if owner := r.Values[ds.Own].Text; owner != "" {
		tags = append(tags, tag(leadTag, policy.NameLead(owner)))
	}
	p.find(seq, l.Number, r.Title, p.shown(ds.Form, r.Values, ds.Hides), "", "", "", strings.Join(tags, " "))
}

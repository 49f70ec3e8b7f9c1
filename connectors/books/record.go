package books

import (
	"slices"
	"strings"

	"factotum/automations/form"
	"factotum/automations/policy"
)

// record writes all rows of a record.
func (p *page) record(l leaf) {
	r := *l.record
	seq, was := p.place("record", l)
	if r.Removed { // its time is over: nothing of it stays
		p.erased = true
		p.hang(seq, was)
		p.exec("DELETE FROM record WHERE seq = ?", []any{seq})
		return
	}
	p.recordParts(seq, l)
	p.add("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", seq, l.ID, l.Version, r.Dataset, r.Title, momentOf(r.Created.At), r.Created.By,
		momentOf(r.Changed.At), r.Changed.By, opt(r.From), p.hang(seq, was).bytes())
}

// recordParts takes the rows that hang on a record, and its words.
func (p *page) recordParts(seq int64, l leaf) {
	r := *l.record
	ds, err := p.kinds.Dataset(r.Dataset)
	p.values(seq, r.Values, ds.Hides)
	p.files(seq, form.Files(r.Values))
	if err != nil {
		return // its dataset was taken out of the configuration: nobody may look at it
	}
	for _, label := range slices.Compact(slices.Sorted(slices.Values(ds.Gaps(r.Values)))) {
		p.row("gap", seq, label)
	}
	tags := []string{p.tag(kindTag, r.Dataset), p.tag(fromTag, r.Created.By)}
	if owner := r.Values[ds.Own].Text; owner != "" {
		tags = append(tags, p.tag(leadTag, policy.NameLead(owner)))
	}
	p.find(l.Number, ds.Name(r.Values, p.name), p.shown(ds.Form, r.Values, ds.Hides), "", "", "", strings.Join(tags, " "))
}

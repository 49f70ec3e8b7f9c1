package books

import (
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/policy"
	"factotum/automations/state"
)

// record writes all rows of a record.
func (p *page) record(doc state.Document, r dataset.Record) {
	seq := p.place("record", doc.ID)
	if r.Removed { // its time is over: nothing of it stays
		p.erased = true
		return
	}
	p.run("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", seq, doc.ID, doc.Version, r.Dataset, r.Title, momentOf(r.Created.At), r.Created.By,
		momentOf(r.Changed.At), r.Changed.By, opt(r.From))
	ds, err := p.kinds.Dataset(r.Dataset)
	p.values(seq, r.Values, ds.Hides)
	p.files(seq, form.Files(r.Values))
	if err != nil {
		return // its dataset was taken out of the configuration: nobody may look at it
	}
	for _, label := range ds.Gaps(r.Values) {
		p.run("INSERT OR IGNORE INTO gap VALUES (?, ?)", seq, label)
	}
	tags := []string{tag(kindTag, r.Dataset), tag(fromTag, r.Created.By)}
	if owner := r.Values[ds.Own].Text; owner != "" {
		tags = append(tags, tag(leadTag, policy.NameLead(owner)))
	}
	p.run("INSERT INTO words (rowid, number, title, texts, remarks, names, notes, tags) VALUES (?, ?, ?, ?, '', '', '', ?)", seq, doc.Number, r.Title,
		p.shown(ds.Form, r.Values, ds.Hides), strings.Join(tags, " "))
}

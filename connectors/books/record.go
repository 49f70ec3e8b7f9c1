package books

import (
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/state"
)

// record writes all rows of a record.
func (p *page) record(doc state.Document, r dataset.Record) {
	seq := p.place("record", doc.ID)
	p.run("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", seq, doc.ID, doc.Version, r.Dataset, r.Title, momentOf(r.Created.At), r.Created.By,
		momentOf(r.Changed.At), r.Changed.By, opt(r.From))
	p.values(seq, r.Values)
	p.files(seq, form.Files(r.Values))
	ds, err := p.kinds.Dataset(r.Dataset)
	if err != nil {
		return // its dataset was taken out of the configuration: nobody may look at it
	}
	p.run("INSERT INTO words (rowid, number, title, texts, remarks, names, notes, tags) VALUES (?, ?, ?, ?, '', '', '', ?)", seq, doc.Number, r.Title,
		p.shown(ds.Form, r.Values), strings.Join([]string{tag(kindTag, r.Dataset), tag(fromTag, r.Created.By)}, " "))
}

package automations

import (
	"context"

	"factotum/automations/dataset"
	"factotum/automations/state"
)

// regap finds anew which records lack something where the dataset has been
// written otherwise since: what is required now may be empty in old records.
func (d *Desk) regap(ctx context.Context, ds dataset.Dataset) error {
	done := state.Document{ID: "gaps/" + ds.Key}
	docs, err := d.Store.Load(ctx, done.ID)
	if err != nil || string(docs[0].Body) == `"`+ds.Hash+`"` {
		return err
	}
	for after := ""; ; {
		page, err := d.Store.Page(ctx, []string{recordsIndex(ds.Key)}, after, batch)
		if err != nil {
			return err
		}
		records, err := decodeRecords(page.Documents)
		if err != nil {
			return err
		}
		c := state.Change{Once: state.Once{Key: "regap/" + d.NewID(), Keep: keepSlack}}
		for _, r := range records {
			entry := state.Entry{Index: gapsIndex(ds.Key), Sort: dataset.Fold(r.Title), ID: r.ID}
			if c.Guards = append(c.Guards, RecordGuard(r)); len(ds.Gaps(r.Values)) > 0 {
				c.Add = append(c.Add, entry)
			} else {
				c.Remove = append(c.Remove, entry)
			}
		}
		if after = page.Next; after == "" {
			done.Version, done.Body = docs[0].Version, []byte(`"`+ds.Hash+`"`)
			c.Documents = []state.Document{done}
		}
		if _, err := d.write(ctx, c); err != nil || after == "" {
			return err
		}
	}
}

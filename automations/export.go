package automations

import (
	"context"
	"fmt"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// ExportRecords lets the records of a dataset be written into a table, all or those
// with some words, and brought to who asks. It is a request, so that it is known
// who took what out. Returns denied for who may not look at the dataset.
func (d *Desk) ExportRecords(ctx context.Context, by people.Person, once, key, words, format string) (File, error) {
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return File{}, err
	}
	if !reads(by, ds) && (ds.Own == "" || !adds(by, ds)) {
		_, err := d.visible(by, key)
		return File{}, err
	}
	values := form.Values{"dataset": {Text: ds.Key}, "format": {Text: format}}
	if words != "" {
		values["words"] = form.Value{Text: words}
	}
	return d.Submit(ctx, by, "export/"+once, Draft{ID: "export-" + once, Kind: catalogue.ExportKind, Values: values})
}

// exporting sets the timer at which the table is made.
func exporting(r request.Request, at time.Time) state.Change {
	return state.Change{Timers: []state.Timer{{Key: timerKey(exportTimer, r.ID), Name: exportTimer, At: at, Subject: r.ID}}}
}

// export makes the table of an export and brings it.
func (d *Desk) export(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	by, known := f.Dir.Person(f.Request.Requester)
	if !known {
		return d.drop(ctx, t)
	}
	body, name, err := d.exported(ctx, by, f.Request.Values)
	if code := fault.CodeOf(err); code == fault.Denied || code == fault.NotFound {
		return d.drop(ctx, t) // rights or configuration have changed since
	}
	if err != nil {
		return err
	}
	kept, err := d.Reader.Keep(ctx, name, body)
	if err != nil {
		return err
	}
	now := d.Now().UTC()
	_, err = d.write(ctx, state.Change{
		Once: slot(t), Fired: []state.Timer{t}, Timers: d.exportLeaves(f.Request, kept.Hash, now),
		Notices: []outbox.Notice{sheetLine(f.Request, by.ID, kept.Hash, name, now)},
	})
	return err
}

// exported writes the records that the person may see.
func (d *Desk) exported(ctx context.Context, by people.Person, asked form.Values) (body []byte, name string, err error) {
	key, words, format := asked["dataset"].Text, asked["words"].Text, asked["format"].Text
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return nil, "", err
	}
	if _, err := d.Records(ctx, by, key, "", 1); err != nil {
		return nil, "", err
	}
	paths := ds.Paths()
	rows := func(yield func([]dataset.Cell) bool) {
		if !yield(headings(ds, paths)) {
			return
		}
		for after := ""; ; {
			page, failed := d.Records(ctx, by, key, after, batch)
			if failed != nil {
				err = failed
				return
			}
			for _, r := range page.Records {
				if ds.Holds(r, words) && !yield(ds.Cells(r.Values, paths, keeps(by, ds))) {
					return
				}
			}
			if after = page.Next; after == "" {
				return
			}
		}
	}
	delimiter := "comma"
	if format == "xlsx" {
		delimiter = ""
	}
	body, file, failed := d.spread(ctx, delimiter, ds.Title, rows)
	if err == nil {
		err = failed
	}
	name = fmt.Sprintf("%s %s%s", ds.Title, d.Now().UTC().Format(time.DateOnly), file[strings.LastIndex(file, "."):])
	return body, name, err
}

// headings name the columns so that they are found again: by the label where it is
// that of one field only.
func headings(ds dataset.Dataset, paths []string) []dataset.Cell {
	cells := make([]dataset.Cell, len(paths))
	for i, path := range paths {
		field, _ := ds.Form.Field(path)
		cells[i].Text = field.Label
		if found, _ := ds.Columns([]string{field.Label}); found[0] != path {
			cells[i].Text = path
		}
	}
	return cells
}

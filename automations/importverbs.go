package automations

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// BringTable begins an import of a file that somebody has dropped. Its card shows
// how it is read, and what would become of its rows, before anything is taken.
func (d *Desk) BringTable(ctx context.Context, by people.Person, once string, file form.File, words string) error {
	draft := Draft{ID: "draft-" + once, Kind: catalogue.ImportKind, Values: tableValues(file), Card: true}
	return d.redraft(ctx, by, once, draft, func(p Paper) (state.Change, error) {
		c, err := d.written(p, by, draft)
		if err != nil {
			return c, err
		}
		r := p.File.Request
		r.ID, r.Shown = draft.ID, []string{by.ID}
		im := Import{By: by.ID, Words: words, Phase: ReadingTable, Name: file.Name}
		began, err := d.importChange(File{Request: r}, im)
		began.Once, began.Notices = state.Once{}, nil // the draft brings its card
		return with(c, began), err
	})
}

// Table gives an import to who brought it. Returns denied to anybody else.
func (d *Desk) Table(ctx context.Context, by people.Person, id string) (File, Import, error) {
	f, im, err := d.importing(ctx, id)
	if err == nil && im.By != by.ID {
		err = fault.New(fault.Denied, "This table was brought by somebody else, so nothing was changed.")
	}
	return f, im, err
}

// Reading says how a table is to be read. What is empty is found out.
type Reading struct {
	Dataset   string
	Encoding  string
	Delimiter string
	Quotes    string
	Decimals  string
	Days      string
	Paths     []string // of the columns; nil: found by their headings
}

// ReadAnew lets a table be read as somebody says, instead of as it was understood.
func (d *Desk) ReadAnew(ctx context.Context, by people.Person, id string, as Reading) error {
	f, im, err := d.Table(ctx, by, id)
	if err != nil {
		return err
	}
	if im.Phase == TakingTable || im.Phase == TableTaken || f.Request.State != request.Draft {
		return fault.New(fault.Conflict, "This table was ordered already, so it is read as it was then. Drop the file again.")
	}
	ds, err := d.Catalogue.Dataset(as.Dataset)
	if err != nil {
		return err
	}
	if !adds(by, ds) {
		return fault.New(fault.Denied, "%s is kept by %s only, so nothing was changed. Ask one of them.", ds.Title, List(ds.Keepers))
	}
	for i, p := range as.Paths {
		if at := slices.Index(as.Paths, p); p != "" && at != i {
			field, _ := ds.Form.Field(p)
			return fault.New(fault.Invalid, "The columns %d and %d are both %s. Choose what the second one is, or leave it out.", at+1, i+1, field.Label)
		}
	}
	im.Dataset, im.Paths, im.Phase, im.Say = ds.Key, as.Paths, ReadingTable, ""
	was := im.Style
	im.Style = dataset.Style{Encoding: cmp.Or(as.Encoding, was.Encoding), Delimiter: cmp.Or(as.Delimiter, was.Delimiter), Quotes: as.Quotes, Decimals: as.Decimals, Days: as.Days}
	if im.Style.Encoding != was.Encoding || im.Style.Delimiter != was.Delimiter || im.Style.Quotes != was.Quotes {
		im.Paths = nil // its columns may be others
	}
	return changedMeanwhile(d.saveImport(ctx, f, im))
}

func changedMeanwhile(err error) error {
	if err != nil && unmoved(err) == nil {
		return fault.New(fault.Conflict, "The table is just being worked on. Please try again in a moment.")
	}
	return err
}

// TakeTable orders the rows of a table to be taken: all, or only those that are
// right. Where the dataset wants it, somebody approves that first. Returns invalid
// while rows are wrong and only the others were not asked for.
func (d *Desk) TakeTable(ctx context.Context, by people.Person, once, id string, only bool) (File, error) {
	f, im, err := d.Table(ctx, by, id)
	switch {
	case err != nil:
		return f, err
	case im.Phase == TakingTable || im.Phase == TableTaken:
		return f, nil // clicked twice
	case im.Phase != TableReady:
		return f, fault.New(fault.Conflict, "This table is not ready to be imported. Look at its card again.")
	case im.Style.OpenDays:
		return f, fault.New(fault.Conflict, "Nothing tells whether days or months stand first in its dates, so nothing was imported. Say it by “Which is the day?…” on its card.")
	case im.Counts.Wrong > 0 && !only:
		return f, fault.New(fault.Invalid, "%s wrong, so nothing was imported. Correct what the file with remarks says, or import only the others.", rowsAre(im.Counts.Wrong))
	case im.Counts.Good() == 0:
		return f, fault.New(fault.Invalid, "No row would change anything, so nothing was imported.")
	}
	if im.Only != only {
		im.Only = only
		if err := d.saveImport(ctx, f, im); err != nil {
			return f, changedMeanwhile(err)
		}
	}
	return d.Submit(ctx, by, once, Draft{ID: id, Kind: catalogue.ImportKind, Values: f.Request.Values})
}

// ordering puts what an import is about into what is sent: a title, and the approval
// that its rows need.
func (d *Desk) ordering(ctx context.Context, id string, by people.Person, sent *request.Submission) error {
	_, im, err := d.importing(ctx, id)
	if err != nil {
		return err
	}
	ds, err := d.Catalogue.Dataset(im.Dataset)
	if err != nil {
		return err
	}
	if !adds(by, ds) {
		return fault.New(fault.Denied, "%s is kept by %s only, so nothing was imported. Ask one of them.", ds.Title, List(ds.Keepers))
	}
	sent.Title = ds.Title + ": " + im.Name // how many rows went in is known when it is over
	sent.Steps = im.Steps
	return nil
}

// StopTable ends an import after the rows that are just being written. What was
// taken stays.
func (d *Desk) StopTable(ctx context.Context, by people.Person, id string) error {
	_, im, err := d.Table(ctx, by, id)
	if err != nil {
		return err
	}
	if im.Phase != TakingTable {
		return fault.New(fault.Conflict, "The import is not running any more, so there is nothing to stop.")
	}
	// Each batch is guarded by this document, so that stopping never races with them.
	_, err = d.write(ctx, state.Change{
		Once: state.Once{Key: stopID(id), Keep: keepImports}, Documents: []state.Document{{ID: stopID(id), Body: []byte("true")}},
	})
	return err
}

// stopID is the document that is there once an import is to stop.
func stopID(id string) string { return "stop/" + importID(id) }

// Remarks brings the table with a column that says what is wrong in each row.
func (d *Desk) Remarks(ctx context.Context, by people.Person, once, id string) error {
	f, im, err := d.Table(ctx, by, id)
	if err != nil {
		return err
	}
	if im.Remarks == "" {
		return fault.New(fault.NotFound, "No row of this table is wrong, so there is no file with remarks.")
	}
	name := strings.TrimSuffix(im.Name, path.Ext(im.Name)) + " with remarks.csv"
	if im.Style.Delimiter == "" {
		name = strings.TrimSuffix(name, ".csv") + ".xlsx"
	}
	n := sheetLine(f.Request, by.ID, im.Remarks, name, d.Now().UTC())
	n.Key = "line/" + f.Request.ID + "/" + by.ID + "/" + SheetLine + "-" + once
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: "remarks/" + once, Keep: keepSlack}, Notices: []outbox.Notice{n}})
	return err
}

// ColumnsOf are the paths that a column of a table can be, with their labels.
func ColumnsOf(ds dataset.Dataset) (paths, labels []string) {
	for _, p := range ds.Paths() {
		field, _ := ds.Form.Field(p)
		if field.Compute != "" {
			continue
		}
		label := field.Label
		if list, _, in := strings.Cut(p, "."); in {
			outer, _ := ds.Form.Field(list)
			if outer.Label != label {
				label = outer.Label + ": " + label
			}
		}
		paths, labels = append(paths, p), append(labels, label)
	}
	return paths, labels
}

func plural(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return money.Count(n) + " " + of + "s"
}

func rowsAre(n int) string {
	if n == 1 {
		return "1 row is"
	}
	return plural(n, "row") + " are"
}

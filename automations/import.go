package automations

import (
	"context"
	"fmt"
	"time"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Phase is how far an import has come.
type Phase string

// The phases of an import. Those in which nothing happens by itself wait for a
// person, or are the end.
const (
	ReadingTable  Phase = "reading"
	ChoosingTable Phase = "choosing" // it is not clear which dataset is meant
	CheckingTable Phase = "checking"
	TableReady    Phase = "ready"
	TakingTable   Phase = "taking"
	TableTaken    Phase = "taken"
	TableStopped  Phase = "stopped"
	TableRefused  Phase = "refused" // it cannot be read at all
)

// Counts are what becomes of the rows of a table.
type Counts struct {
	New     int `json:"new,omitempty"`
	Changed int `json:"changed,omitempty"`
	Same    int `json:"same,omitempty"`
	Wrong   int `json:"wrong,omitempty"`
}

// All is how many rows they are.
func (c Counts) All() int { return c.New + c.Changed + c.Same + c.Wrong }

// Good is how many rows would change something.
func (c Counts) Good() int { return c.New + c.Changed }

// Import is a table on its way into a dataset. The request it belongs to says who
// brought it, and when it was ordered; this says how far it has come, and moves
// with every batch of rows.
type Import struct {
	By       string            `json:"by"`
	Words    string            `json:"words,omitempty"` // said with the file
	Phase    Phase             `json:"phase"`
	Say      string            `json:"say,omitempty"` // why it was refused
	Name     string            `json:"name"`          // of the file
	Dataset  string            `json:"dataset,omitempty"`
	Title    string            `json:"title,omitempty"`   // of the dataset
	Labels   []string          `json:"labels,omitempty"`  // of the fields that columns are read as
	Choices  []string          `json:"choices,omitempty"` // keys of datasets it may be meant for
	Style    dataset.Style     `json:"style,omitzero"`
	Above    int               `json:"above,omitempty"` // rows above the headings, which are left out
	Headings []string          `json:"headings,omitempty"`
	Paths    []string          `json:"paths,omitempty"`   // of the columns; "": left out
	Source   string            `json:"source,omitempty"`  // hash of our own copy of the file
	Rows     string            `json:"rows,omitempty"`    // hash of its rows as we keep them: behind each line number, comma separated, in UTF-8
	Total    int               `json:"total,omitempty"`   // rows
	Counts   Counts            `json:"counts,omitzero"`   // what would become of them
	First    []dataset.Mistake `json:"first,omitempty"`   // the first mistakes
	Added    []Altered         `json:"added,omitempty"`   // the first records that it would add, until it is taken
	Altered  []Altered         `json:"altered,omitempty"` // the first records that it changes, the grave ones before others
	Changes  string            `json:"changes,omitempty"` // hash of the file with all that it changes
	Remarks  string            `json:"remarks,omitempty"` // hash of the file with what is wrong in each row
	Steps    []request.Step    `json:"steps,omitempty"`   // of the approval that its rows need
	Only     bool              `json:"only,omitempty"`    // the good rows are taken although others are wrong
	Next     int64             `json:"next,omitempty"`    // where in Rows the next row begins, in bytes
	Done     Counts            `json:"done,omitzero"`     // of the rows that were taken
	Shown    time.Time         `json:"shown,omitzero"`    // when the card was last asked for

	version int64
	held    []string // hashes of the files that it had as it was read
}

// importID is the document of an import, by the id of its request.
func importID(request string) string { return importTimer + "/" + request }

func decodeImport(doc state.Document) (*Import, error) {
	if doc.Version == 0 {
		return nil, nil //nolint:nilnil // most requests have none
	}
	im := &Import{version: doc.Version}
	if err := decodeInto(doc, im); err != nil {
		return nil, err
	}
	im.held = im.hashes()
	return im, nil
}

func (im Import) document(id string) (state.Document, error) {
	body, err := encode(im)
	if err != nil {
		return state.Document{}, err
	}
	return state.Document{ID: importID(id), Version: im.version, Body: body}, nil
}

// moving tells whether an import goes on by itself.
func (im Import) moving() bool {
	return im.Phase == ReadingTable || im.Phase == CheckingTable || im.Phase == TakingTable
}

// importing loads an import with its request. Returns notfound where there is none.
func (d *Desk) importing(ctx context.Context, id string) (File, Import, error) {
	f, docs, err := d.openWith(ctx, id, importID(id))
	if err != nil {
		return f, Import{}, err
	}
	im, err := decodeImport(docs[0])
	if err == nil && im == nil {
		err = fault.New(fault.NotFound, "There is no such table any more. Drop the file again.")
	}
	if err != nil {
		return f, Import{}, err
	}
	return f, *im, nil
}

// importChange is what one step of an import writes: how far it has come, the
// timer by which it goes on, and the card.
func (d *Desk) importChange(f File, im Import) (state.Change, error) {
	doc, err := im.document(f.Request.ID)
	if err != nil {
		return state.Change{}, err
	}
	now := d.Now().UTC()
	c := state.Change{
		Once:      state.Once{Key: fmt.Sprintf("import/%s/%d", f.Request.ID, im.version), Keep: keepImports},
		Documents: []state.Document{doc}, Notices: cards(f.Request, now),
	}
	t := state.Timer{Key: importID(f.Request.ID), Name: importTimer, At: now, Subject: f.Request.ID}
	if im.moving() {
		c.Timers = []state.Timer{t}
	} else {
		c.Cancel = []string{t.Key}
		c.Timers = d.outliving(f.Request.ID, im.Dataset, now)
	}
	c = with(c, im.rehold(f.Request.ID, now))
	return c, nil
}

// saveImport commits one step of an import.
func (d *Desk) saveImport(ctx context.Context, f File, im Import) error {
	c, err := d.importChange(f, im)
	if err == nil {
		_, err = d.write(ctx, c)
	}
	return err
}

// Tables turns spreadsheets into rows, where they can harm nobody, and rows into
// spreadsheets.
type Tables interface {
	// Rows gives a spreadsheet as comma separated values, each row behind its number.
	// Returns invalid or denied for one that cannot be read.
	Rows(ctx context.Context, name string, raw []byte) ([]byte, error)
	// Sheet makes a spreadsheet.
	Sheet(ctx context.Context, title string, rows func(yield func([]dataset.Cell) bool)) ([]byte, error)
}

// began is what follows once an import was ordered, and approved where that is
// needed: its rows are taken.
func (d *Desk) began(ctx context.Context, id string, at time.Time) (state.Change, error) {
	_, im, err := d.importing(ctx, id)
	if err != nil {
		return state.Change{}, err
	}
	if im.Phase != TableReady {
		return state.Change{}, fault.New(fault.Conflict, "This table is not ready to be imported. Look at its card again.")
	}
	im.Phase, im.Next, im.Done, im.Added = TakingTable, 0, Counts{}, nil
	doc, err := im.document(id)
	return state.Change{
		Documents: []state.Document{doc},
		Timers:    []state.Timer{{Key: importID(id), Name: importTimer, At: at, Subject: id}},
	}, err
}

// tableValues are those of the request of an import.
func tableValues(f form.File) form.Values { return form.Values{"table": {Files: []form.File{f}}} }

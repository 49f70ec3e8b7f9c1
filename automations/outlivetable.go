package automations

import (
	"context"
	"slices"
	"time"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
	"factotum/automations/state"
)

// holdsPrefix begins the indexes of what has a file of which we keep a copy, by its
// hash: the same file may belong to several.
const holdsPrefix = "holds/"

// holding are the places of something in the indexes of its files.
func holding(id string, files ...form.File) []state.Entry {
	var all []state.Entry
	for _, f := range files {
		if e := (state.Entry{Index: holdsPrefix + f.Hash, Sort: "0", ID: id}); f.Hash != "" && !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	return all
}

// filesOf are the files that a request has, and had before it was sent again.
func filesOf(r request.Request) []form.File {
	return slices.Concat(r.Files(), form.Files(r.Previous), r.Attached())
}

// dropping are the timers at which it is looked whether files are held by nothing
// any more.
func dropping(at time.Time, files ...form.File) []state.Timer {
	var timers []state.Timer
	for _, f := range files {
		if f.Hash != "" {
			timers = append(timers, state.Timer{Key: timerKey(dropTimer, f.Hash), Name: dropTimer, At: at.Add(rested), Subject: f.Hash})
		}
	}
	return newest(timers)
}

// shed are the files that something had and has no more.
func shed(had, has []form.File) []form.File {
	return slices.DeleteFunc(had, func(f form.File) bool {
		return slices.ContainsFunc(has, func(o form.File) bool { return o.Hash == f.Hash })
	})
}

// unhold takes our copy of a file away that nothing has any more.
func (d *Desk) unhold(ctx context.Context, t state.Timer) error {
	return d.unheld(ctx, t, holdsPrefix, d.Keeper.Drop)
}

// hashes are those of the files of an import.
func (im Import) hashes() []string {
	return slices.DeleteFunc([]string{im.Source, im.Rows, im.Changes, im.Remarks}, func(hash string) bool { return hash == "" })
}

// rehold is what an import comes to hold, and what it leaves.
func (im Import) rehold(id string, at time.Time) (c state.Change) {
	files := func(hashes []string) (all []form.File) {
		for _, hash := range hashes {
			all = append(all, form.File{Hash: hash})
		}
		return all
	}
	had, has := files(im.held), files(im.hashes())
	c.Add, c.Remove = state.Diff(holding(importID(id), had...), holding(importID(id), has...))
	c.Timers = dropping(at, shed(had, has)...)
	return c
}

// bared is an import whose time is over: neither files nor what stood in them are
// left, but for changes of records that are there.
func (d *Desk) bared(ctx context.Context, id string, im Import, months int) (state.Change, error) {
	left, err := d.standing(ctx, im.Altered)
	if err != nil {
		return state.Change{}, err
	}
	bare := Import{
		By: im.By, Phase: im.Phase, Name: request.Outlived(months), Dataset: im.Dataset, Title: im.Title, Total: im.Total, Counts: im.Counts,
		Altered: left, Only: im.Only, Done: im.Done, Shown: im.Shown, version: im.version, held: im.held,
	}
	doc, err := bare.document(id)
	c := bare.rehold(id, d.Now().UTC())
	c.Documents, c.Cancel = []state.Document{doc}, []string{importID(id)}
	return c, err
}

// standing are the altered records that are there.
func (d *Desk) standing(ctx context.Context, all []Altered) ([]Altered, error) {
	all = slices.DeleteFunc(slices.Clone(all), func(a Altered) bool { return !dataset.Is(a.Record) })
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.Record
	}
	docs, err := d.Store.Load(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var left []Altered
	for i, doc := range docs {
		if doc.Version == 0 {
			continue
		}
		r, err := decodeRecord(doc)
		if err != nil {
			return nil, err
		}
		if !r.Removed {
			left = append(left, all[i])
		}
	}
	return left, nil
}

// trim takes away what a table says of records that are not there any more; its
// files go when its own time is over. An entry that is not known by its record, as
// those of former versions are not, goes whole.
func (d *Desk) trim(ctx context.Context, t state.Timer) error {
	f, im, err := d.importing(ctx, t.Subject)
	if fault.CodeOf(err) == fault.NotFound {
		return d.outlive(ctx, t)
	}
	if err != nil {
		return err
	}
	left, err := d.standing(ctx, im.Altered)
	if err != nil {
		return err
	}
	if len(left) == len(im.Altered) {
		return d.drop(ctx, t)
	}
	im.Altered = left
	doc, err := im.document(f.Request.ID)
	if err != nil {
		return err
	}
	_, err = d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Documents: []state.Document{doc}, Notices: cards(f.Request, d.Now().UTC())})
	return err
}

package automations

import (
	"bytes"
	"context"

	"factotum/automations/people"
	"factotum/automations/state"
)

// Staff takes over the directory as it was just joined, with the cost centres of
// the records. An unchanged one writes nothing. It gives whether anything changed.
func (d *Desk) Staff(ctx context.Context, dir people.Directory) (bool, error) {
	docs, err := d.Store.Load(ctx, people.DirectoryID)
	if err != nil {
		return false, err
	}
	if dir, err = d.charging(ctx, dir); err != nil { // read after the version that is written over
		return false, err
	}
	body, err := encode(dir)
	if err != nil {
		return false, err
	}
	d.roster.outdated(docs[0].Version)
	d.offerCentres(dir)
	if err := d.unfilled(ctx); err != nil || bytes.Equal(docs[0].Body, body) {
		return false, err
	}
	written, err := d.staffWritten(ctx)
	if err != nil {
		return false, err
	}
	_, err = d.write(ctx, state.Change{
		Once:      state.Once{Key: "people/" + d.NewID(), Keep: keepSlack},
		Documents: []state.Document{{ID: people.DirectoryID, Version: docs[0].Version, Body: body}, written},
	})
	d.roster.forget()
	return err == nil, err
}

// staffWritten is the document that tells of it, to be written with the directory.
func (d *Desk) staffWritten(ctx context.Context) (state.Document, error) {
	docs, err := d.Store.Load(ctx, people.WrittenID)
	if err != nil {
		return state.Document{}, err
	}
	return state.Document{ID: people.WrittenID, Version: docs[0].Version, Body: []byte("{}")}, nil
}

// learnStaff reads the directory anew where another replica has written it.
func (d *Desk) learnStaff(ctx context.Context) error {
	written, err := d.staffWritten(ctx)
	if err != nil || !d.roster.rewritten(written.Version) {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	d.offerCentres(dir)
	return d.unfilled(ctx)
}

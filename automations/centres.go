package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Cost centres are records. The directory, on which decisions stand, has them
// too: it is written in the commit that writes such a record, so that whoever
// decides by an older one is refused.

// Centres adds the cost centres of a directory as it was just joined to the
// records: those whose code none has. What is there stays as it is.
func (d *Desk) Centres(ctx context.Context, dir people.Directory) error {
	ds, err := d.Catalogue.Dataset(catalogue.CostCentres)
	if err != nil {
		return nil //nolint:nilerr // a company may do without
	}
	have, err := d.centres(ctx)
	if err != nil {
		return err
	}
	var all state.Change
	for _, c := range dir.CostCentres() {
		known := func(o people.CostCentre) bool { return dataset.Fold(o.Code) == dataset.Fold(c.Code) }
		if dataset.Fold(c.Code) == "" || slices.ContainsFunc(have, known) {
			continue
		}
		have = append(have, c)
		sum := sha256.Sum256([]byte(dataset.Fold(c.Code)))
		move, _ := ds.Put(dataset.Record{}, catalogue.CentreValues(c), audit.System, d.Now())
		move.Makers = nil
		one, _, err := recordChange(ds, dataset.Record{ID: dataset.ID(ds.Key, hex.EncodeToString(sum[:8]))}, move)
		if err != nil {
			return err
		}
		all = with(all, one)
	}
	if len(all.Documents) == 0 {
		return nil
	}
	all.Timers, all.Once = newest(all.Timers), state.Once{Key: "centres/" + d.NewID(), Keep: keepSlack}
	_, err = d.write(ctx, all)
	return err
}

// centres are the cost centres as their records have them.
func (d *Desk) centres(ctx context.Context) ([]people.CostCentre, error) {
	var all []people.CostCentre
	for r, err := range d.walkRecords(ctx, recordsIndex(catalogue.CostCentres)) {
		if err != nil {
			return nil, err
		}
		all = append(all, catalogue.Centre(r.Values))
	}
	return all, nil
}

// charging is a directory with the cost centres of the records, if there are any.
func (d *Desk) charging(ctx context.Context, dir people.Directory) (people.Directory, error) {
	centres, err := d.centres(ctx)
	if err != nil || len(centres) == 0 {
		return dir, err
	}
	return dir.Charging(centres), nil
}

// charged adds to a change that writes cost centres the directory that has them.
func (d *Desk) charged(ctx context.Context, c state.Change) (state.Change, *people.Directory, error) {
	var centres []people.CostCentre
	for _, doc := range c.Documents {
		switch {
		case doc.ID == people.DirectoryID:
			return c, nil, nil
		case dataset.Of(doc.ID) != catalogue.CostCentres:
			continue
		}
		r, err := decodeRecord(doc)
		if err != nil {
			return c, nil, err
		}
		centres = append(centres, catalogue.Centre(r.Values))
	}
	if len(centres) == 0 {
		return c, nil, nil
	}
	dir, guards, err := d.roster.read(ctx, d.Store, d.Now())
	if err != nil || guards[0].Version == 0 {
		return c, nil, err
	}
	for _, old := range dir.CostCentres() {
		if !slices.ContainsFunc(centres, func(o people.CostCentre) bool { return strings.EqualFold(o.Code, old.Code) }) {
			centres = append(centres, old)
		}
	}
	dir = dir.Charging(centres)
	body, err := encode(dir)
	if err != nil {
		return c, nil, err
	}
	written, err := d.staffWritten(ctx)
	if err != nil {
		return c, nil, err
	}
	c.Documents = append(slices.Clone(c.Documents), state.Document{ID: people.DirectoryID, Version: guards[0].Version, Body: body}, written)
	return c, &dir, nil
}

// turned is what follows from a commit that wrote the directory, or could not.
func (d *Desk) turned(dir *people.Directory, err error) {
	var stale state.StaleError
	if errors.As(err, &stale) && stale.ID == people.DirectoryID {
		d.roster.forget()
	}
	if dir != nil && err == nil {
		d.roster.forget()
		d.offerCentres(*dir)
	}
}

// offerCentres lets forms offer the cost centres of a directory.
func (d *Desk) offerCentres(dir people.Directory) {
	if options := catalogue.CentreChoices(dir.CostCentres()); len(options) > 0 {
		d.Catalogue.Offer(catalogue.CostCentres, options)
	}
}

// unfilled says which datasets have no record yet, so that nobody is asked for one
// of them.
func (d *Desk) unfilled(ctx context.Context) error {
	var empty []string
	for _, ds := range d.Catalogue.Datasets() {
		if ds.Roster {
			continue
		}
		page, err := d.Store.Page(ctx, []string{recordsIndex(ds.Key)}, "", 1)
		if err != nil {
			return err
		}
		if page.Total == 0 {
			empty = append(empty, ds.Key)
		}
	}
	d.Catalogue.Empty(empty)
	return nil
}

// begun notes that a dataset has a record now.
func (d *Desk) begun(c state.Change) {
	if d.Catalogue == nil { // a person is erased without knowing the company
		return
	}
	empty := d.Catalogue.Company().Vacant()
	for _, doc := range c.Documents {
		key := dataset.Of(doc.ID)
		if slices.Contains(empty, key) {
			d.Catalogue.Empty(missing([]string{key}, empty))
			return
		}
	}
}

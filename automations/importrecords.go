package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Imported is what became of the rows of a file, or would.
type Imported struct {
	New, Changed, Same int
	Mistakes           []dataset.Mistake // with any, nothing was imported
}

// keepImports is how long a row of a file is remembered, so that a file whose
// import was broken off can be given again.
const keepImports = 90 * 24 * time.Hour

// ImportRecords takes the rows of a table over into a dataset: each adds a
// record, or changes the one that has the same unique values; what a row leaves
// empty stays as it is. It takes all rows or, with any mistake, none; broken off,
// it goes on where it is given the same file again. A dry run changes nothing. By
// is who runs it, and need not be in the directory: no rights are asked.
func (d *Desk) ImportRecords(ctx context.Context, by people.Person, key string, table []byte, dry bool) (Imported, error) {
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return Imported{}, err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return Imported{}, err
	}
	sum := sha256.Sum256(table)
	in := importing{Desk: d, ds: ds, by: by.ID, ctx: d.Catalogue.Context(d.moment(by, dir)), operation: hex.EncodeToString(sum[:8])}
	rows, mistakes := ds.Read(table, in.ctx)
	if len(mistakes) > 0 {
		return Imported{Mistakes: mistakes}, nil
	}
	var planned Imported
	for _, row := range rows {
		if _, _, err := in.plan(ctx, row, &planned); err != nil {
			return planned, err
		}
	}
	if len(planned.Mistakes) > 0 || dry {
		return planned, nil
	}
	var done Imported
	for _, row := range rows {
		if err := in.take(ctx, row, &done); err != nil {
			return done, err
		}
	}
	return done, nil
}

// importing is one import at work.
type importing struct {
	*Desk
	ds        dataset.Dataset
	by        string
	ctx       form.Context
	operation string // the same for the same file
}

// plan finds what a row does: the record as it is, and the move, whose Action is
// "" where there is none. It is counted, or noted as a mistake.
func (in importing) plan(ctx context.Context, row dataset.Row, counted *Imported) (before dataset.Record, move dataset.Move, err error) {
	same, err := in.holders(ctx, in.ds.Keys(row.Values))
	if err != nil {
		return before, move, err
	}
	wrong := func(say string, args ...any) {
		counted.Mistakes = append(counted.Mistakes, dataset.Mistake{Line: row.Line, Say: fmt.Sprintf(say, args...)})
	}
	before.ID = dataset.ID(in.ds.Key, fmt.Sprintf("%s-%d", in.operation, row.Line))
	switch len(same) {
	case 0:
	case 1:
		before = same[0]
	default:
		wrong("The row belongs to %s as well as to %s. Make them one, or correct the row.", same[0].Title, same[1].Title)
		return before, move, nil
	}
	values := row.On(before.Values)
	for _, p := range in.ds.Form.Check(values, in.ctx) {
		field, _ := in.ds.Form.Field(p.Path)
		wrong("%s", strings.TrimPrefix(field.Label+": "+p.Say, ": "))
	}
	m, differs := in.ds.Put(before, values, in.by, in.Now())
	switch {
	case !differs:
		counted.Same++
		return before, move, nil
	case before.Version == 0:
		counted.New++
	default:
		counted.Changed++
	}
	return before, m, nil
}

// take commits a row, again when the record moves meanwhile.
func (in importing) take(ctx context.Context, row dataset.Row, done *Imported) error {
	busy := fault.New(fault.Conflict, "The record of line %d is being changed all the time. Import the file again: what was imported stays as it is.", row.Line)
	return retry(busy, func() (bool, error) {
		tried := *done
		before, move, err := in.plan(ctx, row, &tried)
		if err != nil {
			return false, err
		}
		if len(tried.Mistakes) > 0 {
			return false, fault.New(fault.Conflict, "Line %d: %s The lines before it were imported; correct this one and import the file again.", row.Line, tried.Mistakes[0].Say)
		}
		if move.Action == "" {
			*done = tried
			return true, nil
		}
		once := state.Once{Key: fmt.Sprintf("import/%s/%s/%d", in.ds.Key, in.operation, row.Line), Keep: keepImports}
		after, err := in.put(ctx, in.ds, before, move, once)
		var stale state.StaleError
		var taken state.TakenError
		switch {
		case errors.As(err, &stale), errors.As(err, &taken):
			return false, nil // somebody keeps the same record just now: the row is looked at anew
		case err == nil && after.Version == before.Version: // the same file was imported before, and somebody has changed the record since
			done.Same++
		case err == nil:
			*done = tried
		}
		return true, err
	})
}

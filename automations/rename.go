package automations

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/state"
)

// Records name those of other datasets as they are called, so that tables, cards
// and the log can be read by themselves. When one is called otherwise, those that
// name it follow soon, each by a move of its own in the log.

// renameTimer is due as soon as a record is called otherwise.
const renameTimer = "rename"

// renaming sets the timer by which those that name a record follow its new name.
func renaming(before, after dataset.Record) []state.Timer {
	if before.Version == 0 || after.Removed || before.Title == after.Title {
		return nil
	}
	key := fmt.Sprintf("%s/%d/%s", renameTimer, after.Version, after.ID)
	return []state.Timer{{Key: key, Name: renameTimer, At: after.Changed.At, Subject: after.ID}}
}

// refIndex holds the records that name one of a dataset.
func refIndex(into, name string) string { return "ref/" + into + "/" + dataset.Fold(name) }

// refEntries are the places of a record in the indexes of those that it names.
func refEntries(ds dataset.Dataset, r dataset.Record) []state.Entry {
	var entries []state.Entry
	for key, into := range ds.Refers {
		if name := r.Values[key].Text; name != "" {
			entries = append(entries, state.Entry{Index: refIndex(into, name), Sort: dataset.Fold(r.Title), ID: r.ID})
		}
	}
	return entries
}

// rename lets those that name a record by its old name name it by its new one.
func (d *Desk) rename(ctx context.Context, t state.Timer) error {
	r, err := d.stored(ctx, t.Subject)
	if err != nil {
		return err
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(t.Key, renameTimer+"/"), "/")
	version, err := strconv.ParseInt(number, 10, 64)
	was, known := r.At(version - 1)
	ds, missing := d.Catalogue.Dataset(r.Dataset)
	if err != nil || missing != nil || !known || r.Removed {
		return d.drop(ctx, t)
	}
	old := ds.Name(was, nil)
	var naming []string // where the old name stands
	if old != r.Title {
		naming = []string{refIndex(ds.Key, old)}
	}
	for n, err := range d.walkRecords(ctx, naming...) {
		if err != nil {
			return err
		}
		if err := d.renamed(ctx, n, ds.Key, old, r.Title, state.Once{Key: t.Key + "/" + n.ID, Keep: 30 * 24 * time.Hour}); err != nil {
			return err
		}
	}
	_, err = d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}})
	return err
}

// renamed writes the new name of a record of a dataset where another one has the
// old one.
func (d *Desk) renamed(ctx context.Context, r dataset.Record, into, old, name string, once state.Once) error {
	ds, err := d.Catalogue.Dataset(r.Dataset)
	if err != nil {
		return nil //nolint:nilerr // what is not configured is shown to nobody
	}
	row := dataset.Row{Values: form.Values{}}
	for _, field := range ds.Form.Fields() {
		if ds.Refers[field.Key] == into && dataset.Fold(r.Values[field.Key].Text) == dataset.Fold(old) {
			row.Values[field.Key] = form.Value{Text: name}
		}
	}
	move, differs := ds.Put(r, row.On(r.Values), audit.System, d.Now())
	if !differs {
		return nil
	}
	move.Makers = slices.DeleteFunc(move.Makers, func(id string) bool { return id == audit.System })
	_, err = d.put(ctx, ds, r, move, once)
	return err
}

package automations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/form"
)

// seen is of how many records of a dataset the names are compared with one that
// none has.
const seen = 2_000

// referring finds the records of other datasets that values name. The names that
// are there are read at most once.
type referring struct {
	*Desk
	there map[string][]dataset.Record // the first records of datasets
}

func (d *Desk) referring() *referring { return &referring{d, map[string][]dataset.Record{}} }

// of puts the names of other datasets' records as they are called there. A name
// that none has is a problem that says which come near.
func (d *referring) of(ctx context.Context, ds dataset.Dataset, values form.Values) (form.Values, []form.Problem, error) {
	var problems []form.Problem
	for _, field := range ds.Form.Fields() {
		key, refers := ds.Refers[field.Key], values[field.Key].Text
		if key == "" || refers == "" {
			continue
		}
		into, err := d.Catalogue.Dataset(key)
		if err != nil {
			return values, nil, err
		}
		name, near, err := d.called(ctx, into, refers)
		if err != nil {
			return values, nil, err
		}
		if name == "" {
			problems = append(problems, form.Problem{Path: field.Key, Say: unknownRecord(into, refers, near)})
			continue
		}
		values = dataset.Row{Values: form.Values{field.Key: {Text: name}}}.On(values)
	}
	return values, problems, nil
}

func unknownRecord(ds dataset.Dataset, name string, near []string) string {
	say := fmt.Sprintf("“%s” is not among the %s.", shortened(name, 80), strings.ToLower(ds.Title))
	if len(near) > 0 {
		return say + " Did you mean " + strings.Join(near, " or ") + "?"
	}
	return say + fmt.Sprintf(" Look for it with /entry %s.", ds.Key)
}

// called gives the record of a name as it is called, or the names nearest to it.
func (d *referring) called(ctx context.Context, ds dataset.Dataset, name string) (title string, near []string, err error) {
	found, err := d.near(ctx, ds, ds.Named(name))
	if err != nil {
		return "", nil, err
	}
	folded := dataset.Fold(name)
	for _, r := range found {
		if dataset.Fold(r.Title) == folded || slices.ContainsFunc(ds.Keys(ds.Named(name)), func(key string) bool { return slices.Contains(r.Keys, key) }) {
			return r.Title, nil, nil
		}
	}
	alone := slices.DeleteFunc(slices.Clone(found), func(r dataset.Record) bool { // as people call a company: without its legal form
		return !slices.Equal(dataset.Words(r.Title), dataset.Words(name))
	})
	if len(alone) == 1 {
		return alone[0].Title, nil, nil
	}
	if len(found) == 0 { // the slip is at the beginning of a word
		if found, err = d.resembling(ctx, ds, name); err != nil {
			return "", nil, err
		}
	}
	for _, r := range dataset.Nearest(name, found)[:min(3, len(found))] {
		near = append(near, "“"+r.Title+"”")
	}
	return "", near, nil
}

// resembling are records whose names are nearly this one.
func (d *referring) resembling(ctx context.Context, ds dataset.Dataset, name string) ([]dataset.Record, error) {
	there, read := d.there[ds.Key]
	if !read {
		var err error
		if there, err = d.first(ctx, ds); err != nil {
			return nil, err
		}
		d.there[ds.Key] = there
	}
	return dataset.Resembling(name, there), nil
}

// first are the names of the first records.
func (d *referring) first(ctx context.Context, ds dataset.Dataset) ([]dataset.Record, error) {
	if ds.Roster {
		page, err := d.staffedPage(ctx, ds, "", seen)
		return page.Records, err
	}
	var all []dataset.Record
	for r, err := range d.walkRecords(ctx, recordsIndex(ds.Key)) {
		if err != nil {
			return nil, err
		}
		if all = append(all, dataset.Record{ID: r.ID, Title: r.Title}); len(all) == seen {
			break
		}
	}
	return all, nil
}

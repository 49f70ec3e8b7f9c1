package automations

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
)

// The people of the directory are looked up, named and exported like the records
// of any dataset. There is no copy of them: each is made when it is asked for.

// employed are the people who have a record, by name; those who have left are
// among them.
func employed(dir people.Directory) []people.Person {
	all := slices.DeleteFunc(slices.Clone(dir.Everybody()), func(p people.Person) bool { return p.Service || p.Name == "" })
	names := make(map[string]string, len(all))
	for _, p := range all {
		names[p.ID] = dataset.Fold(p.Name)
	}
	slices.SortStableFunc(all, func(a, b people.Person) int { return strings.Compare(names[a.ID], names[b.ID]) })
	return all
}

// staffedPage is a page of their records. The cursor is how many came before.
func (d *Desk) staffedPage(ctx context.Context, ds dataset.Dataset, after string, limit int) (RecordPage, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return RecordPage{}, err
	}
	all := employed(dir)
	from, err := strconv.Atoi(after)
	if err != nil {
		from = 0 // the first page has no cursor
	}
	from = min(max(from, 0), len(all))
	to := min(from+limit, len(all))
	page := RecordPage{Total: len(all)}
	for _, p := range all[from:to] {
		page.Records = append(page.Records, catalogue.Person(ds, p, dir))
	}
	if to < len(all) {
		page.Next = strconv.Itoa(to)
	}
	return page, nil
}

// staffedNear are the records of those who share a claim or a mark with values.
func (d *Desk) staffedNear(ctx context.Context, ds dataset.Dataset, values form.Values) ([]dataset.Record, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	keys, marks := ds.Keys(values), ds.Marks(values)
	var near []dataset.Record
	for _, p := range employed(dir) {
		r := catalogue.Person(ds, p, dir)
		if len(common(keys, r.Keys)) > 0 || len(common(marks, ds.Marks(r.Values))) > 0 {
			near = append(near, r)
		}
	}
	return near, nil
}

// staffedOne is the record of one of them by its id; Version 0 where there is none.
func (d *Desk) staffedOne(ctx context.Context, ds dataset.Dataset, id string) (dataset.Record, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return dataset.Record{ID: id}, err
	}
	p, known := dir.Person(strings.TrimPrefix(id, dataset.ID(ds.Key, "")))
	if !known || p.Service || people.IsContact(p.ID) {
		return dataset.Record{ID: id}, nil
	}
	return catalogue.Person(ds, p, dir), nil
}

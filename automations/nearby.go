package automations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
)

const (
	// crowd is how many records may have a mark that still tells something.
	crowd = 200
	// keysAtOnce is how many claims are looked up in one question to the store.
	keysAtOnce = 12
)

// holders are the records that have one of these claims.
func (d *Desk) holders(ctx context.Context, keys []string) ([]dataset.Record, error) {
	var found []dataset.Record
	for some := range slices.Chunk(keys, keysAtOnce) {
		indexes := make([]string, len(some))
		for i, key := range some {
			indexes[i] = keyIndex(key)
		}
		page, err := d.Store.Page(ctx, indexes, "", len(indexes))
		if err != nil {
			return nil, err
		}
		records, err := decodeRecords(page.Documents)
		if err != nil {
			return nil, err
		}
		found = joinedRecords(found, records)
	}
	return found, nil
}

// near are the records that have a claim of these values, and those that share a
// mark which not too many have.
func (d *Desk) near(ctx context.Context, ds dataset.Dataset, values form.Values) ([]dataset.Record, error) {
	if ds.Roster {
		return d.staffedNear(ctx, ds, values)
	}
	found, err := d.holders(ctx, ds.Keys(values))
	if err != nil {
		return nil, err
	}
	for _, mark := range ds.Marks(values) {
		page, err := d.Store.Page(ctx, []string{markIndex(mark)}, "", crowd)
		if err != nil {
			return nil, err
		}
		if page.Total > crowd {
			continue
		}
		records, err := decodeRecords(page.Documents)
		if err != nil {
			return nil, err
		}
		found = joinedRecords(found, records)
	}
	return found, nil
}

// joinedRecords adds those that are not there yet.
func joinedRecords(all, more []dataset.Record) []dataset.Record {
	for _, r := range more {
		if !slices.ContainsFunc(all, func(o dataset.Record) bool { return o.ID == r.ID }) {
			all = append(all, r)
		}
	}
	return all
}

// FindRecords looks records up by words: the one that is called so or has such a
// value, else those whose names have all the words, the nearest first. Returns
// denied for who may not look at the dataset.
func (d *Desk) FindRecords(ctx context.Context, by people.Person, key, words string) ([]dataset.Record, error) {
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return nil, err
	}
	if !reads(by, ds) && ds.Own == "" {
		_, err := d.visible(by, key)
		return nil, err
	}
	named := ds.Named(words)
	found, err := d.near(ctx, ds, named)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(r dataset.Record) bool { return !reads(by, ds) && !owns(by, ds, r.Values) })
	for _, r := range found {
		if dataset.Fold(r.Title) == dataset.Fold(words) || len(common(ds.Keys(named), r.Keys)) > 0 {
			return []dataset.Record{r}, nil
		}
	}
	return dataset.Nearest(words, slices.DeleteFunc(found, func(r dataset.Record) bool { return !ds.Holds(r, words) })), nil
}

// DatasetCalled gives the dataset that a word names: its key, its title, or what
// one of its records is called. Returns notfound with those that the person may use.
func (d *Desk) DatasetCalled(by people.Person, word string) (dataset.Dataset, error) {
	folded := dataset.Fold(word)
	var names []string
	for _, ds := range d.Readable(by) {
		for _, name := range []string{ds.Key, ds.Title, ds.One} {
			if dataset.Fold(name) == folded || dataset.Fold(name)+"s" == folded {
				return ds, nil
			}
		}
		names = append(names, ds.Key)
	}
	if len(names) == 0 {
		return dataset.Dataset{}, fault.New(fault.Denied, "There is no dataset that you may use. Ask your Factotum administrator.")
	}
	return dataset.Dataset{}, fault.New(fault.NotFound, "There is no dataset “%s” that you may use. Write for example /entry %s.", shortened(word, 40), strings.Join(names, " or /entry "))
}

// DatasetNamed gives the dataset that the first words of a text name, and the
// rest. Returns as DatasetCalled does for the first word.
func (d *Desk) DatasetNamed(by people.Person, text string) (ds dataset.Dataset, rest string, err error) {
	text = strings.TrimSpace(text)
	ends := []int{} // where each of the first words ends
	for i, r := range text + " " {
		if r == ' ' && (i == 0 || text[i-1] != ' ') {
			ends = append(ends, i)
		}
	}
	for _, end := range slices.Backward(ends[:min(3, len(ends))]) { // the longer name first: "cost centre" is not "cost"
		if ds, err = d.DatasetCalled(by, text[:end]); err == nil {
			return ds, strings.TrimSpace(text[end:]), nil
		}
	}
	return ds, "", err
}

// Gaps counts the records that lack something that a complete one has.
func (d *Desk) Gaps(ctx context.Context, by people.Person, key string) (RecordPage, error) {
	ds, err := d.visible(by, key)
	if err != nil {
		return RecordPage{}, err
	}
	page, err := d.Store.Page(ctx, []string{gapsIndex(ds.Key)}, "", 20)
	if err != nil {
		return RecordPage{}, fmt.Errorf("automations: gaps of %s: %w", key, err)
	}
	records, err := decodeRecords(page.Documents)
	return RecordPage{Records: records, Next: page.Next, Total: page.Total}, err
}

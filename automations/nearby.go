package automations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/catalogue"
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
// mark which not too many have. Where there are none, because every mark is one
// that very many share, the first that share the rarest.
func (d *Desk) near(ctx context.Context, ds dataset.Dataset, values form.Values) ([]dataset.Record, error) {
	found, rarest, err := d.marked(ctx, ds, values)
	if err != nil || len(found) > 0 || rarest == "" {
		return found, err
	}
	page, err := d.sharing(ctx, rarest, func(dataset.Record) bool { return true })
	return page.Records, err
}

// marked are the records that have a claim of these values, or share a mark which
// not too many have; rarest is the mark which the fewest have of those which too
// many do, "" for none.
func (d *Desk) marked(ctx context.Context, ds dataset.Dataset, values form.Values) (found []dataset.Record, rarest string, err error) {
	if ds.Roster {
		found, err = d.staffedNear(ctx, ds, values)
		return found, "", err
	}
	if found, err = d.holders(ctx, ds.Keys(values)); err != nil {
		return nil, "", err
	}
	fewest := 0
	for _, mark := range ds.Marks(values) {
		page, err := d.Store.Page(ctx, []string{markIndex(mark)}, "", crowd)
		if err != nil {
			return nil, "", err
		}
		if page.Total > crowd {
			if fewest == 0 || page.Total < fewest {
				rarest, fewest = mark, page.Total
			}
			continue
		}
		records, err := decodeRecords(page.Documents)
		if err != nil {
			return nil, "", err
		}
		found = joinedRecords(found, records)
	}
	return found, rarest, nil
}

// sharing are those of the first records with a mark that are wanted. Next says
// that there are more records with it, at which nobody looked.
func (d *Desk) sharing(ctx context.Context, mark string, wanted func(dataset.Record) bool) (RecordPage, error) {
	var found RecordPage
	looked := 0
	for r, err := range d.walkRecords(ctx, markIndex(mark)) {
		if err != nil {
			return RecordPage{}, err
		}
		if looked++; looked > seen {
			found.Next = r.ID
			break
		}
		if wanted(r) {
			found.Records = append(found.Records, r)
		}
	}
	found.Total = len(found.Records)
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
// value, else those whose names have all the words, the nearest first. Where so
// many have the words that not all were looked at, Next is not "". Returns denied
// for who may not look at the dataset.
func (d *Desk) FindRecords(ctx context.Context, by people.Person, key, words string) (RecordPage, error) {
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return RecordPage{}, err
	}
	if !reads(by, ds) && ds.Own == "" {
		_, err := d.visible(by, key)
		return RecordPage{}, err
	}
	hidden := func(r dataset.Record) bool { return !readsOne(by, ds, r.Values) }
	if r, ok, err := d.titled(ctx, by, ds, words); err != nil || ok && !hidden(r) {
		return RecordPage{Records: []dataset.Record{r}, Total: 1}, err
	}
	named := ds.Named(words)
	all, rarest, err := d.marked(ctx, ds, named)
	if err != nil {
		return RecordPage{}, err
	}
	all = slices.DeleteFunc(all, hidden)
	for _, r := range all {
		if dataset.Fold(r.Title) == dataset.Fold(words) || len(common(ds.Keys(named), r.Keys)) > 0 {
			return RecordPage{Records: []dataset.Record{r}, Total: 1}, nil
		}
	}
	all = slices.DeleteFunc(all, func(r dataset.Record) bool { return !ds.Holds(r, words) })
	found := RecordPage{Records: all, Total: len(all)}
	if len(all) == 0 && rarest != "" {
		if found, err = d.sharing(ctx, rarest, func(r dataset.Record) bool { return ds.Holds(r, words) && !hidden(r) }); err != nil {
			return RecordPage{}, err
		}
	}
	found.Records = dataset.Nearest(words, found.Records)
	return found, nil
}

// titled is the only record of a name that is made of several fields, such as a
// person and a day.
func (d *Desk) titled(ctx context.Context, by people.Person, ds dataset.Dataset, name string) (r dataset.Record, ok bool, err error) {
	kind, err := d.Catalogue.Kind(catalogue.EntryKind(ds.Key))
	if err != nil || ds.Roster {
		return r, false, nil //nolint:nilerr // nobody enters the people of the directory
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return r, false, err
	}
	in := kind.Context(d.moment(by, dir))
	in.Named = catalogue.Namesakes(dir)
	values := ds.Form.Unbraced(ds.Label, name, in)
	if len(values) == 0 {
		return r, false, nil
	}
	all, _, err := d.marked(ctx, ds, values)
	if err != nil {
		return r, false, err
	}
	all = slices.DeleteFunc(all, func(r dataset.Record) bool {
		return dataset.Fold(knownAs(ds, r, dir).Title) != dataset.Fold(name)
	})
	if len(all) != 1 {
		return r, false, nil
	}
	return all[0], true, nil
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

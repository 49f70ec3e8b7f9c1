package automations

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/dataset"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/state"
)

// Tidy asks for what is missing in records: who has added one, or whose it is, to
// fill it in, and who keeps a dataset to see to it. Everybody gets one message a
// week with all of it, for as long as something lacks.
type Tidy struct {
	Desk      *Desk
	Messenger Messenger
	Show      func(Chores) (outbox.Message, error)
}

// Chores are what one person is asked to see to.
type Chores struct {
	By   people.Person
	Dir  people.Directory
	Mine []Lacking // what they can fill in, by dataset
	Kept []Lacking // the datasets that they keep
}

// Lacking is what lacks in a dataset, or in the records of it that are somebody's.
type Lacking struct {
	Dataset dataset.Dataset
	All     int              // records of the dataset
	Total   int              // of which so many lack something
	Looked  int              // of these so many were looked through
	Labels  map[string]int   // by label of a field: how many of them lack it
	First   []dataset.Record // some of them
}

const (
	// tidied is how many records that lack something are looked through.
	tidied = 1000
	// shownGaps is how many of them are shown with a button.
	shownGaps = 5
	// tidyEnds is the hour after which nobody is told any more.
	tidyEnds = 17
)

// Run tells who is due: in the daytime of their first working day of the week, or
// of the one on which something came to lack.
func (t *Tidy) Run(ctx context.Context) error {
	dir, err := t.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	chores := map[string]*Chores{}
	for _, ds := range t.Desk.Catalogue.Datasets() {
		if err := t.Desk.regap(ctx, ds); err != nil {
			return err
		}
		if err := t.collect(ctx, dir, ds, chores); err != nil {
			return err
		}
	}
	var failed []error
	for _, id := range slices.Sorted(maps.Keys(chores)) {
		failed = append(failed, t.tell(ctx, *chores[id]))
	}
	return errors.Join(failed...)
}

// collect adds what lacks in a dataset to the chores of those whom it concerns.
func (t *Tidy) collect(ctx context.Context, dir people.Directory, ds dataset.Dataset, chores map[string]*Chores) error {
	records, total, err := t.lacking(ctx, ds)
	if err != nil || len(records) == 0 {
		return err
	}
	of := func(p people.Person) *Chores {
		if chores[p.ID] == nil {
			chores[p.ID] = &Chores{By: p, Dir: dir}
		}
		return chores[p.ID]
	}
	page, err := t.Desk.Store.Page(ctx, []string{recordsIndex(ds.Key)}, "", 1)
	if err != nil {
		return err
	}
	whole := Lacking{Dataset: ds, All: page.Total, Total: total, Looked: len(records), Labels: map[string]int{}}
	for _, r := range records {
		for _, label := range ds.Gaps(r.Values) {
			whole.Labels[label]++
		}
	}
	for id, l := range t.fillers(dir, ds, records) {
		p, _ := dir.Person(id)
		of(p).Mine = append(of(p).Mine, *l)
	}
	for _, p := range dir.Everybody() {
		if keeps(p, ds) && p.MayDecide() && len(p.Accounts) > 0 {
			of(p).Kept = append(of(p).Kept, whole)
		}
	}
	return nil
}

// fillers are who can fill in what these records lack, each with their own.
func (t *Tidy) fillers(dir people.Directory, ds dataset.Dataset, records []dataset.Record) map[string]*Lacking {
	mine := map[string]*Lacking{}
	for _, r := range records {
		p, ok := t.Desk.fills(dir, ds, r)
		if !ok {
			continue
		}
		if mine[p.ID] == nil {
			mine[p.ID] = &Lacking{Dataset: ds}
		}
		if mine[p.ID].Total++; len(mine[p.ID].First) < shownGaps {
			mine[p.ID].First = append(mine[p.ID].First, r)
		}
	}
	return mine
}

// fills is who is asked to fill in a record: whose it is, or who added it. Who
// keeps the dataset is told of all together.
func (d *Desk) fills(dir people.Directory, ds dataset.Dataset, r dataset.Record) (people.Person, bool) {
	for _, id := range []string{r.Values[ds.Own].Text, r.Created.By} {
		p, known := dir.Person(id)
		if known && p.MayDecide() && len(p.Accounts) > 0 && !policy.HasRole(p, ds.Keepers) && MayChange(p, ds, r, nil, d.Now()) == nil {
			return p, true
		}
	}
	return people.Person{}, false
}

// lacking are the first records of a dataset that lack something, and how many
// there are.
func (t *Tidy) lacking(ctx context.Context, ds dataset.Dataset) (records []dataset.Record, total int, err error) {
	for after := ""; len(records) < tidied; {
		page, err := t.Desk.Store.Page(ctx, []string{gapsIndex(ds.Key)}, after, batch)
		if err != nil {
			return nil, 0, err
		}
		found, err := decodeRecords(page.Documents)
		if err != nil {
			return nil, 0, err
		}
		records, total = append(records, found...), max(total, page.Total, len(records))
		if after = page.Next; after == "" {
			break
		}
	}
	return records, total, nil
}

// tell posts to one person, once a week.
func (t *Tidy) tell(ctx context.Context, c Chores) error {
	now := t.Desk.Now()
	today, hour := calendar.DateOf(now, zone(c.By)), now.In(zone(c.By)).Hour()
	if hour < int(morning/time.Hour) || hour >= tidyEnds || !t.Desk.Calendar(c.By).IsWorkingDay(today) {
		return nil
	}
	week := dataset.Chase{Every: dataset.Weekly}.First(today)
	once := state.Once{Key: fmt.Sprintf("tidy/%s/%s", c.By.ID, week), Keep: 8 * 24 * time.Hour}
	m, err := t.Show(c)
	if err != nil {
		return err
	}
	r, err := t.Desk.write(ctx, state.Change{Once: once})
	if err != nil || r.Repeated {
		return err
	}
	m.Key, m.To = once.Key, c.By.Accounts[0]
	_, _, err = t.Messenger.Post(ctx, m)
	return err
}

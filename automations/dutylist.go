package automations

import (
	"context"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// dutyIndex holds the duties that are not done: of a person, or all of them.
func dutyIndex(of string) string { return "duty/" + of }

// yearIndex holds all duties that are due in a year, whatever became of them.
func yearIndex(year string) string { return "duties/" + year }

// yearEntries is the place of a duty in its year; none for what is no duty.
func yearEntries(r request.Request) []state.Entry {
	if !r.IsDuty() || len(r.Work.Due) < 4 {
		return nil
	}
	return []state.Entry{{Index: yearIndex(r.Work.Due[:4]), Sort: r.Work.Due, ID: r.ID}}
}

// dutyEntries are the places of a duty that is not done, by the day on which it
// is due; none for what is no duty.
func dutyEntries(r request.Request) []state.Entry {
	if !r.IsDuty() || r.State != request.Open && r.State != request.Pending {
		return nil
	}
	sort := r.Work.Due + " " + r.Created.UTC().Format(sortable)
	return []state.Entry{
		{Index: dutyIndex(r.Work.Assignee), Sort: sort, ID: r.ID},
		{Index: dutyIndex(everything), Sort: sort, ID: r.ID},
	}
}

// dutyIndexes are where the duties stand that the person has: their own, and
// those of whom they stand in for.
func dutyIndexes(by people.Person, dir people.Directory) []string {
	all := []string{dutyIndex(by.ID)}
	for _, away := range policy.Covered(by, dir) {
		all = append(all, dutyIndex(away.ID))
	}
	return all
}

// manages tells whether the person is the manager of another.
func manages(by people.Person, id people.ID, dir people.Directory) bool {
	return by.MayDecide() && slices.ContainsFunc(dir.Reports(by.ID), func(p people.Person) bool { return dir.Same(p.ID, id) })
}

// LateUnder lists the duties that are late of those whom the person manages, and
// of all where they are told of what is late; what has waited longest first.
func (d *Desk) LateUnder(ctx context.Context, by people.Person, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	var indexes []string
	for _, p := range dir.Reports(by.ID) {
		indexes = append(indexes, dutyIndex(p.ID))
	}
	heads := func(kind catalogue.Kind) bool { return oneOf(by, dir, kind.Duty.Head) }
	if slices.ContainsFunc(d.Catalogue.Duties(), heads) {
		indexes = []string{dutyIndex(everything)}
	}
	now, own := today(d.Now(), by, d).String(), dutyIndexes(by, dir)
	var late Rows
	for doc, err := range d.walk(ctx, indexes...) {
		if err != nil {
			return late, err
		}
		rows, err := d.passing(state.Page{Documents: []state.Document{doc}}, dir, func(f File) bool { return f.Request.State == request.Open })
		if err != nil {
			return late, err
		}
		for _, r := range rows {
			w := r.File.Request.Work
			if w.Due >= now { // they stand in the order of their days
				return late, nil
			}
			if (heads(r.Kind) || manages(by, w.Assignee, dir)) && !slices.Contains(own, dutyIndex(w.Assignee)) {
				if late.Total++; len(late.Rows) < limit {
					late.Rows = append(late.Rows, r)
				}
			}
		}
	}
	return late, nil
}

// Obliged lists the duties that are not done, what is due first before others:
// those that the person has, or all that they may see.
func (d *Desk) Obliged(ctx context.Context, by people.Person, all bool, after string, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	indexes := dutyIndexes(by, dir)
	if all {
		indexes = []string{dutyIndex(everything)}
	}
	rows, err := d.rows(ctx, dir, indexes, after, limit, func(f File) bool {
		kind, err := d.Catalogue.Kind(f.Request.Kind)
		return err == nil && sees(f.Request, by, dir, kind)
	})
	if err != nil {
		return rows, err
	}
	return rows, d.held(ctx, rows.Rows)
}

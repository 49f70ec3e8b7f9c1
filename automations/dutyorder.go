package automations

import (
	"context"
	"slices"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// FreedLine is the name of the line that tells who has a duty that what it waited
// for is done.
const FreedLine = "freed"

// near is how far apart, in days, occurrences of one period are due at most.
const near = 100

// siblings are those of a duty of some obligations, in its period, and their
// requests. What follows events has periods of its own, and none.
func (d *Desk) siblings(ctx context.Context, o obligation.Obligation, r request.Request, of []catalogue.Kind) ([]occurrence, []state.Document, error) {
	known := o.Known(r.Work.Duty.Period)
	if known.Record != "" {
		return nil, nil, nil
	}
	day, _ := calendar.Parse(r.Work.Due) // the desk wrote it
	var all []occurrence
	var keys []string
	for _, kind := range of {
		other := *kind.Duty
		for _, due := range other.Between(day.AddDays(-near), day.AddDays(near), d.Law(other.Country, other.Region)) {
			if other.Covers == o.Covers && other.Name(due.Nominal) == o.Name(known.Nominal) {
				all, keys = append(all, occurrence{o: other, due: due}), append(keys, other.Key)
			}
		}
	}
	began, err := courses(ctx, d.Store, calendar.Date{}, keys...)
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		all[i].began = began[i]
	}
	docs, err := occurrences(ctx, d.Store, all...)
	return all, docs, err
}

// unmet names what has to be done before a duty, of the same period, and is not;
// none where nothing stands in its way. What was due before its obligation began
// to be looked after is never opened, and not waited for.
func (d *Desk) unmet(ctx context.Context, kind catalogue.Kind, r request.Request) ([]string, error) {
	if kind.Duty == nil || len(kind.Duty.Needs) == 0 || !r.IsDuty() || r.State != request.Open {
		return nil, nil
	}
	var needed []catalogue.Kind
	for _, key := range kind.Duty.Needs {
		one, err := d.Catalogue.Kind(catalogue.DutyKind(key))
		if err != nil {
			return nil, err
		}
		needed = append(needed, one)
	}
	before, docs, err := d.siblings(ctx, *kind.Duty, r, needed)
	if err != nil {
		return nil, err
	}
	var open []string
	for i, s := range before {
		name, err := waitedFor(s, docs[i])
		if err != nil {
			return nil, err
		}
		if name != "" {
			open = append(open, name)
		}
	}
	return open, nil
}

// waitedFor is how people know an occurrence that is not done; empty where it is.
func waitedFor(s occurrence, doc state.Document) (string, error) {
	if doc.Version > 0 {
		f, err := decode(doc)
		if err != nil || f.Request.State == request.Done || f.Request.State.Final() {
			return "", err
		}
		return f.Name() + " (" + f.Request.Title + ")", nil
	}
	if s.former() {
		return "", nil
	}
	return s.o.Called(s.due), nil
}

// unready refuses what cannot be done yet.
func unready(f File, unmet []string) error {
	if len(unmet) == 0 {
		return nil
	}
	are, those := "is", "that is"
	if len(unmet) > 1 {
		are, those = "are", "those are"
	}
	return fault.New(fault.Conflict, "%s comes after %s, which %s not done yet. Nothing was changed; bring the evidence once %s signed off.", f.Name(), List(unmet), are, those)
}

// Ready refuses a duty whose evidence cannot be brought yet, since something else
// comes first.
func (s Sight) Ready() error { return unready(s.File, s.Unmet) }

// held puts what each duty of a list waits for beside it.
func (d *Desk) held(ctx context.Context, rows []Row) (err error) {
	for i, r := range rows {
		if rows[i].Unmet, err = d.unmet(ctx, r.Kind, r.File.Request); err != nil {
			return err
		}
	}
	return nil
}

// frees brings the cards of what waited for a duty up to date, and tells who has
// it, once the duty is done or waived. Whoever still waits for something else is
// told by that.
func (d *Desk) frees(ctx context.Context, before, after request.Request, dir people.Directory) (state.Change, error) {
	var c state.Change
	if !after.IsDuty() || before.State == after.State || after.State != request.Done && !after.State.Final() {
		return c, nil
	}
	kind, err := d.Catalogue.Kind(after.Kind)
	if err != nil {
		return c, err
	}
	later := slices.DeleteFunc(d.Catalogue.Duties(), func(k catalogue.Kind) bool { return !slices.Contains(k.Duty.Needs, kind.Duty.Key) })
	_, docs, err := d.siblings(ctx, *kind.Duty, after, later)
	if err != nil {
		return c, err
	}
	for _, doc := range docs {
		if doc.Version == 0 {
			continue
		}
		f, err := decode(doc)
		if err != nil {
			return c, err
		}
		if f.Request.State != request.Open {
			continue
		}
		now := d.Now().UTC()
		c.Notices = append(c.Notices, cards(f.Request, now)...)
		for _, to := range workers(f.Request, dir) {
			c.Notices = append(c.Notices, lineOf(f.Request, to, FreedLine, outbox.Says{Name: FreedLine, Text: after.Title}, now))
		}
	}
	return c, nil
}

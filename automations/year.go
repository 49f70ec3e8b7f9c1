package automations

import (
	"context"
	"slices"
	"strconv"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// yearing is what a year is read with.
type yearing struct {
	by    people.Person
	dir   people.Directory
	today calendar.Date
	seen  map[string]bool // by obligation and period
	obligation.Agenda
}

// Year is what is due in a year of all that the person may see: what was opened,
// and what is to come. 0 is the year of today.
func (d *Desk) Year(ctx context.Context, by people.Person, year int) (obligation.Agenda, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return obligation.Agenda{}, err
	}
	y := yearing{by: by, dir: dir, today: today(d.Now(), by, d), seen: map[string]bool{}}
	if y.Year = year; year == 0 {
		y.Year = y.today.Year()
	}
	if err := d.yearOpened(ctx, &y); err != nil {
		return y.Agenda, err
	}
	var kinds []catalogue.Kind
	var keys []string
	for _, kind := range d.Catalogue.Duties() {
		if len(kind.Duty.Phases) > 0 && foresees(kind, by, dir) {
			kinds, keys = append(kinds, kind), append(keys, kind.Duty.Key)
		}
	}
	if len(kinds) == 0 {
		return y.Sorted(), nil
	}
	began, err := courses(ctx, d.Store, y.today, keys...)
	if err != nil {
		return y.Agenda, err
	}
	for i, kind := range kinds {
		if err := d.yearToCome(ctx, &y, kind, began[i]); err != nil {
			return y.Agenda, err
		}
	}
	return y.Sorted(), nil
}

// yearOpened adds what has a request.
func (d *Desk) yearOpened(ctx context.Context, y *yearing) error {
	for doc, err := range d.walk(ctx, yearIndex(strconv.Itoa(y.Year))) {
		if err != nil {
			return err
		}
		f, err := decode(doc)
		if err != nil {
			return err
		}
		kind, err := d.Catalogue.Kind(f.Request.Kind)
		if err != nil {
			return err
		}
		if !f.Request.IsDuty() || kind.Duty == nil {
			continue
		}
		if y.seen[dutyID(kind.Duty.Key, kind.Duty.Known(f.Request.Work.Duty.Period).Period())] = true; sees(f.Request, y.by, y.dir, kind) {
			y.Places = append(y.Places, placed(f, *kind.Duty, y.today))
		}
	}
	return nil
}

// yearToCome adds what has none yet.
func (d *Desk) yearToCome(ctx context.Context, y *yearing, kind catalogue.Kind, began course) error {
	o := *kind.Duty
	days := d.Law(o.Country, o.Region)
	owner, _ := d.behind(o, y.dir, o.Owner)
	var sought []occurrence
	add := func(due obligation.Due, owner people.Person) {
		id := dutyID(o.Key, due.Period())
		if due.Day.Before(began.Since) || due.Day.Year() != y.Year || y.seen[id] {
			return
		}
		y.seen[id] = true
		if !due.Day.After(began.Through) { // it was opened, and due in another year then
			sought = append(sought, occurrence{o, due, began})
		}
		p := obligation.Place{Due: due, Obligation: o, Title: o.Called(due), Owner: owner.ID, Mark: obligation.Coming}
		if due.Day.Before(y.today) {
			p.Mark = obligation.Late
		}
		y.Places = append(y.Places, p)
	}
	if event, follows := o.Event(); follows {
		return following(ctx, d.Store, o, days, func(due obligation.Due, r dataset.Record) { add(due, ownerIn(r, event, y.dir, owner)) })
	}
	for _, due := range o.Between(calendar.NewDate(y.Year, 1, 1), calendar.NewDate(y.Year, 12, 31), days) {
		add(due, owner)
	}
	return y.drop(ctx, d.Store, sought)
}

// drop takes out of what is to come what has a request.
func (y *yearing) drop(ctx context.Context, store Loads, sought []occurrence) error {
	docs, err := occurrences(ctx, store, sought...)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		if doc.Version > 0 {
			y.Places = slices.DeleteFunc(y.Places, func(p obligation.Place) bool {
				return p.ID == "" && p.Obligation.Key == sought[i].o.Key && p.Period() == sought[i].due.Period()
			})
		}
	}
	return nil
}

// placed is where an occurrence stands that was opened.
func placed(f File, o obligation.Obligation, today calendar.Date) obligation.Place {
	r := f.Request
	if o.Subject == "" {
		o.Subject = "Other"
	}
	p := obligation.Place{
		Obligation: o, ID: r.ID, Number: f.Number, Title: r.Title, Owner: r.Work.Assignee, Version: f.Version, Changed: r.Since, Mark: markOf(r, today),
	}
	p.Due = o.Known(r.Work.Duty.Period)
	p.Day, _ = calendar.Parse(r.Work.Due) // the desk wrote it
	for _, d := range r.Decisions {
		if d.Comment != "" {
			p.Notes = append(p.Notes, obligation.Note{By: d.By, Text: d.Comment, Back: d.Verdict == request.SentBack})
		}
	}
	return p
}

// markOf is how a duty stands on a day.
func markOf(r request.Request, today calendar.Date) obligation.Mark {
	switch r.State { //nolint:exhaustive // a duty is in no other state
	case request.Cancelled:
		return obligation.Waived
	case request.Pending:
		return obligation.Shown
	case request.Done:
		if r.Work.Day > r.Work.Due {
			return obligation.Behind
		}
		return obligation.Done
	}
	if r.Work.Due < today.String() {
		return obligation.Late
	}
	return obligation.Open
}

// sees tells whether the person may look at a request: those for whom policy has
// it, and at a duty whoever leads, signs off or waives those of its obligation, or
// leads who has it.
func sees(r request.Request, by people.Person, dir people.Directory, kind catalogue.Kind) bool {
	return policy.See(r, by, dir, kind.Visible) || kind.Duty != nil && (foresees(kind, by, dir) || r.IsDuty() && manages(by, r.Work.Assignee, dir))
}

// foresees tells whether the person may see what is to come of an obligation:
// they would have it, or sign it off, or may see all of it.
func foresees(kind catalogue.Kind, by people.Person, dir people.Directory) bool {
	o := kind.Duty
	return policy.HasRole(by, kind.Visible) || oneOf(by, dir, o.Owner, o.Reviewer, o.Head, o.Waiver)
}

package automations

import (
	"context"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// The names of letters about an absence. Their text is its id.
const (
	StandInLetter = "stand_in" // to who stands in
	AwayLetter    = "away"     // to who is away by an approved request
	AloneLetter   = "alone"    // likewise, where who was named cannot stand in; the text is why
	BackLetter    = "back"     // to who comes back
)

// AwayDays is what somebody says who will be away.
type AwayDays struct {
	First, Last calendar.Date
	Substitute  string // person; empty: nobody
	Note        string // for who stands in
}

// Away keeps that somebody is away. Returns invalid or conflict with the sentence
// that says what does not fit.
func (d *Desk) Away(ctx context.Context, by people.Person, once string, in AwayDays) (people.Absence, error) {
	var a people.Absence
	if !by.MayDecide() {
		return a, fault.New(fault.Denied, "Nothing is asked of guests and people of other companies, so nobody needs to stand in for you.")
	}
	err := d.persist(busyAbsences(), nil, func() error {
		list, doc, err := d.absences(ctx)
		if err != nil {
			return err
		}
		dir, err := d.Directory(ctx)
		if err != nil {
			return err
		}
		now := d.Now().UTC()
		a = people.Absence{ID: d.NewID(), Person: by.ID, Substitute: in.Substitute, First: in.First, Last: in.Last, Note: shortened(in.Note, 500)}
		a = absentAt(a, by, now)
		if err := fits(a, list, dir, now); err != nil {
			return err
		}
		c, err := absenceChange(doc, append(list, a), a, "away", by.ID, now, a.From)
		if err != nil {
			return err
		}
		c.Once, c.Notices = state.Once{Key: once, Keep: keepSlack}, standsIn(a, now)
		_, err = d.write(ctx, c)
		d.roster.forget()
		return err
	})
	return a, err
}

func busyAbsences() error {
	return fault.New(fault.Conflict, "Too many people change their absences at once. Nothing was kept; please try again.")
}

// standsIn tells who stands in that they do.
func standsIn(a people.Absence, now time.Time) []outbox.Notice {
	if a.Substitute == "" {
		return nil
	}
	return []outbox.Notice{letterTo(a.Substitute, StandInLetter, a, now)}
}

// letterTo is a letter about an absence.
func letterTo(to, name string, a people.Absence, now time.Time) outbox.Notice {
	key := outbox.LetterKey(to, name+"/"+a.ID)
	return outbox.Notice{
		Key: key, Lane: outbox.LetterLane(to), Shape: outbox.Letter, To: to, At: now,
		Says: outbox.Says{Name: name, By: a.Person, Text: a.ID, Absence: &a},
	}
}

// Back ends an absence of the person's own before its time, or before it has
// begun. Returns notfound where it is over.
func (d *Desk) Back(ctx context.Context, by people.Person, once, id string) error {
	return d.persist(busyAbsences(), nil, func() error {
		list, doc, err := d.absences(ctx)
		if err != nil {
			return err
		}
		a, ok := list.Find(id)
		now := d.Now().UTC().Truncate(time.Millisecond)
		if !ok || a.Person != by.ID || !a.Until.After(now) {
			r, err := d.write(ctx, state.Change{Once: state.Once{Key: once, Keep: keepSlack}})
			if err != nil || r.Repeated { // the same click again
				return err
			}
			return fault.New(fault.NotFound, "This absence is over already, so nothing was changed. You are asked as always.")
		}
		begun := !a.From.After(now)
		a.Until, a.Last = now, calendar.DateOf(now, zone(by))
		if !begun {
			a.From = now
		}
		list = append(list.Without(id), a)
		c, err := absenceChange(doc, list, a, "back", by.ID, now, now)
		if err != nil {
			return err
		}
		c.Once = state.Once{Key: once, Keep: keepSlack}
		_, err = d.write(ctx, c)
		d.roster.forget()
		return err
	})
}

// Absences are what Home says of the person: their own, in order, and those for
// whom they stand in now.
func (d *Desk) Absences(ctx context.Context, by people.Person) (own, covered people.Absences, err error) {
	list, _, err := d.absences(ctx)
	if err != nil {
		return nil, nil, err
	}
	now := d.Now()
	for _, a := range list {
		if a.Substitute == by.ID && a.On(now) {
			covered = append(covered, a)
		}
	}
	for _, a := range list.Of(by.ID) {
		if a.Until.After(now) {
			own = append(own, a)
		}
	}
	return own, covered, nil
}

// leaves is the absence that comes of a request once it is approved, committed
// with that. Who cannot stand in does not, and who is away is told.
func (d *Desk) leaves(ctx context.Context, before, after request.Request, dir people.Directory) (state.Change, error) {
	if before.State == after.State || after.State != request.Open && after.State != request.Done || before.State == request.Open {
		return state.Change{}, nil
	}
	kind, err := d.Catalogue.Kind(after.Kind)
	if err != nil {
		return state.Change{}, err
	}
	a, ok := kind.Absence(after)
	if !ok {
		return state.Change{}, nil
	}
	list, doc, err := d.absences(ctx)
	if err != nil {
		return state.Change{}, err
	}
	who, _ := dir.Person(after.Requester)
	now := d.Now().UTC()
	a.ID, a.Person, a.Request = after.ID, after.Requester, after.ID
	a = absentAt(a, who, now)
	if _, twice := list.Find(a.ID); twice || !a.Until.After(now) || !a.From.Before(a.Until) {
		return state.Change{}, nil // over before anybody has approved it
	}
	told := letterTo(a.Person, AwayLetter, a, now)
	if refused := covers(a, list, dir, who); refused != nil {
		a.Substitute = ""
		told = letterTo(a.Person, AloneLetter, a, now)
		told.Says.Text = fault.Say(refused)
	}
	c, err := absenceChange(doc, append(list, a), a, "away", audit.System, now, a.From)
	c.Notices = append(standsIn(a, now), told)
	return c, err
}

// dayOf is a day as people write it: 3 Dec 2026.
func dayOf(day calendar.Date) string { return day.In(time.UTC).Format("2 Jan 2006") }

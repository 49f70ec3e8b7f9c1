package people

import (
	"slices"
	"time"

	"factotum/automations/calendar"
)

// Absence is a time in which somebody is away, and who stands in for them.
type Absence struct {
	ID         string        `json:"id"`
	Person     ID            `json:"person"`
	Substitute ID            `json:"substitute,omitempty"` // empty: nobody
	First      calendar.Date `json:"first"`
	Last       calendar.Date `json:"last"`
	From       time.Time     `json:"from"`  // the beginning of the first day where they lived when they said it
	Until      time.Time     `json:"until"` // the end of the last day
	Note       string        `json:"note,omitempty"`
	Request    string        `json:"request,omitempty"` // the approved request that it comes of
}

// On tells whether it holds at a moment.
func (a Absence) On(now time.Time) bool { return !now.Before(a.From) && now.Before(a.Until) }

// Absences are those that hold or are still to come.
type Absences []Absence

// Find gives one by its id.
func (l Absences) Find(id string) (Absence, bool) {
	at := slices.IndexFunc(l, func(a Absence) bool { return a.ID == id })
	if at < 0 {
		return Absence{}, false
	}
	return l[at], true
}

// Of lists those of a person, in the order of their beginnings.
func (l Absences) Of(person ID) Absences {
	own := slices.DeleteFunc(slices.Clone(l), func(a Absence) bool { return a.Person != person })
	slices.SortStableFunc(own, func(a, b Absence) int { return a.From.Compare(b.From) })
	return own
}

// Without leaves one out.
func (l Absences) Without(id string) Absences {
	return slices.DeleteFunc(slices.Clone(l), func(a Absence) bool { return a.ID == id })
}

// Next is the first moment after now at which one begins or ends; zero where none does.
func (l Absences) Next(now time.Time) time.Time {
	var next time.Time
	for _, a := range l {
		for _, at := range []time.Time{a.From, a.Until} {
			if at.After(now) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

// Clash is one of the person's own that holds within the same time as another;
// false where none does.
func (l Absences) Clash(with Absence) (Absence, bool) {
	for _, a := range l {
		if a.Person == with.Person && a.ID != with.ID && a.From.Before(with.Until) && with.From.Before(a.Until) {
			return a, true
		}
	}
	return Absence{}, false
}

// Loop is the way on which an absence would lead back to who is away, while all
// of them are: the people who stand in, one for the other. Nil where it does not.
func (l Absences) Loop(with Absence, dir Directory) []ID {
	return l.loop(with, with.Person, dir, nil)
}

func (l Absences) loop(with Absence, home ID, dir Directory, walked []ID) []ID {
	if with.Substitute == "" || slices.Contains(walked, with.Substitute) {
		return nil
	}
	if dir.Same(with.Substitute, home) {
		return append(walked, with.Substitute)
	}
	walked = append(slices.Clip(walked), with.Substitute)
	for _, a := range l {
		if a.Person != with.Substitute || a.ID == with.ID {
			continue
		}
		if a.From.Before(with.From) {
			a.From = with.From
		}
		if a.Until.After(with.Until) {
			a.Until = with.Until
		}
		if !a.From.Before(a.Until) {
			continue
		}
		if way := l.loop(a, home, dir, walked); way != nil {
			return way
		}
	}
	return nil
}

// With is the directory at a moment: it knows who is away then. Of several
// absences of one person that overlap, one with a substitute counts, then the
// one that ends last.
func (d Directory) With(list Absences, now time.Time) Directory {
	d.away = nil
	for _, a := range list {
		if !a.On(now) {
			continue
		}
		if d.away == nil {
			d.away = map[ID]Absence{}
		}
		have, twice := d.away[a.Person]
		better := a.Substitute != "" && have.Substitute == "" || (a.Substitute == "") == (have.Substitute == "") && a.Until.After(have.Until)
		if !twice || better {
			d.away[a.Person] = a
		}
	}
	return d
}

// Away tells whether somebody is away at the moment of the directory.
func (d Directory) Away(id ID) (Absence, bool) {
	a, ok := d.away[id]
	return a, ok
}

// Covers lists those who are away and for whom the person may stand in, directly
// or in the place of others who are away too, by id.
func (d Directory) Covers(id ID) []Person {
	var all []ID
	next := []ID{id}
	for len(next) > 0 {
		var before []ID
		for _, a := range d.away {
			if slices.Contains(next, a.Substitute) && a.Person != id && !slices.Contains(all, a.Person) {
				all, before = append(all, a.Person), append(before, a.Person)
			}
		}
		next = before
	}
	slices.Sort(all)
	var people []Person
	for _, one := range all {
		if p, ok := d.Person(one); ok {
			people = append(people, p)
		}
	}
	return people
}

package automations

import (
	"context"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/state"
)

// absencesID is the document that says who is away and who stands in for them.
// Every decision guards its version, like that of the directory.
const absencesID = "absences"

func decodeAbsences(doc state.Document) (list people.Absences, err error) {
	err = decodeInto(doc, &list)
	return list, err
}

// absences reads them, and lets the directory know.
func (d *Desk) absences(ctx context.Context) (people.Absences, state.Document, error) {
	docs, err := d.Store.Load(ctx, absencesID)
	if err != nil {
		return nil, state.Document{}, err
	}
	list, err := decodeAbsences(docs[0])
	if err != nil {
		return nil, docs[0], err
	}
	return list, docs[0], d.roster.learn(docs[0], d.Now())
}

// absenceChange is the change that keeps them, with one entry of the log about one of
// them, and what is due at its next turn.
func absenceChange(doc state.Document, list people.Absences, a people.Absence, move, by string, at, due time.Time) (state.Change, error) {
	body, err := encode(list)
	if err != nil {
		return state.Change{}, err
	}
	record, err := audit.Of(at, by, absenceSubject(a), move, 0, "", a)
	if err != nil {
		return state.Change{}, err
	}
	c := state.Change{
		Documents: []state.Document{{ID: absencesID, Version: doc.Version, Body: body}}, Audit: []audit.Record{record},
	}
	if !due.IsZero() {
		c.Timers = []state.Timer{{Key: timerKey(absenceTimer, a.ID), Name: absenceTimer, Subject: a.Person, At: due}}
	}
	return c, nil
}

// absenceSubject is what the log calls an absence.
func absenceSubject(a people.Absence) string { return "absence/" + a.ID }

// absentAt puts days into moments: from the beginning of the first to the end of
// the last, where the person lives; what has begun already begins now.
func absentAt(a people.Absence, p people.Person, now time.Time) people.Absence {
	a.From, a.Until = a.First.In(zone(p)).UTC(), a.Last.AddDays(1).In(zone(p)).UTC()
	if a.From.Before(now) {
		a.From = now.UTC()
	}
	a.From, a.Until = a.From.Truncate(time.Millisecond), a.Until.Truncate(time.Millisecond) // as fine as timers are
	return a
}

// longest is how long an absence may be: parents are away for years.
const longest = 3 * 366

// fits refuses an absence that cannot be, with the sentence for who is away.
func fits(a people.Absence, list people.Absences, dir people.Directory, now time.Time) error {
	person, _ := dir.Person(a.Person)
	switch {
	case a.Last.Before(a.First):
		return fault.New(fault.Invalid, "The last day is before the first, so nothing was kept. Change one of them.")
	case !a.Until.After(now):
		return fault.New(fault.Invalid, "These days are over already, so nothing was kept. Choose days from today on.")
	case a.First.AddDays(longest).Before(a.Last):
		return fault.New(fault.Invalid, "These are more than three years, so nothing was kept. Choose an earlier last day.")
	}
	if other, twice := list.Clash(a); twice && a.Request == "" {
		return fault.New(fault.Conflict, "You are away from %s to %s already, so nothing was kept. End that first on Home, or choose other days.", dayOf(other.First), dayOf(other.Last))
	}
	return covers(a, list, dir, person)
}

// covers refuses a substitute who cannot be one.
func covers(a people.Absence, list people.Absences, dir people.Directory, person people.Person) error {
	if a.Substitute == "" {
		return nil
	}
	stand, known := dir.Person(a.Substitute)
	switch {
	case !known || !stand.MayDecide() || len(stand.Accounts) == 0:
		return fault.New(fault.Invalid, "Guests, people of other companies and people who have left cannot stand in, so nothing was kept. Choose somebody else.")
	case dir.Same(a.Substitute, a.Person):
		return fault.New(fault.Invalid, "Nobody stands in for themselves, so nothing was kept. Choose somebody else.")
	}
	if way := list.Loop(a, dir); len(way) > 0 {
		names := make([]string, len(way))
		for i, id := range way {
			names[i] = name(dir, id, person)
		}
		return fault.New(fault.Conflict, "That would go round in a circle while all are away: %s. Nothing was kept. Choose somebody who is there.", circle(names))
	}
	return nil
}

// circle says who stands in for whom.
func circle(names []string) string {
	text := names[0] + " stands in for you"
	for i := 1; i < len(names); i++ {
		text += ", " + names[i] + " for " + names[i-1]
	}
	return text
}

package automations

import (
	"context"
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/dataset"
	"factotum/automations/obligation"
	"factotum/automations/people"
)

// Foreseen are the next occurrences of an obligation that follows the records of
// a dataset, due on a day or after it, in their order and as many as asked for.
// Of one that returns by the calendar there are none.
func Foreseen(ctx context.Context, store Paged, o obligation.Obligation, from calendar.Date, count int, days obligation.Days) ([]obligation.Due, error) {
	var all []obligation.Due
	err := following(ctx, store, o, days, func(due obligation.Due, _ dataset.Record) {
		if !due.Day.Before(from) {
			all = append(all, due)
		}
	})
	slices.SortStableFunc(all, func(a, b obligation.Due) int { return strings.Compare(a.Day.String(), b.Day.String()) })
	return all[:min(count, len(all))], err
}

// following gives the occurrences that the records of a dataset bring.
func following(ctx context.Context, store Paged, o obligation.Obligation, days obligation.Days, give func(obligation.Due, dataset.Record)) error {
	event, follows := o.Event()
	if !follows {
		return nil
	}
	for r, err := range walkRecords(ctx, store, recordsIndex(event.Dataset)) {
		if err != nil {
			return err
		}
		day := r.Values[event.Field].Date
		if due, holds := o.On(day, r.ID, r.Title, days); holds && !day.IsZero() {
			give(due, r)
		}
	}
	return nil
}

// ownerIn is who has the duty that a record brings: the person whom it names, or
// otherwise the owner of the obligation.
func ownerIn(r dataset.Record, event obligation.After, dir people.Directory, otherwise people.Person) people.Person {
	if p, known := dir.Person(r.Values[event.Owner].Text); known && p.MayDecide() {
		return p
	}
	return otherwise
}

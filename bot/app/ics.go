package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/connectors/ical"
)

// How many days of duties a calendar file holds, and how many at most of what
// follows the records of a dataset.
const (
	icsDays = 400
	icsMost = 5000
)

// CalendarFile is the command: it writes when all obligations are due within the
// next thirteen months, those that follow records by what is stored now, into a
// file that calendar programs take (RFC 5545). With any mistake in the
// configuration it says those instead, and how many there are.
func CalendarFile(ctx context.Context, config string, env func(string) string, now time.Time, file string, out io.Writer) (count int, err error) {
	list := findings{out: out}
	s, sound := list.configured(config, env)
	if !sound {
		return list.count, list.err
	}
	store, unread := s.Store.read(ctx)
	if unread == nil {
		defer func() { err = errors.Join(err, store.Close()) }()
	}
	var places []obligation.Place
	for _, kind := range s.Catalogue.Duties() {
		o := *kind.Duty
		days := s.offices.law(o.Country, o.Region)
		today := calendar.DateOf(now, days.Location)
		dues := o.Between(today, today.AddDays(icsDays), days)
		if event, follows := o.Event(); follows && unread != nil {
			list.note("%s is not in it: the records of %s cannot be read yet. %s", o.Title, event.Dataset, fault.Say(unread))
		} else if follows {
			found, err := automations.Foreseen(ctx, store, o, today, icsMost, days)
			list.err = errors.Join(list.err, err)
			dues = slices.DeleteFunc(found, func(due obligation.Due) bool { return due.Day.After(today.AddDays(icsDays)) })
		}
		for _, due := range dues {
			places = append(places, obligation.Place{Due: due, Obligation: o, Title: o.Called(due), Mark: obligation.Coming})
		}
	}
	name := strings.TrimSpace(s.roster.calendar + " " + s.Name)
	if err := os.WriteFile(file, ical.File(name, places, now), 0o600); err != nil {
		return list.count, fmt.Errorf("app: write the calendar: %w", err)
	}
	list.good("%s holds %d days on which something is due.", file, len(places))
	return list.count, list.err
}

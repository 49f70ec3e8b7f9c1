package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/obligation"
)

// datesShown is how many days of each obligation are printed.
const datesShown = 5

// Calendar is the command: it prints on which days each obligation is next due,
// those that follow records by what is stored now. With any mistake in the
// configuration it prints those instead, and how many there are.
func Calendar(ctx context.Context, config string, env func(string) string, now time.Time, out io.Writer) (count int, err error) {
	list := findings{out: out}
	s, sound := list.configured(config, env)
	if !sound {
		return list.count, list.err
	}
	store, unread := s.Store.read(ctx)
	if unread == nil {
		defer func() { err = errors.Join(err, store.Close()) }()
	}
	subject := ""
	for _, kind := range s.Catalogue.Duties() {
		o := *kind.Duty
		if o.Subject != subject {
			subject = o.Subject
			list.print("\n%s\n", subject)
		}
		where := ""
		if o.Pack != "" {
			where = ", pack " + o.Pack + ": to be confirmed by you"
		}
		list.print("  %s (%s%s)\n", o.Title, o.Key, where)
		if event, follows := o.Event(); follows && unread != nil {
			list.dates(nil, "", fmt.Sprintf("by the records of %s, which cannot be read yet: %s", event.Dataset, fault.Say(unread)))
			continue
		}
		list.upcoming(ctx, store, o, now, s.offices.law(o.Country, o.Region))
	}
	if subject == "" {
		list.note("There are no obligations. Switch packs on under compliance: in %s, or write your own.", config)
	}
	return list.count, list.err
}

// upcoming prints when an obligation is next due.
func (f *findings) upcoming(ctx context.Context, store records, o obligation.Obligation, now time.Time, days *calendar.Calendar) {
	from := calendar.DateOf(now, days.Location)
	if _, follows := o.Event(); !follows {
		f.dates(o.Next(from, datesShown, days), ", ", "never again")
		return
	}
	due, err := automations.Foreseen(ctx, store, o, from, datesShown, days)
	f.err = errors.Join(f.err, err)
	f.dates(due, "\n    ", "no record has a day yet")
}

// dates prints the days on which something is due, and of which record.
func (f *findings) dates(all []obligation.Due, between, none string) {
	var said []string
	for _, due := range all {
		said = append(said, strings.TrimSpace(due.Day.In(time.UTC).Format("Mon 2006-01-02")+" "+due.Of))
	}
	if len(said) == 0 {
		said = []string{none}
	}
	f.print("    %s\n", strings.Join(said, between))
}

func (f *findings) print(text string, args ...any) {
	if _, err := fmt.Fprintf(f.out, text, args...); err != nil && f.err == nil {
		f.err = fmt.Errorf("app: write the calendar: %w", err)
	}
}

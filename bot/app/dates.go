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
	"factotum/automations/obligation"
	"factotum/automations/people"
)

// datesShown is how many days of each obligation are printed.
const datesShown = 5

// Calendar is the command: it prints on which days each obligation is next due,
// those that follow records by what is stored now. With any mistake in the
// configuration it prints those instead, and how many there are.
func Calendar(ctx context.Context, config string, env func(string) string, now time.Time, out io.Writer) (int, error) {
	list := findings{out: out}
	s, problems := read(config, env)
	for _, p := range problems {
		list.wrong("%s", p)
	}
	if s == nil || len(problems) > 0 {
		return list.count, list.err
	}
	store, unread := s.Store.read(ctx)
	if unread == nil {
		defer func() { list.err = errors.Join(list.err, store.Close()) }()
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
		days := s.offices.of(people.Person{Country: o.Country, Region: o.Region})
		from := calendar.DateOf(now, days.Location)
		event, follows := o.Event()
		if !follows {
			list.dates(o.Next(from, datesShown, days), ", ", "never again")
			continue
		}
		if unread != nil {
			list.dates(nil, "", fmt.Sprintf("by the records of %s, and there are none to read yet: %s", event.Dataset, reason(unread)))
			continue
		}
		due, err := automations.Foreseen(ctx, store, o, from, datesShown, days)
		list.err = errors.Join(list.err, err)
		list.dates(due, "\n    ", "no record has a day yet")
	}
	if subject == "" {
		list.note("There are no obligations. Switch packs on under compliance: in %s, or write your own.", config)
	}
	return list.count, list.err
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

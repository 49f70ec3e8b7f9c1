package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/people"
)

// datesShown is how many days of each obligation are printed.
const datesShown = 5

// Calendar is the command: it prints on which days each obligation is next due.
// With any mistake in the configuration it prints those instead, and how many
// there are.
func Calendar(_ context.Context, config string, env func(string) string, now time.Time, out io.Writer) (int, error) {
	list := findings{out: out}
	s, problems := read(config, env)
	for _, p := range problems {
		list.wrong("%s", p)
	}
	if s == nil || len(problems) > 0 {
		return list.count, list.err
	}
	subject := ""
	for _, kind := range s.Catalogue.Duties() {
		o := *kind.Duty
		if o.Subject != subject {
			subject = o.Subject
			list.print("\n%s\n", subject)
		}
		days := s.offices.of(people.Person{Country: o.Country, Region: o.Region})
		where := ""
		if o.Pack != "" {
			where = ", pack " + o.Pack + ": to be confirmed by you"
		}
		list.print("  %s (%s%s)\n", o.Title, o.Key, where)
		if event, follows := o.Event(); follows {
			list.print("    %+d days after %s.%s of each record\n", event.Days, event.Dataset, event.Field)
			continue
		}
		var dates []string
		for _, due := range o.Next(calendar.DateOf(now, days.Location), datesShown, days) {
			dates = append(dates, due.Day.In(time.UTC).Format("Mon 2006-01-02"))
		}
		if len(dates) == 0 {
			dates = []string{"never again"}
		}
		list.print("    %s\n", strings.Join(dates, ", "))
	}
	if subject == "" {
		list.note("There are no obligations. Switch packs on under compliance: in %s, or write your own.", config)
	}
	return list.count, list.err
}

func (f *findings) print(text string, args ...any) {
	if _, err := fmt.Fprintf(f.out, text, args...); err != nil && f.err == nil {
		f.err = fmt.Errorf("app: write the calendar: %w", err)
	}
}

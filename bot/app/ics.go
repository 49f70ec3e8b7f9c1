package app

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/people"
)

// icsDays is how many days of duties a calendar file holds.
const icsDays = 400

// CalendarFile is the command: it writes when all obligations are due within the
// next thirteen months into a file that calendar programs take (RFC 5545). With
// any mistake in the configuration it says those instead, and how many there are.
func CalendarFile(config string, env func(string) string, now time.Time, file string, out io.Writer) (int, error) {
	list := findings{out: out}
	s, problems := read(config, env)
	for _, p := range problems {
		list.wrong("%s", p)
	}
	if s == nil || len(problems) > 0 {
		return list.count, list.err
	}
	c := ics.NewCalendarFor("Factotum")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(strings.TrimSpace(s.roster.calendar + " " + s.Name))
	events := 0
	for _, kind := range s.Catalogue.Duties() {
		o := *kind.Duty
		days := s.offices.of(people.Person{Country: o.Country, Region: o.Region})
		today := calendar.DateOf(now, days.Location)
		for _, due := range o.Between(today, today.AddDays(icsDays), days) {
			addDuty(c, o, due, now)
			events++
		}
	}
	if err := os.WriteFile(file, []byte(c.Serialize(ics.WithNewLine("\r\n"))), 0o600); err != nil {
		return list.count, fmt.Errorf("app: write the calendar: %w", err)
	}
	list.good("%s holds %d days on which something is due.", file, events)
	return list.count, list.err
}

// addDuty adds the day of one occurrence.
func addDuty(c *ics.Calendar, o obligation.Obligation, due obligation.Due, now time.Time) {
	e := c.AddEvent(o.Key + "-" + due.Period() + "@factotum")
	e.SetDtStampTime(now.UTC())
	e.SetAllDayStartAt(due.Day.In(time.UTC))
	e.SetAllDayEndAt(due.Day.AddDays(1).In(time.UTC))
	e.SetSummary(o.Called(due))
	e.SetDescription(strings.TrimSpace(strings.Join([]string{o.What, o.Why, o.Note}, "\n")))
	e.AddProperty(ics.ComponentPropertyCategories, o.Subject)
	if o.Source != "" {
		e.SetURL(o.Source)
	}
}

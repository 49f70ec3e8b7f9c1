package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/fault"
)

// When says at which moments a report comes: on days of the week, on a working
// day of the month, or as cron says; in a time zone.
type When struct {
	Days    []time.Weekday `json:"days,omitempty"`
	Workday int            `json:"workday,omitempty"` // of the month: 1 the first, -1 the last
	Cron    string         `json:"cron,omitempty"`    // minute hour day month weekday
	Clock   time.Duration  `json:"clock,omitempty"`   // since midnight; not with cron
	Zone    string         `json:"zone"`              // IANA
}

// horizon is how far ahead a moment is looked for: 29 February comes within it.
const horizon = 9 * 366

// Check refuses what never comes. Returns invalid with what to write instead.
func (w When) Check() error {
	ways := 0
	for _, is := range []bool{len(w.Days) > 0, w.Workday != 0, w.Cron != ""} {
		if is {
			ways++
		}
	}
	switch {
	case ways != 1:
		return fault.New(fault.Invalid, "Choose days of the week, or a working day of the month, or write a cron line; one of them.")
	case w.Workday > 15 || w.Workday < -15:
		return fault.New(fault.Invalid, "A month has fewer working days: write 1 to 15, or -1 to -15 counted from its end.")
	case w.Clock < 0 || w.Clock >= 24*time.Hour:
		return fault.New(fault.Invalid, "Write a time of day, such as 08:30.")
	}
	if w.Cron != "" {
		_, err := parseCron(w.Cron)
		return err
	}
	return nil
}

// Next is the first moment after a given one at which the report comes, by the
// clock on the wall of loc; the zero time where none comes within nine years.
func (w When) Next(after time.Time, cal *calendar.Calendar, loc *time.Location) time.Time {
	clocks := []time.Duration{w.Clock}
	fits := func(d calendar.Date) bool { return slices.Contains(w.Days, d.Weekday()) }
	if w.Workday != 0 {
		fits = func(d calendar.Date) bool { return d == workday(d, w.Workday, cal) }
	}
	if w.Cron != "" {
		c, err := parseCron(w.Cron)
		if err != nil {
			return time.Time{}
		}
		fits, clocks = c.fits, c.clocks()
	}
	today := calendar.DateOf(after, loc)
	for n := range horizon {
		d := today.AddDays(n)
		if !fits(d) {
			continue
		}
		for _, clock := range clocks {
			at := time.Date(d.Year(), d.Month(), d.Day(), 0, int(clock/time.Minute), 0, 0, loc)
			if at.After(after) {
				return at.UTC()
			}
		}
	}
	return time.Time{}
}

// workday is the nth working day of the month in which a day lies, counted from
// its end where n is negative; the zero Date where there are not as many.
func workday(d calendar.Date, n int, cal *calendar.Calendar) calendar.Date {
	at, step := calendar.NewDate(d.Year(), d.Month(), 1), 1
	if n < 0 {
		at, step, n = monthEnd(d), -1, -n
	}
	for ; at.Month() == d.Month(); at = at.AddDays(step) {
		if cal.IsWorkingDay(at) {
			if n--; n == 0 {
				return at
			}
		}
	}
	return calendar.Date{}
}

// String says when: every Monday at 08:30 (Europe/Paris).
func (w When) String() string {
	clock := fmt.Sprintf("at %02d:%02d", int(w.Clock.Hours()), int(w.Clock.Minutes())%60)
	in := " (" + w.Zone + ")"
	switch {
	case w.Cron != "":
		return "by cron: " + w.Cron + in
	case w.Workday == -1:
		return "on the last working day of the month " + clock + in
	case w.Workday < 0:
		return fmt.Sprintf("on the %s working day before the end of the month %s%s", ordinal(-w.Workday), clock, in)
	case w.Workday > 0:
		return fmt.Sprintf("on the %s working day of the month %s%s", ordinal(w.Workday), clock, in)
	case len(w.Days) == 7:
		return "every day " + clock + in
	}
	var days []string
	for _, d := range w.Days {
		days = append(days, d.String())
	}
	return "every " + strings.Join(days, ", ") + " " + clock + in
}

func ordinal(n int) string {
	switch {
	case n%10 == 1 && n != 11:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2 && n != 12:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3 && n != 13:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}

package obligation

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"factotum/automations/calendar"
	"factotum/automations/fault"
)

// Roll says what happens to a day on which nobody works.
type Roll string

// The rolls.
const (
	Stay   Roll = ""
	Before Roll = "before"
	Later  Roll = "after"
)

// move gives the nearest working day in its direction, looking a month far.
func (r Roll) move(d calendar.Date, days Days) calendar.Date {
	step := map[Roll]int{Before: -1, Later: 1}[r]
	if step == 0 {
		return d
	}
	for at := d; at != d.AddDays(step*margin); at = at.AddDays(step) {
		if days.IsWorkingDay(at) {
			return at
		}
	}
	return d
}

// After is the event that a duty follows: a day in a field of a dataset.
type After struct {
	Dataset string
	Field   string
	Owner   string // field with the person who has the duty; empty: whoever the obligation names
	Days    int    // after it; negative: before it
}

// Cadence is how a duty returns, in exactly one way: by a rule of RFC 5545, by
// the nth working day of a period, or after an event.
type Cadence struct {
	Working int          // which working day of the period; negative counts from its end
	Of      Period       // Working: of which
	Months  []time.Month // Working: only of periods that begin in these; empty: of all
	After   *After
	Roll    Roll
	rule    *rrule.ROption
}

// Rule makes a cadence of an RRULE, such as FREQ=MONTHLY;BYMONTHDAY=15. Rules
// by the hour, and rules that would depend on an unsaid first day, are invalid.
func Rule(text string, roll Roll, anchored bool) (Cadence, error) {
	option, err := rrule.StrToROption(strings.TrimPrefix(strings.TrimSpace(text), "RRULE:"))
	if err != nil {
		return Cadence{}, fault.Wrap(err, fault.Invalid, "%q is no rule of RFC 5545: write for example FREQ=MONTHLY;BYMONTHDAY=15", text)
	}
	by := len(option.Byweekday) + len(option.Bymonthday) + len(option.Byyearday) + len(option.Byweekno) + len(option.Byeaster)
	switch {
	case option.Freq > rrule.DAILY || len(option.Byhour)+len(option.Byminute)+len(option.Bysecond) > 0:
		return Cadence{}, fault.New(fault.Invalid, "a duty is due on days and never by the hour: write FREQ as DAILY, WEEKLY, MONTHLY or YEARLY")
	case !anchored && (by == 0 || option.Interval > 1 || option.Count > 0):
		return Cadence{}, fault.New(fault.Invalid, "%q needs a first day to count from: write from: with that day, or name the days in the rule, such as BYMONTHDAY=15", text)
	}
	if _, err := rrule.NewRRule(*option); err != nil {
		return Cadence{}, fault.Wrap(err, fault.Invalid, "%q cannot be followed: %s", text, err)
	}
	return Cadence{rule: option, Roll: roll}, nil
}

// dues are the occurrences of a cadence that count within two days, counted from
// its first.
func (c Cadence) dues(from, to, first calendar.Date, days Days) (all []Due) {
	switch {
	case to.Before(from):
		return nil
	case c.rule != nil:
		for _, nominal := range c.ruled(from, to, first) {
			all = append(all, Due{Nominal: nominal, Day: c.Roll.move(nominal, days)})
		}
	case c.Working != 0:
		return c.worked(from, to, days)
	}
	return all
}

// ruled asks the rule.
func (c Cadence) ruled(from, to, first calendar.Date) []calendar.Date {
	option := *c.rule
	option.Dtstart = nearer(option, first, from).In(utc())
	if !option.Until.IsZero() { // a day, whatever its clock says
		option.Until = calendar.DateOf(option.Until, utc()).In(utc())
	}
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil // it was made once before
	}
	var all []calendar.Date
	for _, t := range rule.Between(from.In(utc()), to.In(utc()), true) {
		all = append(all, calendar.DateOf(t, utc()))
	}
	return all
}

// nearer is a first day from which the rule gives the same days from a day on,
// so that nobody walks through decades. Rules that count, or whose first day
// does not stand in every year, keep theirs.
func nearer(option rrule.ROption, first, from calendar.Date) calendar.Date {
	if first.IsZero() {
		first = calendar.NewDate(2000, 1, 3) // a Monday; the rule names its days
	}
	if option.Count > 0 || first.Day() > 28 || option.Freq == rrule.WEEKLY || option.Freq == rrule.DAILY {
		return nearerDay(option, first, from)
	}
	step := 1 // year
	if option.Freq == rrule.YEARLY {
		step = max(option.Interval, 1)
	} else if option.Interval > 1 {
		step = option.Interval // so many months times twelve are whole years
	}
	behind := from.Year() - 1 - first.Year()
	if behind <= 0 {
		return first
	}
	return first.AddMonths(12 * (behind / step * step))
}

// nearerDay is nearer for rules that count days or weeks.
func nearerDay(option rrule.ROption, first, from calendar.Date) calendar.Date {
	step := max(option.Interval, 1)
	if option.Freq == rrule.WEEKLY {
		step *= 7
	}
	if option.Count > 0 || option.Freq != rrule.WEEKLY && option.Freq != rrule.DAILY {
		return first
	}
	behind := int(from.In(utc()).Sub(first.In(utc()))/(24*time.Hour)) - step
	if behind <= 0 {
		return first
	}
	return first.AddDays(behind / step * step)
}

// worked are the nth working days of the periods that touch these days. Where a
// period has fewer, its last, or first, one counts.
func (c Cadence) worked(from, to calendar.Date, days Days) (all []Due) {
	for first := c.Of.first(from); !first.After(to); first = first.AddMonths(c.Of.months()) {
		if len(c.Months) > 0 && !slices.Contains(c.Months, first.Month()) {
			continue
		}
		if d := c.nth(first, days); !d.Before(from) && !d.After(to) && !d.IsZero() {
			all = append(all, Due{Nominal: c.edge(first), Day: d, Within: c.Of.id(first)})
		}
	}
	return all
}

// edge is the day of a period from which working days are counted, and before which
// lies what they are about: what is done so many before its end is about the period
// itself.
func (c Cadence) edge(first calendar.Date) calendar.Date {
	if c.Working < 0 {
		return first.AddMonths(c.Of.months())
	}
	return first
}

// nth is the working day of the period that begins on a day; zero where nobody
// works in it at all.
func (c Cadence) nth(first calendar.Date, days Days) calendar.Date {
	end := first.AddMonths(c.Of.months())
	at, step, left := first, 1, c.Working
	if left < 0 {
		at, step, left = end.AddDays(-1), -1, -left
	}
	last := calendar.Date{}
	for ; !at.Before(first) && at.Before(end); at = at.AddDays(step) {
		if !days.IsWorkingDay(at) {
			continue
		}
		if last, left = at, left-1; left == 0 {
			break
		}
	}
	return last
}

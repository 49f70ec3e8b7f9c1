package obligation

import (
	"fmt"
	"strings"

	"factotum/automations/calendar"
)

// Period tells one occurrence of the obligation from all others, for ever: it is
// what the cadence counts in, and no day that a calendar moves. That is the month,
// quarter or year whose working day it is, the event of a record, or the day of
// the rule.
func (d Due) Period() string {
	switch {
	case d.Record != "":
		return d.Record + "~" + d.Event.String()
	case d.Within != "":
		return d.Within
	}
	return d.Nominal.String()
}

// id is a period that begins on a day, as an identity names it.
func (p Period) id(first calendar.Date) string {
	switch p {
	case Quarter:
		return fmt.Sprintf("%d-Q%d", first.Year(), (int(first.Month())+2)/3)
	case Year:
		return fmt.Sprintf("%d", first.Year())
	case Month:
	}
	return fmt.Sprintf("%d-%02d", first.Year(), int(first.Month()))
}

// within reads what id gives.
func within(text string) (p Period, first calendar.Date, ok bool) {
	year, part, has := strings.Cut(text, "-")
	n := 1
	switch {
	case !has:
		p = Year
	case strings.HasPrefix(part, "Q"):
		p, n = Quarter, 3*int(part[len(part)-1]-'1')+1
	default:
		p, n = Month, 0
	}
	if n == 0 {
		first, err := calendar.Parse(text + "-01")
		return p, first, err == nil
	}
	first, err := calendar.Parse(fmt.Sprintf("%s-%02d-01", year, n))
	return p, first, err == nil
}

// Known is the occurrence that is stored under an identity, without its day. The
// computed day, and the day so long after an event, were identities once.
func (o Obligation) Known(stored string) Due {
	if at := strings.LastIndexAny(stored, "~@"); at >= 0 {
		day, _ := calendar.Parse(stored[at+1:]) // the desk wrote it
		return o.followed(stored[:at], day, stored[at] == '~')
	}
	if p, first, ok := within(stored); ok {
		return Due{Nominal: o.counts(p, first).edge(first), Within: stored}
	}
	day, _ := calendar.Parse(stored)
	if c := o.at(day); c.Working != 0 {
		first := c.Of.first(day)
		return Due{Nominal: c.edge(first), Within: c.Of.id(first)}
	}
	return Due{Nominal: day}
}

// followed is the occurrence of a record, by the day of the event, or by the one so
// long after it.
func (o Obligation) followed(record string, day calendar.Date, event bool) Due {
	due := Due{Record: record, Event: day, Nominal: day}
	if after, follows := o.Event(); follows && event {
		due.Nominal = day.AddDays(after.Days)
	} else if follows {
		due.Event = day.AddDays(-after.Days)
	}
	return due
}

// at is the cadence that holds on a day.
func (o Obligation) at(day calendar.Date) (c Cadence) {
	for _, p := range o.Phases {
		if !p.From.After(day) {
			c = p.Cadence
		}
	}
	return c
}

// counts is the cadence that counts the working days of a period.
func (o Obligation) counts(of Period, first calendar.Date) Cadence {
	c := Cadence{Of: of}
	for _, p := range o.Phases {
		if p.Working != 0 && p.Of == of && p.From.Before(first.AddMonths(of.months())) {
			c = p.Cadence
		}
	}
	return c
}

// Again is an occurrence as the calendar has it now; false where the cadence does
// not bring it any more.
func (o Obligation) Again(known Due, days Days) (Due, bool) {
	if known.Record != "" {
		return o.On(known.Event, known.Record, known.Of, days)
	}
	from, to := known.Nominal, known.Nominal
	if p, first, is := within(known.Within); is {
		from, to = first, first.AddMonths(p.months())
	}
	for _, due := range o.Between(from.AddDays(-margin), to.AddDays(margin), days) {
		if due.Period() == known.Period() {
			return due, true
		}
	}
	return Due{}, false
}

// Former are the identities under which an occurrence may be stored since it was
// opened when days were identities, which was up to a day.
func (d Due) Former(until calendar.Date) (all []string) {
	if until.IsZero() {
		return nil
	}
	if d.Record != "" {
		return []string{d.Record + "@" + d.Nominal.String()}
	}
	p, first, is := within(d.Within)
	if !is {
		return nil
	}
	for day, end := first, first.AddMonths(p.months()); day.Before(end) && !day.After(until); day = day.AddDays(1) {
		all = append(all, day.String())
	}
	return all
}

// Package ical owns calendar files: when what is due, as calendar programs take
// it (RFC 5545). It must not know where the days come from, who asks, nor how a
// file gets anywhere.
package ical

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"factotum/automations/obligation"
)

// again is how often programs that subscribe look for what is new (RFC 7986,
// section 5.7).
const again = "PT6H"

// File writes what is due into a calendar of a name. Days are whole days, so that
// no time zone moves them; they take nobody's time and ring no alarm.
func File(name string, places []obligation.Place, now time.Time) []byte {
	c := ics.NewCalendarFor("Factotum")
	c.SetMethod(ics.MethodPublish)
	c.SetName(clean(name))
	c.SetRefreshInterval(again)
	c.SetXPublishedTTL(again)
	for _, p := range places {
		add(c, p, now)
	}
	return []byte(c.Serialize(ics.WithNewLine("\r\n")))
}

// add adds the day of one occurrence. Its UID never changes, and SEQUENCE only
// grows, so that a later file brings an earlier one up to date.
func add(c *ics.Calendar, p obligation.Place, now time.Time) {
	o := p.Obligation
	e := c.AddEvent(o.Key + "-" + p.Period() + "@factotum")
	e.SetDtStampTime(now.UTC())
	e.SetSequence(int(p.Version))
	if !p.Changed.IsZero() {
		e.SetModifiedAt(p.Changed.UTC())
	}
	e.SetAllDayStartAt(p.Day.In(time.UTC))
	e.SetAllDayEndAt(p.Day.AddDays(1).In(time.UTC))
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetSummary(clean(sign(p.Mark) + p.Title))
	e.SetDescription(clean(described(p)))
	e.SetStatus(ics.ObjectStatusConfirmed)
	if p.Mark == obligation.Waived {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	if o.Subject != "" {
		e.AddProperty(ics.ComponentPropertyCategories, clean(o.Subject))
	}
	if o.Source != "" {
		e.SetURL(o.Source)
	}
}

// sign is how the day looks in a month.
func sign(m obligation.Mark) string {
	switch m {
	case obligation.Late:
		return "LATE: "
	case obligation.Done, obligation.Behind:
		return "✓ "
	case obligation.Open, obligation.Shown, obligation.Coming, obligation.Waived:
	}
	return ""
}

// described is what is to be done, why, and how it stands.
func described(p obligation.Place) string {
	o := p.Obligation
	var lines []string
	for _, line := range []string{o.What, o.Why, o.Note} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	stands := p.Mark.String()
	if p.Number != "" {
		stands = p.Number + ": " + stands
	}
	return strings.Join(append(lines, fmt.Sprintf("(%s)", stands)), "\n")
}

// clean leaves out what a calendar file may not hold: control characters other
// than the end of a line (RFC 5545, section 3.1).
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

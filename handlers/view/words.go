package view

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
)

// clock says moments and days as the reader reads them.
type clock struct {
	zone *time.Location
	now  time.Time
	told bool // moments say in which zone they are: people of several read them
}

func clockOf(reader people.Person, now time.Time) clock {
	loc := now.Location()
	if loc.String() != reader.Zone { // a card comes with the moment in its reader's zone: to load one reads a file
		var err error
		if loc, err = time.LoadLocation(reader.Zone); err != nil {
			loc = time.UTC
		}
	}
	return clock{zone: loc, now: now, told: people.IsPlace(reader.ID)}
}

// moment is "Fri 20 Nov, 14:05", with the year when it is not this one, and with
// the zone where people of several read it: "Fri 20 Nov, 14:05 CET".
func (c clock) moment(t time.Time) string {
	t = t.In(c.zone)
	layout := "Mon 2 Jan, 15:04"
	if t.Year() != c.now.In(c.zone).Year() {
		layout = "Mon 2 Jan 2006, 15:04"
	}
	if !c.told {
		return t.Format(layout)
	}
	zone, _ := t.Zone()
	if strings.ContainsAny(zone, "+-") { // it has no name of its own
		zone = "UTC" + zone
	}
	return t.Format(layout) + " " + zone
}

// day is "Fri 20 Nov", with the year when it is not this one.
func (c clock) day(d calendar.Date) string {
	t := d.In(time.UTC)
	if d.Year() == c.now.In(c.zone).Year() {
		return t.Format("Mon 2 Jan")
	}
	return t.Format("Mon 2 Jan 2006")
}

func (c clock) dayOf(t time.Time) string { return c.day(calendar.DateOf(t, c.zone)) }

// since is how long something has been so: "for 2 days".
func (c clock) since(t time.Time) string {
	days := int(calendar.DateOf(c.now, c.zone).In(time.UTC).Sub(calendar.DateOf(t, c.zone).In(time.UTC)).Hours() / 24)
	minutes := int(c.now.Sub(t).Minutes())
	switch {
	case minutes < 2:
		return "since a moment ago"
	case minutes < 60:
		return fmt.Sprintf("for %d minutes", minutes)
	case days < 1 || minutes < 120:
		return "for " + count(minutes/60, "hour")
	case days == 1:
		return "since yesterday"
	}
	return "for " + count(days, "day")
}

// isoDay reads a day as the domain keeps it: 20 Nov 2026.
func isoDay(text string) string {
	d, err := calendar.Parse(text)
	if err != nil {
		return text
	}
	return d.In(time.UTC).Format("2 Jan 2006")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return money.Count(n) + " " + noun + "s"
}

// named is how the reader knows a person: by name, or as "you".
func named(dir people.Directory, id string, reader people.Person) string {
	if id != "" && !people.IsContact(id) && dir.Same(id, reader.ID) { // anybody can write the address of a mail
		return "you"
	}
	return personName(dir, id)
}

func personName(dir people.Directory, id string) string {
	p, ok := dir.Person(id)
	switch {
	case id == audit.System:
		return "Factotum"
	case !ok:
		return "somebody who has left"
	case strings.TrimSpace(p.Name) == "":
		return p.ID
	}
	return p.Name
}

// some joins names, at most three: "Ana, Ben, Cy and 4 more".
func some(names []string) string {
	const shown = 3
	if len(names) <= shown {
		return automations.List(names)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}

// either joins names of whom one is enough: "Ana, Ben or Cy".
func either(names []string) string {
	const shown = 3
	switch last := len(names) - 1; {
	case last < 1:
		return some(names)
	case last < shown:
		return alternatives(names)
	}
	return fmt.Sprintf("%s or one of %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}

// alternatives joins all of what there is to choose from: "this, that or those".
func alternatives(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// capital begins a sentence.
func capital(text string) string { return form.Capital(text) }

func personNameOf(p people.Person) string {
	if strings.TrimSpace(p.Name) == "" {
		return p.ID
	}
	return p.Name
}

// lower takes the capital from a title that stands inside a sentence, unless it
// is an abbreviation.
func lower(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	next, _ := utf8.DecodeRuneInString(text[size:])
	if unicode.IsUpper(next) {
		return text
	}
	return string(unicode.ToLower(r)) + text[size:]
}

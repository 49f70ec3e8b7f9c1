package obligation_test

import (
	"fmt"
	"slices"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// How long after its hour a morning message may be sent, and is looked for.
const (
	sendable = 3 * time.Hour
	lookedAt = 6 * time.Minute
)

// letter is a morning message: what it lists is found when it is posted.
type letter struct {
	person int
	day    calendar.Date
	posted time.Time // zero: it is still in the outbox
	lists  []string  // keys of occurrences
}

// letters are the morning messages of years, and how rungs were told by them.
type letters struct {
	hours  []int // of each person; 0: they want none
	all    map[string]*letter
	outbox []*letter
	told   int // rungs that a message told
	missed int // rungs that waited for one which did not tell them
}

func newLetters(people int) letters {
	l := letters{all: map[string]*letter{}, hours: make([]int, people)}
	for i := range l.hours {
		l.hours[i] = []int{0, 8, 9, 10, 12, 15}[i%6]
	}
	return l
}

func (l letters) of(person int, day calendar.Date) *letter {
	return l.all[fmt.Sprint(person, "/", day)]
}

// hour is when somebody's message of the day that holds a moment is to be sent;
// zero: none is.
func (d *decade) hour(person int, at time.Time) time.Time {
	c := d.places[d.people[person]]
	day := calendar.DateOf(at, c.Location)
	if d.letters.hours[person] == 0 || !c.IsWorkingDay(day) {
		return time.Time{}
	}
	return c.At(day, time.Duration(d.letters.hours[person])*time.Hour)
}

// mornings sends the messages whose hour has come, one a day; those that an outage
// keeps in the outbox are posted after it.
func (d *decade) mornings(clock time.Time) {
	for _, l := range d.letters.outbox {
		d.posts(l, clock)
	}
	d.letters.outbox = nil
	for person := range d.people {
		hour := d.hour(person, clock)
		if hour.IsZero() || clock.Before(hour) || clock.Sub(hour) > sendable {
			continue
		}
		day := calendar.DateOf(clock, hour.Location())
		if d.letters.of(person, day) != nil {
			continue
		}
		l := &letter{person: person, day: day}
		d.letters.all[fmt.Sprint(person, "/", day)] = l
		if d.random.IntN(4) == 0 {
			d.letters.outbox = append(d.letters.outbox, l)
			continue
		}
		d.posts(l, clock)
	}
}

// awaited tells whether a rung waits for a message: an outage that begins now may
// last until nobody sends it any more.
func (d *decade) awaited() bool {
	return slices.ContainsFunc(d.order, func(key string) bool { return d.open[key].waits.After(d.now) })
}

// posts posts a message: it lists what is late, due by the next working day, or
// reminded of on the day on which it is read.
func (d *decade) posts(l *letter, clock time.Time) {
	l.posted = clock
	c := d.places[d.people[l.person]]
	today := calendar.DateOf(clock, c.Location)
	soon := c.AddWorkingDays(today, 1)
	for _, key := range d.order {
		o := d.open[key]
		if d.owners[o.of] != l.person {
			continue
		}
		now := slices.ContainsFunc(d.list[o.of].Ladder.Rungs(o.stand, d.calendars(o.of)), func(r obligation.Rung) bool {
			return r.To == obligation.Owner && calendar.DateOf(r.At, c.Location) == today
		})
		if now || !o.stand.Due.After(soon) {
			l.lists = append(l.lists, key)
		}
	}
}

// folds lets the messages of the owner tell what they have told.
func (d *decade) folds(o *occurrence, calls []obligation.Call, clock time.Time) (told, left []obligation.Call, again time.Time) {
	owner := d.owners[o.of]
	zone := d.places[d.people[owner]].Location
	m := obligation.Messages{Zone: zone, Told: map[calendar.Date]time.Time{}}
	for _, c := range calls {
		if l := d.letters.of(owner, calendar.DateOf(c.At, zone)); l != nil && slices.Contains(l.lists, o.key) {
			m.Told[l.day] = l.posted
		}
	}
	hour := d.hour(owner, clock)
	if l := d.letters.of(owner, calendar.DateOf(clock, zone)); !hour.IsZero() && (l == nil || l.posted.IsZero()) && clock.After(hour.Add(-obligation.Ahead)) && clock.Sub(hour) <= sendable {
		if m.Again = hour.Add(lookedAt); clock.After(hour) {
			m.Again = clock.Add(lookedAt)
		}
	}
	told, left, again = m.Fold(calls, clock)
	for _, c := range told {
		d.letters.told++
		switch l := d.letters.of(owner, calendar.DateOf(c.At, zone)); {
		case l == nil || !slices.Contains(l.lists, o.key):
			d.problems = append(d.problems, o.key+" "+c.Key+" is on record and no message told it")
		case !c.Late && l.posted.Sub(c.At) > 2*time.Hour:
			d.problems = append(d.problems, o.key+" "+c.Key+" was told late by a message and not said to be")
		}
	}
	for _, c := range left {
		if l := d.letters.of(owner, calendar.DateOf(c.At, zone)); c.To == obligation.Owner && l != nil && slices.Contains(l.lists, o.key) {
			d.problems = append(d.problems, o.key+" "+c.Key+" was told by a message and by itself")
		}
	}
	if c := calls; len(c) > 0 && !again.IsZero() && len(told)+len(left) == 0 && calendar.DateOf(c[0].At, zone).Before(calendar.DateOf(clock, zone)) {
		d.problems = append(d.problems, o.key+" "+c[0].Key+" of an earlier day waits for a message of today")
	}
	if !o.waits.IsZero() && len(left) > 0 && len(told) == 0 {
		d.letters.missed++
	}
	o.waits = again
	return told, left, again
}

package obligation

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"factotum/automations/calendar"
)

// Rank is whom a rung is for.
type Rank string

// The ranks.
const (
	Owner   Rank = "owner"
	Manager Rank = "manager" // of the owner
	Head    Rank = "head"    // whoever the obligation names for what is late
)

// Ladder says when people are told of a duty that is not done.
type Ladder struct {
	Before  []int         // days before it is due; 0: on the day
	Late    int           // every working day after it, so many at most
	Manager int           // after so many working days also the manager; 0: never
	Head    int           // and after so many the head; 0: never
	Hour    time.Duration // of the day where the person is
}

// Quiet hours: nobody is told anything before or from these hours of their day,
// nor on a day on which they do not work.
const (
	Wakes  = 7 * time.Hour
	Sleeps = 20 * time.Hour
)

// grace is how much later than its moment a rung may be told without being late.
const grace = time.Hour

// Rung is one thing to be told, once.
type Rung struct {
	Key string // 30, 7, 0: days before; +3: working days after; manager; head
	To  Rank
	At  time.Time
}

// Calendars gives the working days, and the zone, of whoever has a rank.
type Calendars func(Rank) *calendar.Calendar

// Standing is how far the reminders of an occurrence have come.
type Standing struct {
	Due     calendar.Date
	Opens   calendar.Date // on which it was opened: that told of it, so rungs begin after it
	Told    []string      // keys of rungs
	Snoozed calendar.Date // the owner is told nothing before this day; zero: not put off
}

// Call is a rung whose time has come.
type Call struct {
	Rung
	Late bool // it should have been told more than an hour before
}

// Look gives the rungs to be told now, those of each rank in order, and when to
// look again; zero: there is nothing left to tell.
func (l Ladder) Look(s Standing, of Calendars, now time.Time) (calls []Call, next time.Time) {
	soonest := func(at time.Time) {
		if at = at.Truncate(time.Millisecond); next.IsZero() || at.Before(next) {
			next = at
		}
	}
	for _, r := range l.Rungs(s, of) {
		if slices.Contains(s.Told, r.Key) {
			continue
		}
		if now.Before(r.At) {
			soonest(r.At)
			continue
		}
		if at := l.Awake(of(r.To), now); at.After(now) {
			soonest(at)
			continue
		}
		calls = append(calls, Call{r, now.Sub(r.At) > grace})
	}
	return calls, next
}

// Rungs are all rungs of an occurrence, in the order of their moments.
func (l Ladder) Rungs(s Standing, of Calendars) []Rung {
	var all []Rung
	owner := of(Owner)
	opened := l.Opening(owner, s.Opens)
	for _, n := range l.Before {
		if at := l.Opening(owner, s.Due.AddDays(-n)); at.After(opened) {
			all = append(all, Rung{fmt.Sprint(n), Owner, at})
		}
	}
	for n := 1; n <= l.Late; n++ {
		all = append(all, Rung{fmt.Sprintf("+%d", n), Owner, l.moment(owner, owner.AddWorkingDays(s.Due, n))})
	}
	if !s.Snoozed.IsZero() {
		wait := l.Opening(owner, s.Snoozed)
		for i := range all {
			if all[i].At.Before(wait) {
				all[i].At = wait
			}
		}
	}
	if l.Manager > 0 {
		all = append(all, l.above(string(Manager), Manager, l.Manager, s.Due, of))
	}
	if l.Head > 0 {
		all = append(all, l.above(string(Head), Head, l.Head, s.Due, of))
	}
	slices.SortStableFunc(all, func(a, b Rung) int { return cmp.Or(a.At.Compare(b.At)) })
	return all
}

// Anew are the keys of rungs that were told and come again, since the occurrence is
// due on another day: those of which the moment is still to come.
func (l Ladder) Anew(s Standing, due calendar.Date, of Calendars, now time.Time) (again []string) {
	told := s.Told
	s.Due, s.Told = due, nil
	for _, r := range l.Rungs(s, of) {
		if slices.Contains(told, r.Key) && now.Before(r.At) {
			again = append(again, r.Key)
		}
	}
	return again
}

func (l Ladder) above(key string, to Rank, after int, due calendar.Date, of Calendars) Rung {
	c := of(to)
	return Rung{key, to, l.moment(c, c.AddWorkingDays(due, after))}
}

// moment is the hour of the ladder on a day, by the clock on the person's wall.
func (l Ladder) moment(c *calendar.Calendar, d calendar.Date) time.Time {
	return c.At(d, l.Hour)
}

// Opening is when an occurrence that opens on a day is opened, and with it first
// told of: at the hour of that day, or of the nearest working day before it. Who
// is reminded ahead of time is reminded rather earlier than too late.
func (l Ladder) Opening(c *calendar.Calendar, d calendar.Date) time.Time {
	return l.moment(c, Before.move(d, c))
}

// Awake is the first moment from a given one on at which the person may be told.
func (l Ladder) Awake(c *calendar.Calendar, now time.Time) time.Time {
	today := calendar.DateOf(now, c.Location)
	if c.IsWorkingDay(today) {
		switch begin := c.At(today, Wakes); {
		case now.Before(begin):
			return l.moment(c, today)
		case now.Before(c.At(today, Sleeps)):
			return now
		}
	}
	return l.moment(c, c.AddWorkingDays(today, 1))
}

// Delay is the day up to which an occurrence can be put off from today: the
// next but so many working day, and never beyond the day on which it is due.
// Zero: it cannot be put off at all.
func Delay(c *calendar.Calendar, today, due calendar.Date, working int) calendar.Date {
	to := c.AddWorkingDays(today, working)
	if to.After(due) {
		to = due
	}
	if !to.After(today) {
		return calendar.Date{}
	}
	return to
}

package obligation_test

import (
	"fmt"
	"slices"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// site is what can change of the calendar of a place.
type site struct {
	country, region string
	week            string
	turned          map[calendar.Date]bool // days that are worked on, or not, other than the law has it
}

// decrees changes the calendar of a place: a holiday comes or goes, a closing day is
// lifted, or the working days of the week are others. What is open there follows.
func (d *decade) decrees(at int) {
	s := &d.sites[at]
	if d.random.IntN(4) == 0 {
		s.week = []string{"mon-fri", "mon-thu", "mon-sat", "tue-sat"}[d.random.IntN(4)]
	}
	day := calendar.DateOf(d.now, time.UTC).AddDays(d.random.IntN(50) - 10)
	if s.turned[day] {
		delete(s.turned, day)
	} else {
		s.turned[day] = true
	}
	hours, err := calendar.ParseHours(map[string]string{s.week: "09:00-17:00"})
	if err != nil {
		d.problems = append(d.problems, err.Error())
		return
	}
	place, _ := calendar.New(d.places[at].Location, hours, s.country, s.region, nil)
	var overrides []calendar.Override
	for day := range s.turned {
		overrides = append(overrides, calendar.Override{Date: day, Name: "Decreed", Working: !place.IsWorkingDay(day)})
	}
	d.places[at], _ = calendar.New(place.Location, hours, s.country, s.region, overrides)
	for i := at; i < len(d.list); i += len(d.places) {
		d.looks[i] = d.now // as after a restart
	}
	for _, key := range d.order {
		if o := d.open[key]; o.of%len(d.places) == at {
			d.follows(o)
		}
	}
}

// follows moves the day of one that is open to where its calendar has it.
func (d *decade) follows(o *occurrence) {
	list := d.list[o.of]
	due, comes := list.Again(list.Known(o.due.Period()), d.places[o.of%len(d.places)])
	if !comes || due.Day == o.stand.Due {
		return
	}
	d.moved++
	again := list.Ladder.Anew(o.stand, due.Day, d.calendars(o.of), d.now)
	o.stand.Due, o.at = due.Day, d.now
	o.moves++
	o.stand.Told = slices.DeleteFunc(o.stand.Told, func(key string) bool { return slices.Contains(again, key) })
}

// rung is one that is told once: for each day to which the occurrence was moved.
func (o *occurrence) rung(key string) string { return fmt.Sprint(o.key, key, "/", o.moves) }

// counts notes that an occurrence was opened, of those that are due on the nth
// working day of a period: by the period of its day.
func (d *decade) counts(at int, due obligation.Due) {
	o := d.list[at]
	if len(o.Phases) > 1 || o.Phases[0].Working == 0 {
		return
	}
	months := map[obligation.Period]int{obligation.Month: 1, obligation.Quarter: 3, obligation.Year: 12}[o.Phases[0].Of]
	key := fmt.Sprint(at, "/", (due.Day.Year()*12+int(due.Day.Month())-1)/months)
	if d.periods[key]++; d.periods[key] > 1 {
		d.problems = append(d.problems, o.Key+" was opened twice in the period of "+due.Day.String())
	}
}

// complete finds the periods of which nothing was opened, though one before and one
// after have.
func (d *decade) complete() {
	for i, o := range d.list {
		if len(o.Phases) > 1 || o.Phases[0].Working == 0 {
			continue
		}
		var seen []int
		for key := range d.periods {
			var at, period int
			if _, err := fmt.Sscanf(key, "%d/%d", &at, &period); err == nil && at == i {
				seen = append(seen, period)
			}
		}
		slices.Sort(seen)
		if len(seen) > 0 && seen[len(seen)-1]-seen[0] != len(seen)-1 {
			d.problems = append(d.problems, o.Key+" lacks a period")
		}
	}
}

package app

import (
	"sync"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/people"
)

// offices know when each person works: the company's hours in the person's
// zone, without the holidays of the person's country.
type offices struct {
	zone      *time.Location
	country   string
	region    string
	hours     calendar.Hours
	overrides []override
	teams     map[string]*calendar.Calendar // of those that have their own
	working   string                        // all of this as it is written

	mu    sync.Mutex
	known map[place]*calendar.Calendar
}

// override is a holiday of the configuration, in one country or everywhere.
type override struct {
	calendar.Override
	country string
}

type place struct {
	zone, country, region string
	law                   bool
}

// of gives the calendar of a person. Where nothing is known of somebody's place
// the company's counts.
func (o *offices) of(p people.Person) *calendar.Calendar {
	return o.at(place{zone: p.Zone, country: p.Country, region: p.Region}, o.hours)
}

// law gives the calendar of a country's laws, which know Saturdays, Sundays and
// public holidays, and not when a company is closed; the company's without one.
func (o *offices) law(country, region string) *calendar.Calendar {
	if country == "" {
		return o.of(people.Person{})
	}
	return o.at(place{country: country, region: region, law: true}, weekdays())
}

func (o *offices) at(at place, hours calendar.Hours) *calendar.Calendar {
	at = o.placed(at)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known[at] == nil {
		o.known[at] = o.make(at, hours)
	}
	return o.known[at]
}

// weekdays are Monday to Friday.
func weekdays() calendar.Hours {
	hours := calendar.Hours{}
	for day := time.Monday; day <= time.Friday; day++ {
		hours[day] = []calendar.Span{{From: 9 * 60, To: 17 * 60}}
	}
	return hours
}

// placed is a place with what it leaves open as it is at the company.
func (o *offices) placed(at place) place {
	if at.country == "" {
		at.country, at.region = o.country, o.region
	}
	if at.region == "" && at.country == o.country {
		at.region = o.region
	}
	return at
}

// make falls back from the region to the country and from there to no public
// holidays: check says for whom none are known.
func (o *offices) make(at place, hours calendar.Hours) *calendar.Calendar {
	zone, err := time.LoadLocation(at.zone)
	if err != nil || at.zone == "" {
		zone = o.zone
	}
	var overrides []calendar.Override
	for _, h := range o.overrides {
		if h.country == "" && !at.law || h.country != "" && h.country == at.country {
			overrides = append(overrides, h.Override)
		}
	}
	for _, try := range []place{at, {country: at.country}} {
		if c, err := calendar.New(zone, hours, try.country, try.region, overrides); err == nil {
			return c
		}
	}
	c, _ := calendar.New(zone, hours, "", "", overrides) // the hours were checked when they were read
	return c
}

// holidays tells whether public holidays are known where the person is.
func (o *offices) holidays(p people.Person) bool {
	if p.Country == "" {
		return true
	}
	_, err := calendar.New(o.zone, o.hours, p.Country, "", nil)
	_, local := calendar.New(o.zone, o.hours, p.Country, p.Region, nil)
	return err == nil || local == nil
}

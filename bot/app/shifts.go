package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/people"
	"factotum/automations/source"
)

// shiftText is when and where a team works, as far as that differs from the
// company.
type shiftText struct {
	Zone    string            `yaml:"zone"`
	Country string            `yaml:"country"`
	Region  string            `yaml:"region"`
	Hours   map[string]string `yaml:"hours"`
}

// shifts reads the working time of the teams that have their own.
func (r *reader) shifts(o *offices) {
	company := r.in.Company
	o.working = fmt.Sprintf("%s %s %s %v %v %v", company.Zone, company.Country, company.Region, company.Hours, company.Holidays, r.in.Shifts)
	o.teams = map[string]*calendar.Calendar{}
	for _, name := range slices.Sorted(maps.Keys(r.in.Shifts)) {
		at, in := "shifts."+name, r.in.Shifts[name]
		if !r.unsure && !slices.Contains(r.company.Teams, strings.ToLower(name)) {
			r.wrong(at, "there is no team %q%s", name, source.DidYouMean(name, r.company.Teams))
		}
		hours := o.hours
		if len(in.Hours) > 0 {
			own, err := calendar.ParseHours(in.Hours)
			if err != nil {
				r.wrong(at+".hours", "%s", oneLine(err))
				continue
			}
			hours = own
		}
		zone := in.Zone
		if zone == "" {
			zone = r.in.Company.Zone
		}
		if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
			r.wrong(at+".zone", "%q is no time zone: write an IANA name, such as zone: Europe/Berlin", in.Zone)
			continue
		}
		if _, err := calendar.New(o.zone, hours, in.Country, in.Region, nil); err != nil {
			r.wrong(at+".country", "%s", oneLine(err))
			continue
		}
		o.teams[strings.ToLower(name)] = o.make(o.placed(place{zone: zone, country: in.Country, region: in.Region}), hours)
	}
}

// shift gives the calendar of a team: the company's unless it has its own.
func (o *offices) shift(team string) *calendar.Calendar {
	if c, ok := o.teams[strings.ToLower(team)]; ok {
		return c
	}
	return o.of(people.Person{})
}

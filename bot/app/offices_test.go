package app

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/people"
)

func TestEverybodyWorksWhereTheyAre(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	eve := calendar.NewDate(2026, time.December, 24)
	labour := calendar.NewDate(2026, time.May, 1)
	o := &offices{
		zone: berlin, country: "DE", region: "BE", hours: hours, known: map[place]*calendar.Calendar{},
		overrides: []override{
			{Override: calendar.Override{Date: eve, Name: "Christmas Eve"}},
			{Override: calendar.Override{Date: labour, Working: true}, country: "FR"},
		},
	}
	womensDay := calendar.NewDate(2027, time.March, 8) // Monday; a holiday in Berlin, not in Bavaria or France
	for name, c := range map[string]struct {
		who    people.Person
		zone   string
		free   bool // on 8 March
		labour bool // free on 1 May
	}{
		"nothing known":   {people.Person{}, "Europe/Berlin", true, true},
		"same country":    {people.Person{ID: "p", Country: "DE", Zone: "Europe/Berlin"}, "Europe/Berlin", true, true},
		"another region":  {people.Person{ID: "p", Country: "DE", Region: "BY"}, "Europe/Berlin", false, true},
		"another country": {people.Person{ID: "p", Country: "FR", Zone: "Europe/Paris"}, "Europe/Paris", false, false},
		"wrong region":    {people.Person{ID: "p", Country: "FR", Region: "ZZ"}, "Europe/Berlin", false, false},
		"no holidays":     {people.Person{ID: "p", Country: "KE", Zone: "Africa/Nairobi"}, "Africa/Nairobi", false, false},
		"no such zone":    {people.Person{ID: "p", Zone: "Mars/Base"}, "Europe/Berlin", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			got := o.of(c.who)
			assert.Equal(t, c.zone, got.Location.String())
			assert.Equal(t, !c.free, got.IsWorkingDay(womensDay))
			_, off := got.Holiday(labour)
			assert.Equal(t, c.labour, off)
			assert.False(t, got.IsWorkingDay(eve), "the company's own holiday holds everywhere")
			assert.Same(t, got, o.of(c.who), "made once")
		})
	}
	law := o.law("DE", "")
	assert.True(t, law.IsWorkingDay(eve), "no law knows when the company is closed")
	assert.False(t, law.IsWorkingDay(womensDay))
	assert.False(t, o.of(people.Person{Country: "DE"}).IsWorkingDay(eve), "but for who is nobody in particular there it is closed")
	assert.False(t, o.law("", "").IsWorkingDay(eve), "nor is the company's own calendar a law")
	assert.False(t, o.law("FR", "").IsWorkingDay(calendar.NewDate(2026, time.July, 14)))
	assert.True(t, o.law("FR", "").IsWorkingDay(labour), "what is written about a country holds for its laws too")
	assert.True(t, o.holidays(people.Person{}))
	assert.True(t, o.holidays(people.Person{Country: "CH", Region: "ZH"}))
	assert.False(t, o.holidays(people.Person{Country: "KE"}))
}

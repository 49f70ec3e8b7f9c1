package calendar

import (
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
)

// Calendar knows when work is done in one place. It is safe for concurrent use
// and must not be copied.
type Calendar struct {
	Location *time.Location
	Hours    Hours

	holidays  []*cal.Holiday
	overrides map[Date]Override

	mu    sync.Mutex
	years map[int]map[Date]string // Names of the holidays of years already asked for.
}

// Override makes a day a holiday, or with Working takes a holiday away.
type Override struct {
	Date    Date
	Name    string
	Working bool
}

// New returns the calendar of one place. The country is an ISO 3166-1 code such
// as "DE", or empty for no public holidays; the region is the part of its ISO
// 3166-2 code after the dash, such as "BY", where holidays differ by region. It refuses
// hours that hold no working time and a country or region without holidays,
// with a sentence that lists what can be written.
func New(loc *time.Location, hours Hours, country, region string, overrides []Override) (*Calendar, error) {
	if loc == nil {
		return nil, sayf("The calendar has no time zone. Write one such as Europe/Berlin.")
	}
	if err := hours.validate(); err != nil {
		return nil, err
	}
	holidays, err := publicHolidays(country, region)
	if err != nil {
		return nil, err
	}
	c := &Calendar{
		Location: loc, Hours: Hours{}, holidays: holidays,
		overrides: make(map[Date]Override, len(overrides)), years: map[int]map[Date]string{},
	}
	for day, spans := range hours {
		c.Hours[day] = slices.Clone(spans)
	}
	for _, o := range overrides {
		c.overrides[o.Date] = o
	}
	return c, nil
}

// IsWorkingDay reports whether d has working hours and is no holiday.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if len(c.Hours[d.Weekday()]) == 0 {
		return false
	}
	_, off := c.Holiday(d)
	return !off
}

// Holiday returns the name of the holiday on d, in the language of the country.
// A holiday moved from a weekend counts on both days.
func (c *Calendar) Holiday(d Date) (name string, ok bool) {
	if o, ok := c.overrides[d]; ok {
		if o.Working {
			return "", false
		}
		return o.Name, true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	days, ok := c.years[d.y]
	if !ok {
		days = holidaysOf(c.holidays, d.y)
		c.years[d.y] = days
	}
	name, ok = days[d]
	return name, ok
}

// holidaysOf names the holidays of a year. The years beside it count too: 1 January
// 2028, a Saturday, is observed in the United States on 31 December 2027.
func holidaysOf(holidays []*cal.Holiday, year int) map[Date]string {
	days := map[Date]string{}
	for _, h := range holidays {
		for y := year - 1; y <= year+1; y++ {
			actual, observed := h.Calc(y)
			if actual.IsZero() {
				continue
			}
			// A holiday moved from a weekend stays on both days, for those who work on weekends.
			for _, midnight := range []time.Time{actual, observed} {
				// It is that of the machine's own zone, which some zones skip when clocks change.
				if d := dateOf(midnight.Add(12 * time.Hour)); d.y == year {
					days[d] = h.Name
				}
			}
		}
	}
	return days
}

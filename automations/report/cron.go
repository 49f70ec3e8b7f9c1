package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/fault"
)

// cron is a line as crontab(5) of POSIX has it: minute, hour, day of the month,
// month, day of the week. Where both days are restricted either of them fits.
type cron struct {
	minutes, hours, days, months, weekdays []int
	anyDay, anyWeekday                     bool
}

// cronField is what one of the five takes.
type cronField struct {
	low, high int
	names     []string
}

func cronFields() []cronField {
	return []cronField{
		{0, 59, nil},
		{0, 23, nil},
		{1, 31, nil},
		{1, 12, []string{"", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
		{0, 7, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
	}
}

func parseCron(line string) (cron, error) {
	words := strings.Fields(strings.ToLower(line))
	bad := fault.New(fault.Invalid, "“%s” is no cron line. Write five fields, such as 30 8 1 * * for 08:30 on the first of each month.", line)
	if len(words) != 5 {
		return cron{}, bad
	}
	var all [5][]int
	for i, f := range cronFields() {
		for item := range strings.SplitSeq(words[i], ",") {
			values, ok := f.read(item)
			if !ok {
				return cron{}, bad
			}
			all[i] = append(all[i], values...)
		}
		slices.Sort(all[i])
	}
	c := cron{
		minutes: all[0], hours: all[1], days: all[2], months: all[3],
		anyDay: strings.HasPrefix(words[2], "*"), anyWeekday: strings.HasPrefix(words[4], "*"),
	}
	for _, d := range all[4] {
		c.weekdays = append(c.weekdays, d%7)
	}
	return c, nil
}

// read reads one item: *, */15, 3, 1-5, mon-fri, 8-18/2.
func (f cronField) read(item string) (values []int, ok bool) {
	item, by, stepped := strings.Cut(item, "/")
	step := 1
	if stepped {
		if step, ok = f.number(by); !ok || step == 0 {
			return nil, false
		}
	}
	low, high := f.low, f.high
	if item != "*" {
		from, to, ranged := strings.Cut(item, "-")
		if low, ok = f.number(from); !ok {
			return nil, false
		}
		switch {
		case ranged:
			if high, ok = f.number(to); !ok {
				return nil, false
			}
		case !stepped:
			high = low
		}
	}
	if low < f.low || high > f.high || low > high {
		return nil, false
	}
	for v := low; v <= high; v += step {
		values = append(values, v)
	}
	return values, true
}

func (f cronField) number(word string) (int, bool) {
	if at := slices.Index(f.names, word); at >= 0 && word != "" {
		return at, true
	}
	n, err := strconv.Atoi(word)
	return n, err == nil && n >= 0
}

// fits tells whether it comes on a day.
func (c cron) fits(d calendar.Date) bool {
	day, weekday := slices.Contains(c.days, d.Day()), slices.Contains(c.weekdays, int(d.Weekday()))
	if !slices.Contains(c.months, int(d.Month())) {
		return false
	}
	if c.anyDay || c.anyWeekday {
		return day && weekday
	}
	return day || weekday
}

// clocks are the times of a day.
func (c cron) clocks() []time.Duration {
	var all []time.Duration
	for _, h := range c.hours {
		for _, m := range c.minutes {
			all = append(all, time.Duration(h)*time.Hour+time.Duration(m)*time.Minute)
		}
	}
	return all
}

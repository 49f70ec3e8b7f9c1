package form

import (
	"strings"
	"time"

	"factotum/automations/calendar"
)

// firstOfMonth is what falls_on says beside the days of the week.
const firstOfMonth = "first"

// fallsExample says what to write where falls_on does not fit the field.
func (f Field) fallsExample() string {
	switch _, known := Weekday(f.FallsOn); {
	case f.FallsOn == "":
	case f.Type != Date:
		return "only a date falls on a day of the week or of the month: leave it out"
	case !known && f.FallsOn != firstOfMonth:
		return "write a day of the week such as monday, or first for the first of a month"
	}
	return ""
}

// Weekday reads a day of the week by its English name.
func Weekday(text string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), text) {
			return d, true
		}
	}
	return 0, false
}

// falls refuses a day that does not fall on the one that the field demands, and
// names those before and after it that do.
func (f Field) falls(day calendar.Date) error {
	if f.FallsOn == "" {
		return nil
	}
	want, weekly := Weekday(f.FallsOn)
	fits := func(d calendar.Date) bool { return weekly && d.Weekday() == want || !weekly && d.Day() == 1 }
	if fits(day) {
		return nil
	}
	before, after := day, day
	for !fits(before) {
		before = before.AddDays(-1)
	}
	for !fits(after) {
		after = after.AddDays(1)
	}
	if weekly {
		return sayf("%s is a %s. Choose a %s: %s or %s.", showDay(day), day.Weekday(), want, showDay(before), showDay(after))
	}
	return sayf("%s is not the first of a month. Choose %s or %s.", showDay(day), showDay(before), showDay(after))
}

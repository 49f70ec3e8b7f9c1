// Package calendar owns days: dates as people write them, working hours by the
// clock on the wall, public holidays, and working time between two moments. Every
// module asks it, so that a deadline, a reminder and a leave day count alike. It
// must not know requests, people or the present moment, and it loads no time zones.
package calendar

import (
	"time"
)

// Date is a day in no particular place. It is comparable; the zero Date means none.
type Date struct {
	y int
	m time.Month
	d int
}

// NewDate returns a day; out of range values are carried over as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the day that the calendar on the wall of loc shows at t.
func DateOf(t time.Time, loc *time.Location) Date { return dateOf(t.In(loc)) }

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Parse reads an ISO 8601 day, such as "2026-11-20", and nothing else.
func Parse(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, sayf("%q is not a day. Write it like 2026-11-20.", shorten(text))
	}
	return dateOf(t), nil
}

// IsZero reports whether the Date is none.
func (d Date) IsZero() bool { return d == Date{} }

// Year returns the year.
func (d Date) Year() int { return d.y }

// Month returns the month.
func (d Date) Month() time.Month { return d.m }

// Day returns the day of the month.
func (d Date) Day() int { return d.d }

// String returns the ISO 8601 day, or nothing for no Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format(time.DateOnly)
}

// MarshalText writes what String returns.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads an ISO 8601 day; empty text is no Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	read, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = read
	return nil
}

// AddDays returns the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return NewDate(d.y, d.m, d.d+n) }

// AddMonths returns the same day n months later, or the last day of that month
// where it is shorter: one month after 31 January is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	day := min(d.d, NewDate(d.y, d.m+time.Month(n)+1, 0).d)
	return NewDate(d.y, d.m+time.Month(n), day)
}

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool {
	switch {
	case d.y != other.y:
		return d.y < other.y
	case d.m != other.m:
		return d.m < other.m
	}
	return d.d < other.d
}

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return other.Before(d) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

// In returns the first moment of the day in loc: midnight, or where clocks
// change at midnight the moment they change to.
func (d Date) In(loc *time.Location) time.Time { return wall(d, 0, loc) }

package report

import (
	"slices"
	"strings"

	"factotum/automations/calendar"
)

// span is what a period in words means to a parameter. To one that looks ahead, a
// month, quarter or day that is written without a year is the nearest: in November
// the leave of December is that of next month.
func (p Parameter) span(text string, today calendar.Date) (Span, error) {
	s, err := ParsePeriod(text, today)
	if err != nil || !p.Ahead || s.From == beginning() || yearly.MatchString(text) || !yearless(text, today) {
		return s, err
	}
	next := Span{From: s.From.AddMonths(12), To: s.To.AddMonths(12), months: s.months, days: s.days}
	if s.To == monthEnd(s.To) {
		next.To = monthEnd(next.To)
	}
	if s.To.Before(today) && length(today, next.From) < length(s.To, today) {
		return next, nil
	}
	return s, nil
}

// yearless tells whether any of the words is a month or a part of a year.
func yearless(text string, today calendar.Date) bool {
	tidy := strings.ToLower(text)
	return part.MatchString(tidy) || spoken.MatchString(tidy) || slices.ContainsFunc(strings.Fields(tidy), func(word string) bool {
		d, err := calendar.ParseDate("1 "+strings.Trim(word, ".,")+" 2000", today) // it knows the names of months
		return err == nil && d.Year() == 2000
	})
}

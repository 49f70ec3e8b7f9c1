package report

import (
	"time"

	"factotum/automations/calendar"
)

// span is from one day to another, if that is a period at all. It is compared
// with the same stretch of the year, half, quarter or month before where it
// begins with one and ends today, with as many months where it is of whole
// months, and else with as many days right before it.
func span(from, to, today calendar.Date) (Span, bool) {
	s := Span{From: from, To: to, days: length(from, to)}
	for _, unit := range []string{"month", "quarter", "half", "year"} {
		this := unitAt(today, unit)
		early := from.Month() == time.January && unit != "year" // a year that has just begun is one
		if to == today && this.From == from && !early {
			s.months, s.days = this.months, 0
			return s, true
		}
	}
	if from.Day() == 1 && to == monthEnd(to) {
		s.months, s.days = 12*(to.Year()-from.Year())+int(to.Month()-from.Month())+1, 0
	}
	return s, !to.Before(from)
}

// length is how many days there are from one to another, both counted.
func length(from, to calendar.Date) int {
	return int(to.In(time.UTC).Sub(from.In(time.UTC)).Hours()/24) + 1
}

// Before gives the period before, to compare with. One that is not over yet is
// compared up to today; one that has not begun, or has no beginning, with nothing.
func (s Span) Before(today calendar.Date) (now, past Span, ok bool) {
	now = s
	if today.Before(s.From) || s.months == 0 && s.days == 0 {
		return s, s, false
	}
	if today.Before(s.To) {
		now.To = today
	}
	past = Span{From: now.From.AddDays(-s.days), To: now.To.AddDays(-s.days), months: s.months, days: s.days}
	if s.months > 0 {
		past.From, past.To = now.From.AddMonths(-s.months), now.To.AddMonths(-s.months)
		if now.To == monthEnd(now.To) { // whole months are compared with whole ones
			past.To = monthEnd(past.To)
		}
	}
	return now, past, true
}

func monthEnd(d calendar.Date) calendar.Date { return calendar.NewDate(d.Year(), d.Month()+1, 0) }

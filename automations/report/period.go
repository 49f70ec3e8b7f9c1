package report

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/fault"
)

// Span is a period: two days, both of which belong to it. The period before it
// lies back by so many months, or days; where both are zero there is none to
// compare with.
type Span struct {
	From, To     calendar.Date
	months, days int
}

// beginning is the first day of a period that has none.
func beginning() calendar.Date { return calendar.NewDate(1970, time.January, 1) }

// units are the months of what is counted in months.
func units() map[string]int {
	return map[string]int{"month": 1, "quarter": 3, "half": 6, "half year": 6, "half-year": 6, "year": 12}
}

var (
	relative = regexp.MustCompile(`^(this|current|last|previous|past|next|coming) (week|month|quarter|half|half year|half-year|year)$`)
	counted  = regexp.MustCompile(`^(last|previous|past|next|coming) ([0-9]{1,3}) (day|week|month|quarter|half|year)s?$`)
	toDate   = regexp.MustCompile(`^(?:(week|month|quarter|half|year) to date|([wmqy])td)$`)
	part     = regexp.MustCompile(`^([qh])([1-4])(?:[ /-]?([0-9]{4}))?$`)
	partLast = regexp.MustCompile(`^([0-9]{4})[ /-]?([qh])([1-4])$`)
	spoken   = regexp.MustCompile(`^(?:quarter ([1-4])|(first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?: (?:of )?([0-9]{4}))?$`)
	wholeOne = regexp.MustCompile(`^((?:19|20)[0-9]{2})(?:[-/.](0?[1-9]|1[0-2]))?$`)
	named    = regexp.MustCompile(`^(\pL{3,10})\.?(?: ((?:19|20)[0-9]{2}))?$`)
	between  = regexp.MustCompile(`^(?:from |between )?(.+?)(?: ?\.\. ?| to | until | till | and | - )(.+)$`)
	since    = regexp.MustCompile(`^(?:since|from|after|starting) (.+)$`)
	dashed   = regexp.MustCompile(`\b([0-9]{1,2}\.?)-([0-9]{1,2}\.? \pL)`)
	bare     = regexp.MustCompile(`^[0-9]{1,2}\.?$`)
	rest     = regexp.MustCompile(`^[0-9]{1,2}\.?( \pL.*)$`)
	numbered = regexp.MustCompile(`[0-9]`)
	yearly   = regexp.MustCompile(`[0-9]{4}`)
	until    = regexp.MustCompile(`^(?:until|till|up to|before) (.+)$`)
)

// ParsePeriod reads a period in words: last month, this quarter, Q3 2026, since
// 1 March, 2026-01..2026-03, year to date, last 30 days, March, 2025, or one day.
func ParsePeriod(text string, today calendar.Date) (Span, error) {
	tidy := strings.NewReplacer("–", "-", "—", "-", "…", "..").Replace(strings.ToLower(strings.Join(strings.Fields(text), " ")))
	tidy = dashed.ReplaceAllString(tidy, "$1 - $2")
	for _, filler := range []string{"in ", "for ", "during ", "of ", "the "} {
		tidy = strings.TrimPrefix(tidy, filler)
	}
	for _, read := range []func(string, calendar.Date) (Span, bool){fixed, relatives, parts, months, ranges, day} {
		if s, ok := read(tidy, today); ok {
			return s, nil
		}
	}
	words := slices.Concat(between.FindStringSubmatch(tidy), since.FindStringSubmatch(tidy), until.FindStringSubmatch(tidy), []string{tidy})
	if err := noDay(words, today); err != nil {
		return Span{}, err
	}
	return Span{}, fault.New(fault.Invalid, "“%s” is no period. Write last month, this quarter, Q3 2026, since 1 March, 2026-01..2026-03 or year to date.", text)
}

// noDay says why the first of the words that reads like a day is none.
func noDay(words []string, today calendar.Date) error {
	for _, word := range words {
		if say, lacks := calendar.Lacking(strings.Trim(word, ".,;"), today); lacks {
			return fault.New(fault.Invalid, "“%s” is no day: %s. Write one that there is, such as 2026-11-20 or 20 Nov.", word, say)
		}
	}
	return nil
}

func fixed(text string, today calendar.Date) (Span, bool) {
	switch text {
	case "ever", "always", "all time", "everything":
		return Span{From: beginning(), To: today}, true
	}
	m := toDate.FindStringSubmatch(text)
	if m == nil {
		return Span{}, false
	}
	unit := m[1] + map[string]string{"w": "week", "m": "month", "q": "quarter", "y": "year"}[m[2]]
	s := unitAt(today, unit)
	s.To = today
	return s, true
}

// unitAt is the week, month, quarter, half or year in which a day lies.
func unitAt(d calendar.Date, unit string) Span {
	n := units()[unit]
	if n == 0 {
		monday := d.AddDays(-(int(d.Weekday()) + 6) % 7)
		return Span{From: monday, To: monday.AddDays(6), days: 7}
	}
	return wholeMonths(calendar.NewDate(d.Year(), d.Month()-time.Month((int(d.Month())-1)%n), 1), n)
}

func wholeMonths(from calendar.Date, n int) Span {
	return Span{From: from, To: from.AddMonths(n).AddDays(-1), months: n}
}

func relatives(text string, today calendar.Date) (Span, bool) {
	if m := relative.FindStringSubmatch(text); m != nil {
		s := unitAt(today, m[2])
		switch m[1] {
		case "last", "previous", "past":
			return unitAt(s.From.AddDays(-1), m[2]), true
		case "next", "coming":
			return unitAt(s.To.AddDays(1), m[2]), true
		}
		return s, true
	}
	m := counted.FindStringSubmatch(text)
	if m == nil {
		return Span{}, false
	}
	n, _ := strconv.Atoi(m[2]) // three digits at most
	ahead := m[1] == "next" || m[1] == "coming"
	if n == 0 {
		return Span{}, false
	}
	if months := units()[m[3]]; months > 0 {
		this := unitAt(today, m[3])
		if ahead {
			return wholeMonths(this.To.AddDays(1), n*months), true
		}
		return wholeMonths(this.From.AddMonths(-n*months), n*months), true
	}
	if m[3] == "week" {
		n *= 7
	}
	if ahead {
		return Span{From: today, To: today.AddDays(n - 1)}, true
	}
	return Span{From: today.AddDays(1 - n), To: today, days: n}, true
}

// parts reads quarters and halves; without a year, the newest that has begun.
func parts(text string, today calendar.Date) (Span, bool) {
	kind, number, year := "", "", ""
	if m := part.FindStringSubmatch(text); m != nil {
		kind, number, year = m[1], m[2], m[3]
	} else if m := partLast.FindStringSubmatch(text); m != nil {
		year, kind, number = m[1], m[2], m[3]
	} else if m := spoken.FindStringSubmatch(text); m != nil {
		kind, year = "q", m[3]
		number = m[1] + map[string]string{"first": "1", "second": "2", "third": "3", "fourth": "4"}[m[2]]
		if number == "" {
			number = m[2][:1]
		}
	}
	n := map[string]int{"q": 3, "h": 6}[kind]
	at, err := strconv.Atoi(number)
	if n == 0 || err != nil || at*n > 12 {
		return Span{}, false
	}
	return begun(1+time.Month((at-1)*n), year, n, today), true
}

// begun is so many months from one on: of the year, or the newest that have begun.
func begun(first time.Month, year string, n int, today calendar.Date) Span {
	y, err := strconv.Atoi(year)
	if err != nil {
		y = today.Year()
		if calendar.NewDate(y, first, 1).After(today) {
			y--
		}
	}
	return wholeMonths(calendar.NewDate(y, first, 1), n)
}

// months reads 2026, 2026-03, March and March 2026.
func months(text string, today calendar.Date) (Span, bool) {
	if m := wholeOne.FindStringSubmatch(text); m != nil {
		if m[2] == "" {
			return begun(time.January, m[1], 12, today), true
		}
		month, _ := strconv.Atoi(m[2])
		return begun(time.Month(month), m[1], 1, today), true
	}
	m := named.FindStringSubmatch(text)
	if m == nil {
		return Span{}, false
	}
	first, err := calendar.ParseDate("1 "+m[1]+" 2000", today) // it knows the names of months
	if err != nil || first.Day() != 1 || first.Year() != 2000 {
		return Span{}, false
	}
	return begun(first.Month(), m[2], 1, today), true
}

func ranges(text string, today calendar.Date) (Span, bool) {
	if m := between.FindStringSubmatch(text); m != nil {
		first, err := ParsePeriod(begins(m[1], m[2]), today)
		last, err2 := ParsePeriod(m[2], today)
		if err == nil && err2 == nil {
			for back := 0; last.To.Before(first.From) && back < 50 && !strings.ContainsAny(m[1], "0123456789"); back++ {
				first.From = first.From.AddMonths(-12) // “november to march 2026” began in 2025
			}
			return span(first.From, last.To, today)
		}
	}
	if m := since.FindStringSubmatch(text); m != nil {
		if first, err := ParsePeriod(m[1], today); err == nil {
			return span(first.From, today, today)
		}
	}
	if m := until.FindStringSubmatch(text); m != nil {
		if last, err := ParsePeriod(m[1], today); err == nil {
			return Span{From: beginning(), To: last.To}, !last.To.Before(beginning())
		}
	}
	return Span{}, false
}

// begins is the beginning of a range with what only its end says: of “1 to 3
// march” it is 1 march.
func begins(first, last string) string {
	if m := rest.FindStringSubmatch(last); m != nil && bare.MatchString(first) {
		return strings.TrimSuffix(first, ".") + m[1]
	}
	return first
}

func day(text string, today calendar.Date) (Span, bool) {
	d, err := calendar.ParseDate(text, today)
	if d.After(today) && numbered.MatchString(text) && !yearly.MatchString(text) {
		d = d.AddMonths(-12) // figures are of what was
	}
	return Span{From: d, To: d, days: 1}, err == nil
}

// String says the period as people do: October 2026, Q3 2026, 1 – 22 November 2026.
func (s Span) String() string {
	from, to := s.From.In(time.UTC), s.To.In(time.UTC)
	whole := s.From.Day() == 1 && s.To == monthEnd(s.To)
	n := 12*(to.Year()-from.Year()) + int(to.Month()-from.Month()) + 1
	switch {
	case s.From == beginning():
		return "up to " + to.Format("2 January 2006")
	case s.From == s.To:
		return to.Format("2 January 2006")
	case whole && n == 1:
		return to.Format("January 2006")
	case whole && n == 12 && from.Month() == time.January:
		return to.Format("2006")
	case whole && n == 3 && from.Month()%3 == 1:
		return fmt.Sprintf("Q%d %d", int(to.Month())/3, to.Year())
	case whole && from.Year() == to.Year():
		return from.Format("January – ") + to.Format("January 2006")
	case whole:
		return from.Format("January 2006 – ") + to.Format("January 2006")
	case from.Year() != to.Year():
		return from.Format("2 January 2006 – ") + to.Format("2 January 2006")
	case from.Month() != to.Month():
		return from.Format("2 January – ") + to.Format("2 January 2006")
	}
	return from.Format("2 – ") + to.Format("2 January 2006")
}

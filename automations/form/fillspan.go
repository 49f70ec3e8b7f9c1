package form

import (
	"regexp"
	"strconv"
	"strings"

	"factotum/automations/calendar"
)

// span takes the first and the last of several days out of the text, where a group
// asks for both: 21 to 23 Dec, Dec 21-23, Thursday and Friday.
func (f *filler) span(groups []target, text string) (string, bool) {
	for _, group := range groups {
		first, last, ok := ends(group.fields)
		if !ok {
			continue
		}
		for _, at := range between.FindAllStringSubmatchIndex(text, -1) {
			s, ok := f.around(first, text[:at[0]], text[at[1]:])
			if !ok || strings.EqualFold(text[at[2]:at[3]], "and") && !s.joined() {
				continue
			}
			from, to := Input{Text: s.from.String()}, Input{Text: s.to.String()}
			if _, err := first.read(from, f.ctx); err != nil {
				return text, false
			}
			if _, err := last.read(to, f.ctx); err != nil {
				return text, false
			}
			f.raw[group.prefix+first.Key], f.raw[group.prefix+last.Key] = from, to
			return spaced(opened.ReplaceAllString(s.before, "") + " " + string(gap) + " " + s.after), true
		}
	}
	return text, false
}

var (
	// between stands between two days.
	between = regexp.MustCompile(`(?i)\s*(–|-|\b(?:to|until|till|through|bis|and)\b)\s*(?:the\s+)?`)
	// opened stands before the first.
	opened = regexp.MustCompile(`(?i)(?:^|\s)(?:from|between|on|von|vom)\s*$`)
	// since stands before the first of days whose last is not said.
	since = regexp.MustCompile(`(?i)\b(?:since|starting|as of|ab|seit)\b`)
	// bareEnd and bareBegin are days whose month is that of the other one.
	bareEnd   = regexp.MustCompile(`(?i)(?:^|\s)(?:the\s+)?([0-9]{1,2})(?:st|nd|rd|th|\.)?$`)
	bareBegin = regexp.MustCompile(`(?i)^([0-9]{1,2})(?:st|nd|rd|th|\.)?(?:[\s,;:]|$)`)
)

// ends are the fields of the first and the last day, if there are such.
func ends(fields []compiled) (first, last compiled, ok bool) {
	for _, c := range fields {
		if c.Type != Date {
			continue
		}
		switch {
		case first.Key == "":
			first = c
		case c.Key == "to" || c.Key == "until":
			return first, c, true
		}
	}
	return first, last, false
}

// several are days, with the words around them.
type several struct {
	from, to      calendar.Date
	before, after string
}

// joined tells whether “and” between two days means all from the one to the other.
func (s several) joined() bool {
	return s.to == s.from.AddDays(1) || strings.HasSuffix(strings.ToLower(s.before), "between")
}

// around finds the day that the head ends with and the one that the tail begins with.
// One of them may be a number, in the month of the other.
func (f *filler) around(c compiled, head, tail string) (s several, ok bool) {
	var early, late bool
	s.from, s.before, early = f.closing(c, head)
	s.to, s.after, late = c.findDay(tail, f.ctx)
	late = late && strings.HasSuffix(tail, s.after)
	switch {
	case early && late:
		switch {
		case !s.to.Before(s.from):
		case saidAs(s.to, strings.TrimSuffix(tail, s.after)): // the Friday after that Thursday
			s.to = s.to.AddDays(7)
		case saidAs(s.from, strings.TrimPrefix(head, s.before)): // the Monday before today
			s.from = s.from.AddDays(-7)
		}
	case late:
		m := bareEnd.FindStringSubmatch(head)
		if m == nil {
			return s, false
		}
		s.from, s.before = ofMonth(s.to, m[1]), strings.TrimSuffix(head, m[0])
	case early:
		m := bareBegin.FindStringSubmatch(tail)
		if m == nil {
			return s, false
		}
		s.to, s.after = ofMonth(s.from, m[1]), strings.TrimPrefix(tail, m[0])
	}
	return s, (early || late) && !s.from.IsZero() && !s.to.Before(s.from)
}

// saidAs tells whether a day is said as one of any week: Friday.
func saidAs(d calendar.Date, said string) bool {
	return strings.Contains(strings.ToLower(said), strings.ToLower(d.Weekday().String())) && !strings.ContainsAny(said, "0123456789")
}

// closing is the day that a text ends with, at most six words long: Monday the 21st
// of December 2026.
func (f *filler) closing(c compiled, text string) (d calendar.Date, before string, ok bool) {
	words := strings.Fields(text)
	for n := min(6, len(words)); n > 0; n-- {
		if d, rest, ok := c.findDay(strings.Join(words[len(words)-n:], " "), f.ctx); ok && rest == "" {
			return d, strings.Join(words[:len(words)-n], " "), true
		}
	}
	return d, text, false
}

// ofMonth is a day of the month of another; the zero one where it has none such.
func ofMonth(as calendar.Date, number string) calendar.Date {
	day, _ := strconv.Atoi(number) // digits, by the pattern
	if d := calendar.NewDate(as.Year(), as.Month(), day); d.Month() == as.Month() && d.Day() == day {
		return d
	}
	return calendar.Date{}
}

package calendar

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Span is a part of a day in minutes since midnight by the clock on the wall;
// To is not in it. 24:00 is 1440.
type Span struct{ From, To int }

// Hours are the working spans of each weekday, in order and apart.
type Hours map[time.Weekday][]Span

var spanText = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2}) ?[-–] ?([0-9]{1,2}):([0-9]{2})$`)

// ParseHours reads days and their spans, such as {"mon-fri": "09:00-12:00,
// 13:00-17:30"}. The error joins one sentence for every mistake.
func ParseHours(days map[string]string) (Hours, error) {
	hours := Hours{}
	var bad []error
	for _, key := range slices.Sorted(maps.Keys(days)) {
		weekdays, err := parseWeekdays(key)
		bad = append(bad, err)
		spans, err := parseSpans(days[key])
		bad = append(bad, err)
		for _, w := range weekdays {
			if _, twice := hours[w]; twice {
				bad = append(bad, sayf("%s has working hours twice, again under %q. Keep one of them.", w, key))
			}
			hours[w] = spans
		}
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	return hours, hours.validate()
}

// parseWeekdays reads "mon-fri", "sat,sun" or "wednesday".
func parseWeekdays(key string) ([]time.Weekday, error) {
	var days []time.Weekday
	for part := range strings.SplitSeq(strings.ToLower(key), ",") {
		first, last, isRange := strings.Cut(part, "-")
		from, ok := weekday(strings.TrimSpace(first))
		to := from
		if isRange && ok {
			to, ok = weekday(strings.TrimSpace(last))
		}
		if !ok {
			return nil, sayf("%q are not days of the week. Write them like mon-fri or sat,sun.", shorten(key))
		}
		for d := from; ; d = (d + 1) % 7 {
			days = append(days, d)
			if d == to {
				break
			}
		}
	}
	return days, nil
}

// parseSpans reads "09:00-12:00, 13:00-17:30".
func parseSpans(text string) ([]Span, error) {
	var spans []Span
	for part := range strings.SplitSeq(text, ",") {
		m := spanText.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil, sayf("%q are not working hours. Write them like 09:00-17:30, or 09:00-12:00, 13:00-17:30.", shorten(text))
		}
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1]) // The pattern lets only digits through.
		}
		if n[1] > 59 || n[3] > 59 {
			return nil, sayf("%q has more than 59 minutes in an hour. Write hours like 09:00-17:30.", shorten(text))
		}
		spans = append(spans, Span{From: n[0]*60 + n[1], To: n[2]*60 + n[3]})
	}
	return spans, nil
}

// validate refuses spans that are empty, overlap or leave their day, and a week without any.
func (h Hours) validate() error {
	open := false
	var bad []error
	for w := time.Sunday; w <= time.Saturday; w++ {
		last := 0
		for _, s := range h[w] {
			switch {
			case s.To > 24*60:
				bad = append(bad, sayf("The working hours of %s end after 24:00. End them at 24:00 at the latest.", w))
			case s.From >= s.To:
				bad = append(bad, sayf("The working hours of %s end before they begin. "+
					"For a night write two days: until 24:00, and from 00:00 on the next.", w))
			case s.From < last:
				bad = append(bad, sayf("The working hours of %s overlap or are out of order. Write them from morning to evening.", w))
			}
			last, open = s.To, true
		}
	}
	if !open {
		bad = append(bad, sayf("There are no working hours at all. Give at least one day, such as mon-fri: 09:00-17:00."))
	}
	return errors.Join(bad...)
}

// weekday reads the English name of a day in small letters, or its first three letters or more.
func weekday(name string) (time.Weekday, bool) {
	for w := time.Sunday; w <= time.Saturday; w++ {
		full := strings.ToLower(w.String())
		if len(name) >= 3 && strings.HasPrefix(full, name) {
			return w, true
		}
	}
	return 0, false
}

package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Lacking says why a text that reads like a day is none, "February 2026 has 28
// days"; false for all others.
func Lacking(text string, today Date) (string, bool) {
	tidy := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, p := range phrases(recent) {
		m := p.pattern.FindStringSubmatch(tidy)
		if m == nil || len(m[0]) != len(tidy) {
			continue
		}
		if _, ok := p.read(m, today); ok {
			return "", false
		}
		var year, month, day string
		switch p.pattern {
		case yearFirst:
			year, month, day = m[1], m[2], m[3]
		case dayFirst:
			year, month, day = m[3], m[2], m[1]
		case dayPoint, daySlash, dayMonth:
			month, day = m[2], m[1]
		case dayName:
			year, month, day = m[3], m[2], m[1]
		case nameDay:
			year, month, day = m[3], m[1], m[2]
		}
		return short(year, month, day, today)
	}
	return "", false
}

// short says how many days a month has that has not so many.
func short(year, of, day string, today Date) (string, bool) {
	y, m, named := atoi(year), time.Month(atoi(of)), false
	if m == 0 {
		m, named = month(of)
	}
	switch {
	case len(year) == 2:
		y += 2000
	case year == "":
		y = today.Year()
	}
	has := NewDate(y, m+1, 0).Day()
	if d := atoi(day); m < time.January || m > time.December || d <= has || d > 31 || !named && of == "" {
		return "", false
	}
	return fmt.Sprintf("%s %d has %d days", m, y, has), true
}

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
			year, month, day = m[2], m[3], m[4]
		case dayFirst:
			year, month, day = m[4], m[3], m[2]
		case dayPoint, daySlash, dayMonth:
			month, day = m[3], m[2]
		case dayName:
			year, month, day = m[4], m[3], m[2]
		case nameDay:
			year, month, day = m[4], m[2], m[3]
		}
		return lacks(year, month, day, today)
	}
	return "", false
}

// lacks says how many days a month has, in figures or by its name, where that is
// fewer than the day counts.
func lacks(year, of, day string, today Date) (string, bool) {
	y, m := atoi(year), time.Month(atoi(of))
	if m == 0 {
		m, _ = month(of)
	}
	switch {
	case len(year) == 2:
		y += 2000
	case year == "":
		y = today.Year()
	}
	has := NewDate(y, m+1, 0).Day()
	if d := atoi(day); m < time.January || m > time.December || d <= has || d > 31 {
		return "", false
	}
	return fmt.Sprintf("%s %d has %d days", m, y, has), true
}

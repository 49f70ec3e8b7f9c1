package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// phrase is one way to write a day in small letters. read returns false if no such day exists.
type phrase struct {
	pattern *regexp.Regexp
	whole   bool // Only as a whole form value, never inside a sentence.
	read    func(m []string, today Date) (Date, bool)
}

// dayBefore is the day of the week before a date, which its pattern takes out first:
// Monday 21 December.
const dayBefore = `(?:(?:(?:on|this) )?(mon|tues?|wed|thur?s?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[.,]? (?:the )?)?`

// The longer pattern comes before the shorter one that begins alike.
var (
	yearFirst   = regexp.MustCompile(dayBefore + `([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})`)
	dayFirst    = regexp.MustCompile(dayBefore + `([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})`)
	dayPoint    = regexp.MustCompile(dayBefore + `([0-9]{1,2})\.([0-9]{1,2})\.`)
	daySlash    = regexp.MustCompile(dayBefore + `([0-9]{2})/([0-9]{2})`)
	dayMonth    = regexp.MustCompile(dayBefore + `([0-9]{1,2})[./-]([0-9]{1,2})`)
	dayName     = regexp.MustCompile(dayBefore + `([0-9]{1,2})(?:st|nd|rd|th|er|\.)? ?(?:of |de )?(\pL{3,10})\.?(?:,? (?:de )?((?:19|20)[0-9]{2}))?`)
	nameDay     = regexp.MustCompile(dayBefore + `(\pL{3,10})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ((?:19|20)[0-9]{2}))?`)
	ago         = regexp.MustCompile(`(an?|one|two|three|[0-9]{1,3}) (day|week|month|year)s? ago`)
	ahead       = regexp.MustCompile(`in (an?|one|two|three|[0-9]{1,3}) (day|week|month|year)s?`)
	whichDay    = regexp.MustCompile(`(last|next|this|on)? ?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)`)
	shortDay    = regexp.MustCompile(`(last|next|this|on)? ?(mon|tues?|wed|thur?s?|fri|sat|sun)`)
	relativeDay = regexp.MustCompile(`the day before yesterday|day before yesterday|the day after tomorrow|day after tomorrow|` +
		`vorgestern|übermorgen|avant-hier|après-demain|anteayer|pasado mañana|dopodomani|eergisteren|overmorgen|` +
		`today|yesterday|tomorrow|heute|gestern|morgen|aujourd['’]hui|hier|demain|hoy|ayer|mañana|oggi|ieri|domani|` +
		`vandaag|gisteren`)
)

func phrases(weekday func(m []string, today Date) (Date, bool)) []phrase {
	return []phrase{
		{yearFirst, false, dated(func(m []string, _ Date) (Date, bool) { return exact(m[1], m[2], m[3]) })},
		{dayFirst, false, dated(func(m []string, _ Date) (Date, bool) { return eitherFirst(m[3], m[1], m[2]) })},
		{dayPoint, false, dated(nearestNumbers)},
		{daySlash, false, dated(nearestNumbers)},
		{dayMonth, true, dated(nearestNumbers)},
		{dayName, false, dated(func(m []string, today Date) (Date, bool) { return named(m[3], m[2], m[1], today) })},
		{nameDay, false, dated(func(m []string, today Date) (Date, bool) { return named(m[3], m[1], m[2], today) })},
		{ago, false, func(m []string, today Date) (Date, bool) { return shift(today, -count(m[1]), m[2]), true }},
		{ahead, false, func(m []string, today Date) (Date, bool) { return shift(today, count(m[1]), m[2]), true }},
		{whichDay, false, weekday},
		{shortDay, true, weekday},
		{relativeDay, false, func(m []string, today Date) (Date, bool) { return today.AddDays(relative(m[0])), true }},
	}
}

// dated reads a date behind the day of the week that it is on, if one is said.
func dated(read func(m []string, today Date) (Date, bool)) func(m []string, today Date) (Date, bool) {
	return func(m []string, today Date) (Date, bool) {
		d, ok := read(m[1:], today)
		w, said := weekday(m[1])
		return d, ok && (!said || d.Weekday() == w)
	}
}

// exact returns a day that exists. Two digits of a year mean this century.
func exact(year, month, day string) (Date, bool) {
	y, m, d := atoi(year), atoi(month), atoi(day)
	if len(year) == 2 {
		y += 2000
	}
	date := NewDate(y, time.Month(m), d)
	return date, y > 0 && date == Date{y, time.Month(m), d}
}

// eitherFirst reads day and month, or month and day where only that exists.
func eitherFirst(year, day, month string) (Date, bool) {
	if d, ok := exact(year, month, day); ok {
		return d, true
	}
	return exact(year, day, month)
}

func nearestNumbers(m []string, today Date) (Date, bool) {
	if d, ok := nearest(m[2], m[1], today); ok {
		return d, true
	}
	return nearest(m[1], m[2], today)
}

// nearest returns the day and month in the year that brings it closest to today:
// in January "20 Dec" is last month and in December "5 Jan" is next month.
func nearest(month, day string, today Date) (best Date, ok bool) {
	for y := today.y - 4; y <= today.y+4; y++ { // Four years either way meet a 29 February.
		d, exists := exact(strconv.Itoa(y), month, day)
		if exists && (!ok || distance(d, today) < distance(best, today)) {
			best, ok = d, true
		}
	}
	return best, ok
}

func distance(a, b Date) time.Duration { return a.In(time.UTC).Sub(b.In(time.UTC)).Abs() }

// named reads a day with the name of its month.
func named(year, name, day string, today Date) (Date, bool) {
	m, ok := month(name)
	if !ok {
		return Date{}, false
	}
	number := strconv.Itoa(int(m))
	if year != "" {
		return exact(year, number, day)
	}
	return nearest(number, day, today)
}

func shift(d Date, n int, unit string) Date {
	switch unit {
	case "week":
		return d.AddDays(7 * n)
	case "month":
		return d.AddMonths(n)
	case "year":
		return d.AddMonths(12 * n)
	default:
		return d.AddDays(n)
	}
}

// recent returns the latest such weekday up to today; "last" leaves today out, "next" looks ahead.
func recent(m []string, today Date) (Date, bool) {
	w, ok := weekday(m[2])
	if !ok {
		return Date{}, false
	}
	back := (int(today.Weekday()) - int(w) + 7) % 7
	switch {
	case m[1] == "next":
		back -= 7
	case m[1] == "last" && back == 0:
		back = 7
	}
	return today.AddDays(-back), true
}

// coming returns the next such weekday from today on, except where "last" looks back.
func coming(m []string, today Date) (Date, bool) {
	d, ok := recent(m, today)
	if ok && m[1] != "last" && d.Before(today) {
		d = d.AddDays(7)
	}
	return d, ok
}

// relative returns the days between today and a word for a day near it.
func relative(word string) int {
	switch strings.TrimPrefix(strings.ReplaceAll(word, "’", "'"), "the ") {
	case "day before yesterday", "vorgestern", "avant-hier", "anteayer", "eergisteren":
		return -2
	case "yesterday", "gestern", "hier", "ayer", "ieri", "gisteren":
		return -1
	case "tomorrow", "morgen", "demain", "mañana", "domani":
		return 1
	case "day after tomorrow", "übermorgen", "après-demain", "pasado mañana", "dopodomani", "overmorgen":
		return 2
	}
	return 0
}

// month reads the English, German, French, Spanish, Italian or Dutch name of a month in small letters.
func month(name string) (time.Month, bool) {
	for i, names := range [...]string{
		"jan january januar jänner janvier enero gennaio januari", "feb february februar février febrero febbraio februari",
		"mar march märz mars marzo maart", "apr april avril abril aprile", "may mai mayo maggio mei",
		"jun june juni juin junio giugno", "jul july juli juillet julio luglio", "aug august août agosto augustus",
		"sep sept september septembre septiembre settembre", "oct okt october oktober octobre octubre ottobre",
		"nov november novembre noviembre", "dec dez december dezember décembre diciembre dicembre",
	} {
		if strings.Contains(" "+names+" ", " "+name+" ") {
			return time.Month(i + 1), true
		}
	}
	return 0, false
}

func count(word string) int {
	switch word {
	case "a", "an", "one":
		return 1
	case "two":
		return 2
	case "three":
		return 3
	}
	return atoi(word)
}

// atoi reads digits that a pattern has already let through.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

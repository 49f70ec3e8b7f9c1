package calendar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseDate reads the whole of a form value as a day: 2026-11-20, 20.11.2026,
// 20/11/2026 (day first unless impossible), 20.11., 20 Nov, November 20th 2026,
// today, yesterday, tomorrow (also in German, French, Spanish, Italian and
// Dutch), last friday, monday, 3 days ago, in 2 weeks.
//
// A day without a year is the one nearest to today. A weekday is the most recent
// one, today included; "last" leaves today out and "next" looks ahead. The
// error is a sentence that says what to write instead.
func ParseDate(text string, today Date) (Date, error) {
	tidy := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, p := range phrases(recent) {
		m := p.pattern.FindStringSubmatch(tidy)
		if m == nil || len(m[0]) != len(tidy) {
			continue
		}
		if d, ok := p.read(m, today); ok {
			return d, nil
		}
		if say, known := Lacking(text, today); known {
			return Date{}, sayf("There is no such day as %q. %s. Write it like 2026-11-20 or 20 Nov.", shorten(text), say)
		}
		return Date{}, sayf("There is no such day as %q. Write it like 2026-11-20 or 20 Nov.", shorten(text))
	}
	return Date{}, sayf("%q is not a day. Write it like 2026-11-20, 20 Nov, yesterday or last friday.", shorten(text))
}

// FindDate returns the first day in words, and the rest of the text without it:
// "taxi last friday 42.50" gives that Friday and "taxi 42.50". It reads what
// ParseDate reads, except what is likelier something else inside a sentence: 20.11
// without its last point, 24/7, and short names of weekdays.
func FindDate(text string, today Date) (d Date, rest string, ok bool) {
	return find(text, today, phrases(recent))
}

// FindComing is FindDate where a day of the week is the next one, be it today:
// "until friday" looks ahead.
func FindComing(text string, today Date) (d Date, rest string, ok bool) {
	return find(text, today, phrases(coming))
}

func find(text string, today Date, phrases []phrase) (d Date, rest string, ok bool) {
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // Some capitals change their length; positions must hold in both.
		lower = text
	}
	start, end := len(text)+1, 0
	for _, p := range phrases {
		if p.whole {
			continue
		}
		for from := 0; from < len(lower); {
			loc := p.pattern.FindStringSubmatchIndex(lower[from:])
			if loc == nil || from+loc[0] >= start {
				break
			}
			at := from + loc[0]
			if got, ok := p.read(submatches(lower[from:], loc), today); ok && stands(lower, at, from+loc[1]) {
				d, start, end = got, at, from+loc[1]
				break
			}
			_, size := utf8.DecodeRuneInString(lower[at:])
			from = at + size
		}
	}
	if end == 0 {
		return Date{}, strings.Join(strings.Fields(text), " "), false
	}
	return d, strings.Join(strings.Fields(text[:start]+" "+text[end:]), " "), true
}

func submatches(text string, loc []int) []string {
	m := make([]string, len(loc)/2)
	for i := range m {
		if loc[2*i] >= 0 {
			m[i] = text[loc[2*i]:loc[2*i+1]]
		}
	}
	return m
}

// stands reports whether text[start:end] is not part of a longer word, number or amount.
func stands(text string, start, end int) bool {
	left, _ := utf8.DecodeLastRuneInString(text[:start])
	right, size := utf8.DecodeRuneInString(text[end:])
	follows, _ := utf8.DecodeRuneInString(text[end+size:])
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	if start > 0 && (inWord(left) || unicode.Is(unicode.Sc, left) || strings.ContainsRune("-.,:/#_@&+*='’", left)) {
		return false
	}
	return !inWord(right) && !unicode.Is(unicode.Sc, right) && !(strings.ContainsRune("-.,:/_@='’", right) && inWord(follows))
}

package page

import (
	"strings"
	"time"
)

// date is a date where it stands. Where day and month may be swapped, a and b are
// the two numbers as printed and month is 0 until the order is known.
type date struct {
	from, to   int
	year       int
	month, day int
	a, b       int
	short      bool // the year has two digits
	doubtful   bool // read with a letter put right
}

// open tells whether the order of day and month is still to be decided.
func (d *date) open() bool { return d.month == 0 }

func (d *date) iso() string {
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// atom is a run of digits or of letters, or a single other sign.
type atom struct {
	text  string
	word  int
	num   int // -1 where it is no number
	month int // 0 where it names none
}

func (s *sheet) atoms(l *line) []atom {
	var out []atom
	for i, w := range l.words {
		for j := 0; j < len(w.Text); {
			k, num := j+1, -1
			switch c := w.Text[j]; {
			case c >= '0' && c <= '9':
				num = 0
				for k = j; k < len(w.Text) && w.Text[k] >= '0' && w.Text[k] <= '9'; k++ {
					num = min(num*10+int(w.Text[k]-'0'), 1e8)
				}
			case isLetterByte(c):
				for k < len(w.Text) && isLetterByte(w.Text[k]) {
					k++
				}
			}
			a := atom{text: w.Text[j:k], word: i, num: num}
			if num < 0 && k-j >= 3 {
				a.month = s.words.month(fold(a.text), s.scanned)
			}
			out = append(out, a)
			j = k
		}
	}
	return out
}

// isLetterByte counts every byte of a letter outside ASCII as a letter.
func isLetterByte(c byte) bool { return c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' }

// readDates finds the dates of every line and decides the order of day and month.
func (s *sheet) readDates() {
	for i := range s.lines {
		l := &s.lines[i]
		if !hasDigit(l.text(0, len(l.words))) {
			continue
		}
		list := s.atoms(l)
		for at := 0; at < len(list); {
			d, n := dateAt(list[at:], l)
			if n == 0 || at > 0 && joined(list[at-1], list[at]) || at+n < len(list) && runsOn(list[at+n-1], list[at+n:]) {
				at++
				continue
			}
			d.from, d.to = list[at].word, list[at+n-1].word+1
			l.dates = append(l.dates, d)
			at += n
		}
		if s.scanned {
			l.dates = append(l.dates, s.blurredDates(l)...)
		}
	}
	s.decideOrder()
}

// joined tells whether a number goes on to the left: "12-3" of "55-12-3-2026".
func joined(before, first atom) bool {
	return before.word == first.word && (before.num >= 0 || before.text == "-" || before.text == "/" || isLetterByte(before.text[0]))
}

// runsOn tells whether it goes on to the right, as in 1.2.2026.44.
func runsOn(last atom, rest []atom) bool {
	if rest[0].word != last.word || rest[0].text == "T" {
		return false
	}
	return rest[0].num >= 0 || len(rest) > 1 && rest[1].word == last.word && rest[1].num >= 0 && (rest[0].text == "." || rest[0].text == "-" || rest[0].text == "/")
}

// dateAt reads a date at the head of the atoms and returns how many it takes.
func dateAt(a []atom, l *line) (date, int) {
	for _, read := range []func([]atom, *line) (date, int){numeric, dayFirst, monthFirst} {
		if d, n := read(a, l); n > 0 && d.valid() {
			return d, n
		}
	}
	return date{}, 0
}

func (d *date) valid() bool {
	if d.year < 1990 || d.year > 2079 {
		return false
	}
	if d.open() {
		return d.a >= 1 && d.a <= 12 && d.b >= 1 && d.b <= 12
	}
	if d.month > 12 || d.day < 1 || d.day > 31 {
		return false
	}
	t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	return t.Day() == d.day
}

// numeric reads 31.12.2026, 31/12/26, 12/31/2026, 2026-12-31, 31. 12. 2026.
func numeric(a []atom, l *line) (date, int) {
	if len(a) < 5 || a[0].num < 0 || a[2].num < 0 || a[4].num < 0 || a[1].text != a[3].text || len(a[1].text) != 1 ||
		!strings.Contains("./-", a[1].text) || !together4(a, l) {
		return date{}, 0
	}
	if len(a[0].text) == 4 {
		return date{year: a[0].num, month: a[2].num, day: a[4].num}, 5
	}
	if len(a[0].text) > 2 || len(a[2].text) > 2 || len(a[4].text) != 4 && len(a[4].text) != 2 {
		return date{}, 0
	}
	d := date{year: a[4].num, a: a[0].num, b: a[2].num}
	if len(a[4].text) == 2 {
		d.year, d.short = d.year+2000, true
	}
	switch {
	case a[1].text == "." || d.a > 12 || d.a == d.b:
		d.day, d.month = d.a, d.b
	case d.b > 12:
		d.day, d.month = d.b, d.a
	}
	return d, 5
}

// together4 tells whether the five atoms of a date stand in one word, or in words
// that only blanks behind points part.
func together4(a []atom, l *line) bool {
	for i := 1; i < 5; i++ {
		if a[i].word != a[i-1].word && (a[1].text != "." || l.gap[a[i].word] || i%2 == 1) {
			return false
		}
	}
	return true
}

// dayFirst reads 3 March 2026, 3. März 2026, 3 de marzo de 2026, 1er mars 2026,
// 03-MAR-26.
func dayFirst(a []atom, l *line) (date, int) {
	if len(a) < 3 || a[0].num < 1 || a[0].num > 31 {
		return date{}, 0
	}
	i := skip(a, 1, ".", "-", "/", "st", "nd", "rd", "th", "er", "de", "of", "º", "'")
	if i >= len(a) || a[i].month == 0 {
		return date{}, 0
	}
	j := skip(a, i+1, ".", "-", "/", ",", "de", "del", "'")
	return withYear(a, j, a[0].num, a[i].month, l)
}

// monthFirst reads March 3, 2026 and MAR 3 2026.
func monthFirst(a []atom, l *line) (date, int) {
	if len(a) < 3 || a[0].month == 0 {
		return date{}, 0
	}
	i := skip(a, 1, ".", "-")
	if i >= len(a) || a[i].num < 1 || a[i].num > 31 || len(a[i].text) > 2 {
		return date{}, 0
	}
	j := skip(a, i+1, ",", ".", "st", "nd", "rd", "th", "-")
	return withYear(a, j, a[i].num, a[0].month, l)
}

func withYear(a []atom, j, day, month int, l *line) (date, int) {
	if j >= len(a) || a[j].num < 0 || len(a[j].text) != 4 && len(a[j].text) != 2 || l.gap[a[j].word] && a[j].word != a[0].word {
		return date{}, 0
	}
	d := date{year: a[j].num, month: month, day: day}
	if len(a[j].text) == 2 {
		d.year, d.short = d.year+2000, true
	}
	return d, j + 1
}

func skip(a []atom, i int, words ...string) int {
	for ; i < len(a); i++ {
		hit := false
		for _, w := range words {
			hit = hit || strings.EqualFold(a[i].text, w)
		}
		if !hit {
			break
		}
	}
	return i
}

// blurredDates puts right a stroke that was read as a one: "6110/2019".
func (s *sheet) blurredDates(l *line) []date {
	var out []date
	for i, w := range l.words {
		t := strings.ReplaceAll(w.Text, "|", "/")
		if len(t) == 9 && t[4] == '/' && t[1] == '1' && digits(t[:4]) && digits(t[5:]) {
			t = t[:1] + "/" + t[2:]
		} else if t == w.Text {
			continue
		}
		if d, used := numeric(s.atoms(&line{words: []Word{{Text: t}}}), l); used == 5 && d.valid() {
			d.from, d.to, d.doubtful = i, i+1, true
			out = append(out, d)
		}
	}
	return out
}

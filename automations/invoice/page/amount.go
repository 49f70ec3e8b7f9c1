package page

import (
	"strings"

	"github.com/shopspring/decimal"
)

// sum is an amount where it stands: words from to to of a line.
type sum struct {
	line, from, to int
	value          decimal.Decimal
	places         int    // digits behind the decimal mark
	grouped        bool   // thousands are parted
	currency       string // as printed beside it, "" when nothing is
}

// money tells whether the spelling is that of an amount and not of a count.
func (s *sum) money() bool { return s.places == 2 || s.currency != "" || s.grouped }

// percent is a rate where it stands.
type percent struct {
	word int
	rate decimal.Decimal
}

// readSums finds the amounts and the rates of every line.
func (s *sheet) readSums() {
	point := s.decimalMark()
	for i := range s.lines {
		l := &s.lines[i]
		for from := 0; from < len(l.words); {
			if p, to, ok := readPercent(l, from); ok {
				l.percent, from = append(l.percent, p), to
				continue
			}
			found, ok := s.sumAt(l, from, point)
			if !ok {
				from++
				continue
			}
			found.line = i
			l.sums = append(l.sums, found)
			from = found.to
		}
	}
}

// decimalMark tells the mark that stands before two digits most often, 0 when
// there is none.
func (s *sheet) decimalMark() byte {
	count := map[byte]int{}
	for i := range s.lines {
		for _, w := range s.lines[i].words {
			t := strings.Trim(w.Text, "€$£()*")
			if n := len(t); n >= 4 && digits(t[n-2:]) && (t[n-3] == ',' || t[n-3] == '.') && digits(t[n-4:n-3]) {
				count[t[n-3]]++
			}
		}
	}
	switch {
	case count[','] > count['.']:
		return ','
	case count['.'] > 0:
		return '.'
	}
	return 0
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// sumAt reads an amount that begins at a word: its sign and its currency may
// stand apart, and blanks may part the thousands.
func (s *sheet) sumAt(l *line, from int, point byte) (sum, bool) {
	at, minus, code := from, false, ""
	for at < len(l.words) && at < from+2 && !hasDigit(l.words[at].Text) {
		text := strings.Trim(l.words[at].Text, "(:=")
		switch {
		case text == "-" && !minus:
			minus = !s.scanned || at+1 < len(l.words) && !l.gap[at+1] // else a speck
		case currencyOf(strings.TrimPrefix(text, "-")) != "" && code == "":
			code, minus = currencyOf(strings.TrimPrefix(text, "-")), minus || strings.HasPrefix(text, "-")
		default:
			return sum{}, false
		}
		at++
	}
	if at >= len(l.words) || at > from && l.words[at].X0-l.words[at-1].X1 > 4*l.em {
		return sum{}, false
	}
	text, to := s.thousands(l, at)
	n, ok := s.number(text, point)
	if !ok {
		return sum{}, false
	}
	if n.code == "" {
		n.code = code
	}
	if to < len(l.words) && n.code == "" && l.words[to].X0-l.words[to-1].X1 < 1.5*l.em {
		if c := currencyOf(strings.TrimRight(l.words[to].Text, ".,;:)*")); c != "" {
			n.code = c
			to++
		}
	}
	if to < len(l.words) && (l.words[to].Text == "-" || strings.EqualFold(l.words[to].Text, "CR")) && !l.gap[to] {
		minus = true
		to++
	}
	if minus && !n.value.IsNegative() {
		n.value = n.value.Neg()
	}
	return sum{from: from, to: to, value: n.value, places: n.places, grouped: n.grouped, currency: n.code}, true
}

// thousands joins "1", "250,00": at most three digits, then three and a decimal
// mark, no wider apart than a blank.
func (s *sheet) thousands(l *line, at int) (string, int) {
	text, to := l.words[at].Text, at+1
	head, _ := stripCurrency(strings.TrimLeft(text, "-("))
	if len(head) > 3 || !digits(head) {
		return text, to
	}
	for next := to; next < len(l.words) && l.words[next].X0-l.words[next-1].X1 < 0.85*l.em; next++ {
		t := strings.TrimRight(l.words[next].Text, "€$£)-*")
		if len(t) == 3 && digits(t) {
			text += t
			continue
		}
		if len(t) == 6 && digits(t[:3]) && (t[3] == ',' || t[3] == '.') && digits(t[4:]) {
			return text + l.words[next].Text, next + 1
		}
		break
	}
	return l.words[at].Text, to
}

func readPercent(l *line, from int) (percent, int, bool) {
	text := strings.Trim(l.words[from].Text, "()[]:;@")
	to := from + 1
	if !strings.HasSuffix(text, "%") {
		if to >= len(l.words) || !strings.HasPrefix(l.words[to].Text, "%") || l.gap[to] {
			return percent{}, 0, false
		}
		to++
	}
	text = strings.ReplaceAll(strings.TrimSuffix(text, "%"), ",", ".")
	rate, err := decimal.NewFromString(text)
	if err != nil || text == "" || rate.GreaterThan(decimal.NewFromInt(100)) {
		return percent{}, 0, false
	}
	return percent{word: from, rate: rate}, to, true
}

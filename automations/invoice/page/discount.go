package page

import (
	"regexp"
	"strconv"
	"strings"

	"factotum/automations/invoice"
)

// A discount is a rate and days beside each other, with words for it: "2 % discount
// within 10 days", "10 Tage 2 % Skonto". A comma parts it from the time to pay. Or
// a rate and its last day on one line: "2 % Skonto bis 15.12.2026".
const (
	rateWords = `(\d{1,2}(?:[.,]\d{1,2})?) ?%`
	dayWords  = `(\d{1,3}) ?(?:days?|tagen?|jours?|giorni|d[ií]as|dagen|dagar|dager|dage|dni|päivää|päivän|pv|gg)(?:\PL|$)`
)

var (
	rateThenDays = regexp.MustCompile(`(?i)(?:^|[^\d.,])` + rateWords + `[^\d,;%]{0,60}?` + dayWords + `[ .]*(net)?`)
	daysThenRate = regexp.MustCompile(`(?i)(?:^|\D)` + dayWords + `[^\d;%]{0,60}?` + rateWords)
	// "2% 10, net 30" and "2/10 n/30" as they are written in the United States.
	rateDaysNet   = regexp.MustCompile(`(?i)(?:^|[^\d.,/])(\d{1,2}(?:[.,]\d{1,2})?)(?: ?%[ /]{1,3}| ?/ ?)(\d{1,3}),? ?n(?:et)?[ /]{1,3}\d{2,3}(?:\D|$)`)
	discountWords = regexp.MustCompile(`(?i)skont|discount|if paid|escompte|sconto|pronto pago|descuento|desconto|korting|kredietbeperking|rabat|alennus|abzug`)
	rateAlone     = regexp.MustCompile(`(?:^|[^\d.,])` + rateWords)
	sentenceEnd   = regexp.MustCompile(`[.;] `)
)

// discounts are what the terms say may be taken off for paying early, at most one.
func (s *sheet) discounts(issued string) []invoice.Discount {
	for i := range s.lines {
		l := &s.lines[i]
		if l.row || l.header {
			continue
		}
		text := l.text(0, len(l.words))
		if i+1 < len(s.lines) && !s.lines[i+1].row {
			text += " " + s.lines[i+1].text(0, len(s.lines[i+1].words)) // a sentence may go on there
		}
		for _, sentence := range sentenceEnd.Split(text, -1) {
			if d, ok := discount(sentence); ok {
				return []invoice.Discount{d}
			}
		}
		if d, ok := l.discountUntil(issued); ok {
			return []invoice.Discount{d}
		}
	}
	return nil
}

// discountUntil reads a rate and the one day of its line, after the day of issue.
func (l *line) discountUntil(issued string) (invoice.Discount, bool) {
	text := l.text(0, len(l.words))
	m := rateAlone.FindStringSubmatch(text)
	if m == nil || len(l.dates) != 1 || !discountWords.MatchString(text) || l.dates[0].iso() <= issued {
		return invoice.Discount{}, false
	}
	percent, ok := rate(m[1])
	return invoice.Discount{Until: l.dates[0].iso(), Percent: percent}, ok
}

// rate spells a percentage that a discount may have.
func rate(text string) (string, bool) {
	percent, ok := invoice.ParseNumber(strings.ReplaceAll(text, ",", "."))
	if !ok || !percent.IsPositive() || percent.IntPart() > 20 {
		return "", false
	}
	return invoice.SpellNumber(percent), true
}

// discount reads one sentence. Interest for paying late has a rate and days too,
// and no word for a discount.
func discount(sentence string) (invoice.Discount, bool) {
	of, days := "", ""
	if m := rateDaysNet.FindStringSubmatch(sentence); m != nil {
		of, days = m[1], m[2]
	} else if !discountWords.MatchString(sentence) {
		return invoice.Discount{}, false
	} else if m := rateThenDays.FindStringSubmatch(sentence); m != nil && m[3] == "" {
		of, days = m[1], m[2]
	} else if m := daysThenRate.FindStringSubmatch(sentence); m != nil {
		of, days = m[2], m[1]
	}
	n, _ := strconv.Atoi(days)
	percent, ok := rate(of)
	if !ok || n == 0 || n > 120 {
		return invoice.Discount{}, false
	}
	return invoice.Discount{Days: n, Percent: percent}, true
}

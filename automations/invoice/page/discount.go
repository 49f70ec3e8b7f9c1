package page

import (
	"regexp"
	"strconv"
	"strings"

	"factotum/automations/invoice"
)

// A discount is a rate and days beside each other, with words for it: "2 % discount
// within 10 days", "10 Tage 2 % Skonto". A comma parts it from the time to pay.
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
	sentenceEnd   = regexp.MustCompile(`[.;] `)
)

// discounts are what the terms say may be taken off for paying early, at most one.
func (s *sheet) discounts() []invoice.Discount {
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
	}
	return nil
}

// discount reads one sentence. Interest for paying late has a rate and days too,
// and no word for a discount.
func discount(sentence string) (invoice.Discount, bool) {
	rate, days := "", ""
	if m := rateDaysNet.FindStringSubmatch(sentence); m != nil {
		rate, days = m[1], m[2]
	} else if !discountWords.MatchString(sentence) {
		return invoice.Discount{}, false
	} else if m := rateThenDays.FindStringSubmatch(sentence); m != nil && m[3] == "" {
		rate, days = m[1], m[2]
	} else if m := daysThenRate.FindStringSubmatch(sentence); m != nil {
		rate, days = m[2], m[1]
	}
	n, _ := strconv.Atoi(days)
	percent, ok := invoice.ParseNumber(strings.ReplaceAll(rate, ",", "."))
	if !ok || !percent.IsPositive() || percent.IntPart() > 20 || n == 0 || n > 120 {
		return invoice.Discount{}, false
	}
	return invoice.Discount{Days: n, Percent: invoice.SpellNumber(percent)}, true
}

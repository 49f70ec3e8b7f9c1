package page

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/invoice"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// daysNet finds a time to pay in days: "within 30 days", "30 Tage netto", "Net 30",
// "à 30 jours". A discount for early payment stands in front of it or behind it
// with its rate.
var daysNet = regexp.MustCompile(`(?i)(?:\b(\d{1,3}) ?(?:days?|tagen?|jours?|giorni|d[ií]as|dagen|dagar|dager|dage|dni|dias|päivää|pv|gg)\b)|\bnet(?:to)? ?(\d{1,3})\b`)

// payday returns the day of payment that the page names, else the one that its
// terms amount to; that one is for a person to look at.
func (s *sheet) payday(due []candidate, in *invoice.Invoice) []candidate {
	issued, ok := in.Values[invoice.IssueDate]
	if len(due) > 0 {
		return due
	}
	if !ok || in.Kind == invoice.Receipt {
		return nil
	}
	days, label := s.days()
	day, err := time.Parse(time.DateOnly, issued.Text)
	if days == 0 || err != nil {
		return nil
	}
	return []candidate{{text: day.AddDate(0, 0, days).Format(time.DateOnly), label: label, doubtful: true}}
}

// days is the longest time to pay that the terms name: shorter ones earn a
// discount.
func (s *sheet) days() (int, string) {
	best, label := 0, ""
	for i := range s.lines {
		l := &s.lines[i]
		if l.row || !s.speaksOfPayment(i) {
			continue
		}
		text := l.text(0, len(l.words))
		for _, m := range daysNet.FindAllStringSubmatch(text, -1) {
			n, _ := strconv.Atoi(m[1] + m[2])
			if n > best && n <= 120 {
				best, label = n, text
			}
		}
	}
	return best, label
}

func (s *sheet) speaksOfPayment(n int) bool {
	for i := max(0, n-1); i <= n; i++ {
		for _, b := range s.lines[i].labels {
			if b.is(termsRole, dueRole, skontoRole) {
				return true
			}
		}
	}
	return false
}

// terms returns the sentence that says when to pay.
func (s *sheet) terms() []candidate {
	var out []candidate
	for i := range s.lines {
		l := &s.lines[i]
		if l.row || l.header {
			continue
		}
		for _, b := range l.labels {
			from, to := l.run(b.from)
			if !b.is(termsRole, skontoRole) {
				continue
			}
			rest := l.text(b.to, to)
			if to == b.to && to < len(l.words) {
				_, end := l.run(to)
				rest = l.text(to, end)
			} else if b.from > from || to-from > 4 {
				rest = l.text(from, to)
			}
			score := 1.0
			if daysNet.MatchString(rest) {
				score++
			}
			if rest = strings.TrimSpace(strings.TrimLeft(rest, ": ")); len(rest) > 3 && hasLetter(rest) {
				out = append(out, candidate{text: rest, label: b.text, score: score})
			}
		}
	}
	return pick(out)
}

// orders collects what may be the number of the buyer's order.
func (s *sheet) orders() []candidate {
	var out []candidate
	for i := range s.lines {
		for j := range s.lines[i].labels {
			b := &s.lines[i].labels[j]
			if !b.is(orderRole) || s.lines[i].row {
				continue
			}
			if c, ok := s.code(b); ok {
				c.label, c.score = b.text, float64(b.strength(orderRole))
				c.doubtful = s.scanned && confusable(c.text)
				out = append(out, c)
			}
		}
	}
	return pick(out)
}

// buyers collects the names of who is to pay.
func (s *sheet) buyers(in *invoice.Invoice) []candidate {
	seller := fold(in.Values[invoice.Seller].Text)
	var out []candidate
	for _, c := range s.namedParty(buyerRole) {
		if c.text = tidy(c.text); fold(c.text) != seller && !s.isLabel(c.text) {
			out = append(out, c)
		}
	}
	return pick(out)
}

package einvoice

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"factotum/automations/invoice"
)

// skonto is a line of machine-readable terms as XRechnung (BR-DE-18) wants it:
// #SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=357.93#.
var skonto = regexp.MustCompile(`^#(SKONTO|VERZUG)#TAGE=(\d{1,3})#PROZENT=(\d{1,3}\.\d{1,4})(?:#BASISBETRAG=(-?\d{1,15}\.\d{2}))?#$`)

// terms reads payment terms in words: discounts in machine-readable lines become
// data, and the words for people remain. Where there are no others, the lines
// remain as they are.
func (r *reading) terms(texts []string) {
	var prose, machine []string
	for line := range strings.Lines(strings.Join(texts, "\n")) {
		line = strings.TrimSpace(line)
		m := skonto.FindStringSubmatch(line)
		if m == nil {
			prose = append(prose, line)
			continue
		}
		machine = append(machine, line)
		if m[1] == "SKONTO" {
			days, err := strconv.Atoi(m[2])
			if err == nil {
				r.discount(invoice.Discount{Days: days, Percent: plain(m[3]), Base: m[4]}, "")
			}
		}
	}
	if len(prose) == 0 {
		prose = machine
	}
	if text := strings.Join(prose, "\n"); text != "" {
		r.put(invoice.PaymentTerms, text)
	}
}

// discount keeps a discount that says how much it is, and reckons its last day
// from the day its days count from: the date of the invoice where none is given.
func (r *reading) discount(d invoice.Discount, from string) {
	if d.Percent == "" && d.Amount == "" {
		return
	}
	if from == "" {
		from = r.inv.Values[invoice.IssueDate].Text
	}
	start, err := time.Parse(time.DateOnly, from)
	if err == nil && d.Until == "" && d.Days > 0 {
		d.Until = start.AddDate(0, 0, d.Days).Format(time.DateOnly)
	}
	r.inv.Discounts = append(r.inv.Discounts, d)
}

// days reads a whole number of days out of a measure, 0 where it is in another
// unit (UN/ECE 20: DAY; months have no fixed length and keep their words).
func days(n *node) int {
	if n == nil || n.attr != "" && !strings.EqualFold(n.attr, "DAY") {
		return 0
	}
	count, err := strconv.Atoi(number(n))
	if err != nil || count < 0 || count > 999 {
		return 0
	}
	return count
}

// plain drops zeros at the end of a percentage.
func plain(percent string) string {
	value, ok := invoice.ParseNumber(percent)
	if !ok {
		return ""
	}
	return invoice.SpellNumber(value)
}

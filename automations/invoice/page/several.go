package page

import (
	"fmt"
	"slices"
	"strings"

	"factotum/automations/invoice"
)

// several doubts what was read where pages name different numbers of an invoice
// and each has a total of its own.
func (s *sheet) several(in *invoice.Invoice) {
	numbers, totals := map[int]string{}, map[int]bool{}
	for i := range s.lines {
		l := &s.lines[i]
		for j := range l.labels {
			b := &l.labels[j]
			if b.is(grossRole, payableRole, totalRole) && len(l.sums) > 0 {
				totals[l.page] = true
			}
			if b.strength(numberRole) < 3 || b.is(origRole) || l.row || numbers[l.page] != "" {
				continue
			}
			if c, ok := s.code(b); ok {
				numbers[l.page] = c.text
			}
		}
	}
	var all []string
	for p := range len(s.lines) {
		if n := numbers[p]; n != "" && totals[p] && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	if len(all) < 2 {
		return
	}
	in.Warnings = append(in.Warnings, fmt.Sprintf("This file seems to hold more than one invoice (%s). Send them one by one.", strings.Join(all, ", ")))
	for _, f := range []invoice.Field{invoice.Number, invoice.TotalGross} {
		if v, ok := in.Values[f]; ok {
			v.Uncertain = true
			in.Values[f] = v
		}
	}
}

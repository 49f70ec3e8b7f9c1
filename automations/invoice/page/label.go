package page

import "strings"

// label is a label where it stands: words from to to of a line.
type label struct {
	line, from, to int
	entries        []entry
	text           string
}

// strength of a role, 0 where the label does not have it.
func (b *label) strength(r role) int {
	for _, e := range b.entries {
		if e.role == r {
			return e.strength
		}
	}
	return 0
}

func (b *label) is(roles ...role) bool {
	for _, r := range roles {
		if b.strength(r) > 0 {
			return true
		}
	}
	return false
}

// mark finds the labels of every line, the longest at each place.
func (s *sheet) mark() {
	for i := range s.lines {
		l := &s.lines[i]
		for from := 0; from < len(l.words); {
			found, ok := s.labelAt(i, from)
			if !ok {
				from++
				continue
			}
			l.labels = append(l.labels, found)
			from = found.to
		}
		s.compose(l)
		l.header = isHeader(l)
	}
}

// maxLabelWords covers "Zahlbar innerhalb …" and words torn apart by kerning.
const maxLabelWords = 9

func (s *sheet) labelAt(n, from int) (label, bool) {
	l := &s.lines[n]
	if l.folds[from] == "" {
		return label{}, false
	}
	var best label
	var b strings.Builder
	for to := from; to < len(l.words) && to < from+maxLabelWords; to++ {
		if to > from && l.gap[to] {
			break
		}
		b.WriteString(l.folds[to])
		if b.Len() > s.words.longest+1 {
			break
		}
		if l.folds[to] == "" && to > from {
			continue
		}
		entries := s.words.find(b.String(), s.scanned && !digits(l.folds[to]))
		if entries == nil && to == from {
			entries = s.words.ending(l.folds[from])
		}
		if entries = s.fitting(l, entries, from, to+1); len(entries) > 0 {
			best = label{line: n, from: from, to: to + 1, entries: entries, text: l.text(from, to+1)}
		}
		if strings.HasSuffix(l.words[to].Text, ":") {
			break
		}
	}
	if to := best.to; to > from && to < len(l.words) && !colonAfter(l, to) && s.form(l.words[to].Text) && best.is(sellerRole, buyerRole, columnRole, refRole, extraRole, nameRole) {
		return label{}, false // a company called so
	}
	return best, best.entries != nil
}

func (s *sheet) fitting(l *line, entries []entry, from, to int) []entry {
	var out []entry
	for _, e := range entries {
		start, _ := l.run(from)
		if e.starts && start != from || e.colon && !colonAfter(l, to) {
			continue
		}
		out = append(out, e)
	}
	return out
}

func colonAfter(l *line, to int) bool {
	return strings.HasSuffix(l.words[to-1].Text, ":") || to < len(l.words) && l.words[to].Text == ":"
}

// isHeader tells whether a line names the columns of the table of lines: what is
// sold, and beside it a price, a quantity or an amount.
func isHeader(l *line) bool {
	what, much, priced, sums := 0, 0, false, false
	for _, b := range l.labels {
		sums = sums || b.strength(grossRole) > 3 || b.is(payableRole)
		switch {
		case b.is(qtyRole, priceRole):
			much++
			priced = true
		case b.is(columnRole):
			what++
		case b.is(lineamountRole, rateRole, unitRole):
			much++
		}
	}
	return (priced || !sums) && (what >= 1 && much >= 1 && cells(l) || what >= 1 && much >= 2 || what >= 2 && much >= 1 || much >= 3 && len(l.sums) == 0) && !hasAmount(l)
}

// cells tells whether every run of a line is a label, and there are two or more.
func cells(l *line) bool {
	n := 0
	l.runs(func(from, to int) {
		for _, b := range l.labels {
			if end := b.to; b.from == from {
				for end < to && (currencyOf(l.words[end].Text) != "" || l.words[end].Text == "%") {
					end++
				}
				if end != to {
					continue
				}
				n++
				return
			}
		}
		n -= len(l.words)
	})
	return n >= 2
}

func hasAmount(l *line) bool {
	for i := range l.words {
		if hasDigit(l.words[i].Text) && !strings.Contains(l.words[i].Text, "%") {
			return true
		}
	}
	return false
}

package page

import (
	"slices"
	"strings"
)

// sellers collects the names that may be the seller's.
func (s *sheet) sellers(paper bool) []candidate {
	var out []candidate
	domains := s.domains()
	for _, c := range s.namedParty(sellerRole) {
		if paper && !strings.Contains(fold(c.label), "receipt") {
			c.score -= 2 // on the paper of a till it is who served, or where a ride began
		}
		out = append(out, c)
	}
	out = append(out, s.companies()...)
	out = append(out, s.senders()...)
	out = append(out, s.letterhead(paper)...)
	out = append(out, s.blockHeads()...)
	buyers := s.namedParty(buyerRole)
	for i := range out {
		c := &out[i]
		c.text = tidy(c.text)
		c.score += s.support(c, domains)
		if slices.ContainsFunc(buyers, func(o candidate) bool { return echo(fold(c.text), fold(tidy(o.text))) }) {
			c.score -= 3
		}
	}
	out = slices.DeleteFunc(out, func(c candidate) bool { return countLetters(c.text) < 2 || s.isLabel(c.text) })
	return echoes(pick(out))
}

func (s *sheet) isLabel(name string) bool {
	key := fold(name)
	for _, e := range s.words.exact[key] {
		if e.strength > 1 && e.role != nameRole {
			return true
		}
	}
	return s.words.months[key] > 0
}

// support adds what else on the page speaks for a name: its own domain, and that
// it stands in more than one place; what stands in the buyer's block is not the
// seller's.
func (s *sheet) support(c *candidate, domains []string) float64 {
	score := 0.0
	key := fold(c.text)
	for _, d := range domains {
		if len(d) >= 4 && (strings.Contains(key, d) || len(key) >= 4 && strings.Contains(d, key)) {
			score++
			break
		}
	}
	if o := s.owner(c.at); o == buyerRole || o == shipRole {
		score -= 6
	}
	if street(c.text) || s.housed(c.at) {
		score -= 1.5
	}
	score += min(1.5, 0.75*float64(s.mentions(key)-1))
	return score
}

// street tells whether a name looks like the line of an address: it ends with the
// number of a house, or begins with one.
func street(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 {
		return false
	}
	last := strings.TrimRight(words[len(words)-1], "abcABC,.")
	return digits(last) && len(last) <= 4 || len(words) > 2 && digits(strings.TrimRight(words[0], "abcABC,"))
}

// housed tells whether the number of a house follows: "Via Garibaldi, 77".
func (s *sheet) housed(p span) bool {
	l := &s.lines[p.line]
	if p.to == len(l.words) || !strings.HasSuffix(l.words[p.to-1].Text, ",") || l.gap[p.to] {
		return false
	}
	number, _, _ := strings.Cut(strings.TrimRight(l.words[p.to].Text, "abcABC,."), "/")
	return digits(number) && len(number) <= 4
}

// mentions counts the lines that hold a name.
func (s *sheet) mentions(key string) int {
	if len(key) < 4 {
		return 1
	}
	n := 0
	for i := range s.lines {
		folds := s.lines[i].folds
		for at := range folds {
			if strings.HasPrefix(strings.Join(folds[at:], ""), key) {
				n++
				break
			}
		}
	}
	return max(n, 1)
}

// echoes lets a name stand back behind one that contains it or is contained in
// it: they are one party, the better one speaks for both.
func echoes(list []candidate) []candidate {
	var out []candidate
	for _, c := range list {
		key := fold(c.text)
		i := slices.IndexFunc(out, func(o candidate) bool { return echo(key, fold(o.text)) })
		if i < 0 {
			out = append(out, c)
		}
	}
	return out
}

// echo tells whether one name holds the other.
func echo(a, b string) bool {
	return len(a) >= 4 && len(b) >= 4 && (strings.Contains(a, b) || strings.Contains(b, a))
}

// companies finds every name with a legal form.
func (s *sheet) companies() []candidate {
	var out []candidate
	for i := range s.lines {
		l := &s.lines[i]
		if l.row || l.header {
			continue
		}
		l.runs(func(from, to int) {
			for at := from; at < to; {
				a, b, ok := s.company(l, at, to)
				if !ok {
					break
				}
				c := candidate{text: l.text(a, b), at: span{i, a, b}, score: 2}
				c.score += s.standing(l, i, a, b, from, to)
				out = append(out, c)
				at = b
			}
		})
	}
	return out
}

// standing weighs where a company is named: beside its own VAT id, account or
// register; in the foot; in the middle of a sentence.
func (s *sheet) standing(l *line, n, a, b, from, to int) float64 {
	score := 0.0
	if s.particulars(span{n, a, b}) {
		score = 1
	}
	switch {
	case score == 0 && (s.mayBeWindow(span{n, a, b}) || s.second(span{n, a, b})):
		score--
	case n < 3:
		score += 0.7
	}
	if to-from > 9 && !slices.ContainsFunc(l.words[from:to], func(w Word) bool { return separator(w.Text) || w.Text == "," }) && score == 0 {
		score -= 1.5
	}
	return score
}

// particulars tells whether a VAT id, a register or an account stands beside a name
// or below it.
func (s *sheet) particulars(p span) bool {
	for n := p.line; n < min(len(s.lines), p.line+6); n++ {
		for _, b := range s.lines[n].labels {
			aside := n == p.line && b.to <= p.from && s.lines[n].gap[p.from] // of another column
			if b.is(vatRole, taxnoRole, ibanRole) && !aside && s.lines[n].page == s.lines[p.line].page && s.alike(p, b.span()) {
				return true
			}
		}
	}
	return false
}

// alike tells whether two places stand in one line or one block.
func (s *sheet) alike(a, b span) bool {
	if a.line == b.line {
		return true
	}
	d := s.left(a) - s.left(b)
	return d < 2*s.lines[a.line].em && d > -2*s.lines[a.line].em || s.overlaps(a, b)
}

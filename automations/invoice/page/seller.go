package page

import (
	"regexp"
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
	if street(c.text) {
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

// mentions counts the lines that hold a name.
func (s *sheet) mentions(key string) int {
	if len(key) < 4 {
		return 1
	}
	n := 0
	for i := range s.lines {
		if strings.Contains(strings.Join(s.lines[i].folds, ""), key) {
			n++
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

// namedParty finds the name at a label such as "Sold by" or "Käufer": right of it,
// below it, or at a label "Name" further below.
func (s *sheet) namedParty(r role) []candidate {
	var out []candidate
	for i := range s.lines {
		for j := range s.lines[i].labels {
			b := &s.lines[i].labels[j]
			if party(b) != r || !s.heads(b) {
				continue
			}
			if c, ok := s.partyName(b); ok {
				c.label, c.score = b.text, 4
				if s.account(b) {
					c.score = 1.5
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// account tells a label of the owner of a bank account, who may be a person or a
// factor.
func (s *sheet) account(b *label) bool {
	f := fold(b.text)
	for _, part := range []string{"konto", "account", "compte", "conto", "cuenta", "payable", "check", "benef", "empfanger", "titul", "remit", "payee", "begun", "zahl", "naamvan", "tnv", "rekening"} {
		if strings.Contains(f, part) {
			return true
		}
	}
	return false
}

// heads tells whether a party label begins a run, or is all that stands before a
// colon.
func (s *sheet) heads(b *label) bool {
	l := &s.lines[b.line]
	from, to := l.run(b.from)
	return (b.from == from || b.from == 0) && (colonAfter(l, b.to) || to == b.to || b.strength(party(b)) >= 4 && to-b.to <= 7) && !l.row && !l.header
}

func (s *sheet) partyName(b *label) (candidate, bool) {
	l := &s.lines[b.line]
	from := b.to
	for from < len(l.words) && (l.words[from].Text == ":" || fold(l.words[from].Text) == "") {
		from++
	}
	if limit := s.limit(b); from < limit && (!l.gap[from] || colonAfter(l, b.to) && l.words[from].X0-l.words[from-1].X1 < 14*l.em) {
		_, to := l.run(from)
		if c, ok := s.nameIn(span{b.line, from, min(to, limit)}); ok {
			return c, true
		}
	}
	for n := b.line + 1; n < len(s.lines) && n <= b.line+7 && s.lines[n].page == l.page; n++ {
		for k := range s.lines[n].labels {
			sub := &s.lines[n].labels[k]
			if sub.is(nameRole) && s.owner(sub.span()) == party(b) && s.limit(sub) > sub.to {
				_, to := s.lines[n].run(sub.to)
				return s.nameIn(span{n, sub.to, min(to, s.limit(sub))})
			}
		}
	}
	for _, p := range s.below(b, s.runsOf) {
		if c, ok := s.nameIn(p); ok {
			return c, true
		}
	}
	return candidate{}, false
}

// nameIn takes a name from a run: up to its legal form, else up to the address
// that follows it.
func (s *sheet) nameIn(p span) (candidate, bool) {
	l := &s.lines[p.line]
	if from, to, ok := s.company(l, p.from, p.to); ok {
		return candidate{text: l.text(from, to), at: span{p.line, from, to}}, true
	}
	to := p.from
	for to < p.to && to < p.from+8 && !separator(l.words[to].Text) {
		if strings.HasSuffix(l.words[to].Text, ":") {
			return candidate{}, false
		}
		to++
		if strings.HasSuffix(l.words[to-1].Text, ",") {
			break
		}
	}
	name := tidy(l.text(p.from, to))
	if countLetters(name) < 2 || countDigits(name) > countLetters(name)/2 || strings.Contains(name, "@") {
		return candidate{}, false
	}
	return candidate{text: name, at: span{p.line, p.from, to}}, true
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
	for n2 := max(0, n-1); n2 < min(len(s.lines), n+4); n2++ {
		for _, lab := range s.lines[n2].labels {
			if lab.is(vatRole, taxnoRole, ibanRole) && s.lines[n2].page == l.page && s.alike(span{n, a, b}, lab.span()) {
				score = 1
			}
		}
	}
	if n < 3 {
		score += 0.7
	}
	if score == 0 && s.mayBeWindow(span{n, a, b}) {
		score--
	}
	if to-from > 9 && !slices.ContainsFunc(l.words[from:to], func(w Word) bool { return separator(w.Text) || w.Text == "," }) && score == 0 {
		score -= 1.5
	}
	return score
}

// alike tells whether two places stand in one line or one block.
func (s *sheet) alike(a, b span) bool {
	if a.line == b.line {
		return true
	}
	d := s.left(a) - s.left(b)
	return d < 2*s.lines[a.line].em && d > -2*s.lines[a.line].em || s.overlaps(a, b)
}

// postcode finds the end of an address in Europe or North America.
var postcode = regexp.MustCompile(`\b(\d{4,5}|\d{2}-\d{3}|\d{3} \d{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{4} [A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)\b`)

// senders finds the line of small type above the window of a letter: name,
// street and town, parted by points or bars.
func (s *sheet) senders() []candidate {
	var out []candidate
	for i := range s.lines {
		l := &s.lines[i]
		if l.page > 0 || i > 25 || l.row {
			continue
		}
		first, parts := -1, 0
		for j, w := range l.words {
			if separator(w.Text) && j > 0 {
				parts++
				if first < 0 {
					first = j
				}
			}
		}
		if first < 0 || parts < 2 && !postcode.MatchString(l.text(first, len(l.words))) || len(l.labels) > 0 && l.labels[0].from == 0 && !hasLetter(l.words[first-1].Text) {
			continue
		}
		if c, ok := s.nameIn(span{i, 0, first}); ok && postcode.MatchString(l.text(0, len(l.words))) {
			c.score = 3
			out = append(out, c)
		}
	}
	return out
}

// mail and web addresses; those of the large free providers say nothing of the
// seller.
var domain = regexp.MustCompile(`(?i)(?:@|www\.|https?://)([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.[a-z]{2,}`)

func (s *sheet) domains() []string {
	var out []string
	for i := range s.lines {
		for at, w := range s.lines[i].words {
			m := domain.FindStringSubmatch(w.Text)
			if m == nil || s.owner(span{i, at, at + 1}) == buyerRole {
				continue
			}
			parts := strings.Split(strings.TrimPrefix(strings.ToLower(m[1]), "www."), ".")
			name := fold(parts[len(parts)-1])
			if !slices.Contains([]string{"gmail", "gmx", "web", "outlook", "hotmail", "yahoo", "icloud", "co", "com", "localhost", "tonline"}, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// heads of blocks: the first line above a VAT id or an address of mail or the web,
// and what stands beside the label of the buyer without one of its own.
func (s *sheet) blockHeads() []candidate {
	var out []candidate
	add := func(p span, score float64) {
		if s.owner(p) == buyerRole || !s.nameLike(&s.lines[p.line], p.from, p.to) {
			return
		}
		if c, ok := s.nameIn(p); ok {
			c.score = score
			out = append(out, c)
		}
	}
	for i := range s.lines {
		l := &s.lines[i]
		for j := range l.labels {
			b := &l.labels[j]
			from, to := l.run(b.from)
			switch {
			case l.row || b.from != from:
			case b.is(vatRole) && s.owner(b.span()) != buyerRole:
				add(s.blockTop(span{i, from, to}), 2)
				s.footBefore(i, from, add)
			case party(b) == buyerRole && s.heads(b):
				for _, p := range s.runsOf(i) {
					if p.from != b.to {
						add(p, 1.8)
					}
				}
			}
		}
		for at, w := range l.words {
			if from, to := l.run(at); domain.MatchString(w.Text) && s.owner(span{i, at, at + 1}) != buyerRole {
				add(s.blockTop(span{i, from, to}), 1.5)
				s.footBefore(i, from, add)
			}
		}
	}
	return out
}

// footBefore offers what heads the other columns of the foot of a page.
func (s *sheet) footBefore(n, before int, add func(span, float64)) {
	l := &s.lines[n]
	if l.top() < 0.8*s.height {
		return
	}
	l.runs(func(from, to int) {
		if from < before {
			add(s.blockTop(span{n, from, to}), 1.3)
		}
	})
}

// blockTop goes up from a run through those that begin at the same edge without a
// gap between the lines.
func (s *sheet) blockTop(p span) span {
	for n := p.line - 1; n >= 0; n-- {
		l, below := &s.lines[n], &s.lines[p.line]
		if l.page != below.page || below.top()-l.bottom() > 1.1*below.em {
			break
		}
		found := false
		l.runs(func(from, to int) {
			if d := l.words[from].X0 - s.left(p); d < below.em && d > -below.em && !found {
				p, found = span{n, from, to}, true
			}
		})
	}
	return p
}

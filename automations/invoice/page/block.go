package page

// blockHeads offers what heads a block: the first line above a VAT id or an address of mail or the web,
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

package page

import "math"

// span is where something stands: words from to to of a line.
type span struct{ line, from, to int }

func (s *sheet) left(p span) float64  { return s.lines[p.line].words[p.from].X0 }
func (s *sheet) right(p span) float64 { return s.lines[p.line].words[p.to-1].X1 }

func (b *label) span() span { return span{b.line, b.from, b.to} }

// limit is the word at which the next label of the line begins.
func (s *sheet) limit(b *label) int {
	l := &s.lines[b.line]
	for _, other := range l.labels {
		if other.from >= b.to {
			return other.from
		}
	}
	return len(l.words)
}

// governor returns the nearest label to the left of a value on its line.
func (s *sheet) governor(p span) *label {
	l := &s.lines[p.line]
	var found *label
	for i := range l.labels {
		if l.labels[i].to <= p.from {
			found = &l.labels[i]
		}
	}
	return found
}

// overlaps tells whether one stands above the other, give or take the width of
// a letter.
func (s *sheet) overlaps(a, b span) bool {
	slack := 0.6 * s.lines[a.line].em
	return min(s.right(a), s.right(b))-max(s.left(a), s.left(b)) > -slack
}

// maxDrop is how far below its label a value may stand, in sizes of the type.
const maxDrop = 4.5

// near tells whether line n stands less than maxDrop below line from.
func (s *sheet) near(from, n int) bool {
	a, b := &s.lines[from], &s.lines[n]
	return a.page == b.page && math.Abs(b.top()-a.bottom()) < maxDrop*max(a.em, b.em)
}

// below returns what stands first below a label of the spans that a line offers;
// another label under it ends the search.
func (s *sheet) below(b *label, offered func(n int) []span) []span {
	for n := b.line + 1; n < len(s.lines) && s.near(b.line, n); n++ {
		var found []span
		for _, p := range offered(n) {
			if s.overlaps(b.span(), p) {
				found = append(found, p)
			}
		}
		if len(found) > 0 {
			return found
		}
		for i := range s.lines[n].labels {
			if s.overlaps(b.span(), s.lines[n].labels[i].span()) {
				return nil
			}
		}
	}
	return nil
}

// above returns the nearest label that stands above a value.
func (s *sheet) above(p span) *label {
	for n := p.line - 1; n >= 0 && s.near(n, p.line); n-- {
		for i := range s.lines[n].labels {
			if b := &s.lines[n].labels[i]; s.overlaps(b.span(), p) {
				return b
			}
		}
	}
	return nil
}

// runsOf lists the runs of a line that do not begin with a label.
func (s *sheet) runsOf(n int) []span {
	l := &s.lines[n]
	var out []span
	l.runs(func(from, to int) {
		for _, b := range l.labels {
			if b.from == from {
				return
			}
		}
		out = append(out, span{n, from, to})
	})
	return out
}

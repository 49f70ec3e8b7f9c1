package page

import (
	"math"

	"factotum/automations/checkdigit"
)

// ownerDepth is how many sizes of type below the name of a party its particulars
// still stand.
const ownerDepth = 16

// owner tells whose particulars stand at a place: sellerRole, buyerRole,
// shipRole, or "" where no party is named beside or above it.
func (s *sheet) owner(p span) role {
	l := &s.lines[p.line]
	from, _ := l.run(p.from)
	for i := range l.labels {
		b := &l.labels[i]
		if b.to <= p.from && b.from >= from-4 && b.is(sellerRole, buyerRole, shipRole) && !b.is(ibanRole) && (b.from >= from || i+1 == len(l.labels) || l.labels[i+1].from >= p.from) {
			return party(b)
		}
	}
	edges := [2]float64{s.blockEdge(p), s.left(p)}
	if b := s.governor(p); b != nil && p.from-b.to <= 1 {
		edges[1] = l.words[b.from].X0
	}
	for n := p.line - 1; n >= 0; n-- {
		o := &s.lines[n]
		if o.page != l.page || l.top()-o.bottom() > ownerDepth*l.em || o.header {
			return ""
		}
		if r := s.partyAbove(o, edges, l.em); r != "" {
			return r
		}
	}
	return ""
}

// partyAbove returns the party that a line names nearest above one of the edges
// of a block, starting with the edge furthest right.
func (s *sheet) partyAbove(o *line, edges [2]float64, em float64) role {
	for i := len(o.labels) - 1; i >= 0; i-- {
		b := &o.labels[i]
		if start, _ := o.run(b.from); !b.is(sellerRole, buyerRole, shipRole) || b.from != start {
			continue
		}
		for _, x := range edges {
			if d := x - o.words[b.from].X0; math.Abs(d) < 4*em || d > 0 && x < o.words[b.to-1].X1 {
				return party(b)
			}
		}
	}
	return ""
}

// blockEdge is where the block of a place begins: the left edge of its run, or of
// the label left of it.
func (s *sheet) blockEdge(p span) float64 {
	l := &s.lines[p.line]
	from, _ := l.run(p.from)
	x := l.words[from].X0
	if b := s.governor(span{p.line, from, from + 1}); b != nil && b.is(nameRole, vatRole, taxnoRole, refRole) {
		x = l.words[b.from].X0
	}
	return x
}

func party(b *label) role {
	best, strength := role(""), 0
	for _, r := range []role{sellerRole, buyerRole, shipRole} {
		if n := b.strength(r); n > strength {
			best, strength = r, n
		}
	}
	return best
}

// vats collects the VAT ids of the seller, and those of the buyer.
func (s *sheet) vats() (seller, buyer []candidate) {
	for i := range s.lines {
		l := &s.lines[i]
		for at := 0; at < len(l.words); at++ {
			b := s.governor(span{i, at, at + 1})
			labelled := b != nil && b.is(vatRole) && at-b.to <= 3
			text, to := s.vat(l, at, labelled)
			labelled = labelled || b != nil && b.is(taxRole) && at-b.to <= 1 && vatForm.MatchString(text)
			if text == "" || s.inLabel(l, at) {
				continue
			}
			p := span{i, at, to}
			if c, whose, ok := s.vatOf(p, text, b, labelled); ok {
				if whose == buyerRole {
					buyer = append(buyer, c)
				} else {
					seller = append(seller, c)
				}
				at = to - 1
			}
		}
	}
	seller = append(seller, s.vatsBelow()...)
	return pick(seller), pick(buyer)
}

// inLabel: the NO of "VAT NO" is not Norway's.
func (s *sheet) inLabel(l *line, at int) bool {
	for _, b := range l.labels {
		if b.from <= at && at < b.to && b.is(vatRole) {
			return true
		}
	}
	return false
}

func (s *sheet) vatOf(p span, text string, b *label, labelled bool) (candidate, role, bool) {
	valid, known := validKnown(text)
	full := vatForm.MatchString(text)
	if !labelled && (!full || !valid) || b != nil && b.is(taxnoRole) && !b.is(vatRole) {
		return candidate{}, "", false
	}
	c := candidate{text: text, at: p, score: 1}
	if labelled {
		c.score, c.label = 3, b.text
	}
	if valid {
		c.score++
	}
	c.doubtful = s.scanned && known && !valid || !labelled
	whose := s.owner(p)
	if whose == sellerRole {
		c.score += 2
	}
	return c, whose, whose != shipRole
}

func validKnown(text string) (valid, known bool) {
	if valid, known = checkdigit.ValidVAT(text); known {
		return valid, true
	}
	return false, false
}

// vatsBelow reads the ids that stand under their label.
func (s *sheet) vatsBelow() []candidate {
	var out []candidate
	for i := range s.lines {
		for j := range s.lines[i].labels {
			b := &s.lines[i].labels[j]
			if !b.is(vatRole) {
				continue
			}
			for _, p := range s.below(b, s.runsOf) {
				if text, to := s.vat(&s.lines[p.line], p.from, true); text != "" {
					if c, whose, ok := s.vatOf(span{p.line, p.from, to}, text, b, true); ok && whose != buyerRole && s.limit(b) <= b.to+1 {
						c.score -= 0.5
						out = append(out, c)
					}
				}
			}
		}
	}
	return out
}

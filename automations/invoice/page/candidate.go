package page

import (
	"cmp"
	"slices"

	"factotum/automations/invoice"
)

// candidate is what a page prints for a field, with what speaks for it.
type candidate struct {
	text     string
	label    string
	score    float64
	doubtful bool
	at       span
}

// pick orders candidates by score and adds up what is printed more than once.
func pick(list []candidate) []candidate {
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var out []candidate
	for _, c := range list {
		i := slices.IndexFunc(out, func(o candidate) bool { return o.text == c.text })
		if i < 0 {
			out = append(out, c)
			continue
		}
		out[i].doubtful = out[i].doubtful && c.doubtful
		out[i].score = max(out[i].score, c.score)
	}
	return out
}

// unsure tells whether digits of a value were not recognised clearly.
func (s *sheet) unsure(p span) bool {
	for i := p.from; i < p.to; i++ {
		if w := s.lines[p.line].words[i]; w.Unsure && hasDigit(w.Text) {
			return true
		}
	}
	return false
}

// maxOthers bounds what a person is offered instead.
const maxOthers = 8

// value makes the best candidate a value. It is uncertain when another comes
// within margin of it.
func (s *sheet) value(list []candidate, margin float64) (invoice.Value, bool) {
	if len(list) == 0 {
		return invoice.Value{}, false
	}
	v := invoice.Value{Text: list[0].text, Label: list[0].label, Source: invoice.Text, Uncertain: list[0].doubtful || s.unsure(list[0].at)}
	if s.scanned {
		v.Source = invoice.OCR
	}
	for _, c := range list[1:] {
		v.Uncertain = v.Uncertain || list[0].score-c.score < margin
		if len(v.Others) < maxOthers {
			v.Others = append(v.Others, invoice.Candidate{Text: c.text, Label: c.label})
		}
	}
	return v, true
}

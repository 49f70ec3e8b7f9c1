package report

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"
)

var slots = regexp.MustCompile(`\{(\w+)\}`)

// Slots are the columns whose totals a sentence of a chart names.
func (c Chart) Slots() (names []string) {
	for _, found := range slots.FindAllStringSubmatch(c.Says, -1) {
		names = append(names, found[1])
	}
	return names
}

// Noted are the sentences below an answer: what it is about, and its notes but
// for those that name figures of one row where there are several.
func (r Report) Noted(t Table) []string {
	all := []string{strings.TrimSuffix(r.About, ".") + "."}
	for _, note := range r.Notes {
		whole := true
		said := slots.ReplaceAllStringFunc(note, func(slot string) string {
			at := t.Column(strings.Trim(slot, "{}"))
			if whole = whole && at >= 0 && len(t.Rows) == 1 && t.Rows[0][at] != ""; !whole {
				return ""
			}
			return t.Show(0, at, time.UTC)
		})
		if whole {
			all = append(all, said)
		}
	}
	return all
}

// totals is the sentence of a chart with what its columns come to; nothing where
// there is none, or a column cannot be added up.
func (r Report) totals(t Table) string {
	t = r.counted(t)
	whole := r.Chart.Says != "" && !t.Cut
	said := slots.ReplaceAllStringFunc(r.Chart.Says, func(slot string) string {
		sums := t.Total(strings.Trim(slot, "{}"))
		for unit, sum := range sums {
			whole = whole && len(sums) == 1
			return measured(t.Marks.of(Short(sum)), unit)
		}
		whole = false
		return ""
	})
	if !whole {
		return ""
	}
	return said
}

// limit says who is above a limit by the most, or used the most of it.
func (p Picture) limit() string {
	values, limits := p.Lines[0].Values, p.Lines[1].Values
	first, above, of := -1, 0, 0
	for i := range p.Labels {
		if !limits[i].IsPositive() {
			continue
		}
		if of++; values[i].GreaterThan(limits[i]) {
			above++
		}
		if first < 0 || values[i].Mul(limits[first]).GreaterThan(values[first].Mul(limits[i])) {
			first = i
		}
	}
	if first < 0 {
		return ""
	}
	name := cmp.Or(lower(p.Lines[1].Title), "limit")
	said := fmt.Sprintf("%s has used %s of its %s of %s", p.Labels[first], share(values[first], limits[first]), name, p.figure(limits[first]))
	if above > 0 {
		said = fmt.Sprintf("%s is %s above its %s", p.Labels[first], p.figure(values[first].Sub(limits[first])), name)
	}
	if above > 1 {
		said += fmt.Sprintf("; %d of %d are above theirs", above, of)
	}
	return said
}

package automations

import (
	"maps"
	"slices"

	"factotum/automations/people"
	"factotum/automations/report"
)

// marksFor are the marks of figures for a person, and in a channel those that most
// people of the workspace have.
func marksFor(dir people.Directory, to string) (most report.Marks) {
	if p, ok := dir.Person(to); ok {
		return report.MarksOf(p.Locale)
	}
	locales, votes := map[string]int{}, map[report.Marks]int{}
	for _, p := range dir.Everybody() {
		if !p.Inactive && p.Locale != "" {
			locales[p.Locale]++
		}
	}
	for _, locale := range slices.Sorted(maps.Keys(locales)) {
		m := report.MarksOf(locale)
		if votes[m] += locales[locale]; votes[m] > votes[most] {
			most = m
		}
	}
	return most
}

// marked is a run with the marks of whoever reads it.
func (r Run) marked(m report.Marks) Run {
	r.Headline, r.Changed, r.Finding = m.Write(r.Headline), m.Write(r.Changed), m.Write(r.Finding)
	r.Notes = slices.Clone(r.Notes)
	for i, note := range r.Notes {
		r.Notes[i] = m.Write(note)
	}
	return r
}

package people

import (
	"cmp"
	"slices"
	"strings"
)

// Join makes one directory of what the messaging service and the company's file
// say, by the precedence stated at the top of this package, and tells where they
// disagree, sorted by whom it is about.
func Join(accounts []Account, entries []Entry, company Company) (Directory, []Difference) {
	j := &joint{company: tidied(company), holder: make(map[string]int, len(accounts)+len(entries))}
	j.claim(entries)
	j.place(accounts)
	j.part()
	for _, m := range company.Mailboxes {
		j.drafts = append(j.drafts, &draft{id: m.ID(), service: m.person()})
	}
	for _, s := range company.Systems {
		j.drafts = append(j.drafts, &draft{id: SystemID(s.Key), service: s.person()})
	}
	if company.Calendar != "" {
		j.drafts = append(j.drafts, &draft{id: CalendarID, service: company.calendar()})
	}
	for _, t := range company.Teams {
		for _, p := range t.places(company.Zone) {
			j.drafts = append(j.drafts, &draft{id: p.ID, service: p})
		}
	}
	slices.SortFunc(j.drafts, func(a, b *draft) int { return strings.Compare(a.id, b.id) })

	var d Directory
	d.people = make([]Person, len(j.drafts))
	for at, draft := range j.drafts {
		d.people[at] = j.person(draft)
	}
	d.index = indexNames(d.people)
	j.managers(&d)
	j.substitutes(&d)
	j.teams(&d)
	j.centres(&d)
	d.fill()
	j.compare(d)
	slices.SortFunc(j.differences, func(a, b Difference) int {
		return cmp.Or(strings.Compare(a.About, b.About), strings.Compare(a.Say, b.Say))
	})
	return d, j.differences
}

// joint is one Join at work.
type joint struct {
	company     Company
	drafts      []*draft
	holder      map[string]int // address or account to place in drafts, before they are sorted
	differences []Difference
}

// draft is a person in the making.
type draft struct {
	id       ID
	row      *Entry // nil: not in the file
	service  Person // no human; the zero one: a human
	accounts []Account
	names    []string // addresses and accounts by which they are known
}

package people

import (
	"iter"
	"slices"
)

// ManagerChain lists the manager, their manager, and so on to the top, people
// who have left included. Where the chain bites its tail it ends before the
// first repetition.
func (d Directory) ManagerChain(id ID) []Person { return slices.Collect(d.Managers(id)) }

// Managers gives the same one by one.
func (d Directory) Managers(id ID) iter.Seq[Person] {
	return func(yield func(Person) bool) {
		at, ok := d.index.ids[id]
		walked := make([]int32, 0, 8) // most chains are shorter
		for ok && !slices.Contains(walked, at) {
			if len(walked) > 0 && !yield(d.people[at]) {
				return
			}
			walked = append(walked, at)
			at, ok = d.index.ids[d.people[at].Manager]
		}
	}
}

package people

import "slices"

// ManagerChain lists the manager, their manager, and so on to the top, people
// who have left included. Where the chain bites its tail it ends before the
// first repetition.
func (d Directory) ManagerChain(id ID) []Person {
	at, ok := d.index.ids[id]
	if !ok {
		return nil
	}
	walked := []int32{at}
	for {
		at, ok = d.index.ids[d.people[at].Manager]
		if !ok || slices.Contains(walked, at) {
			return d.pick(walked[1:])
		}
		walked = append(walked, at)
	}
}

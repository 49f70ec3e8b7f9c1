package people

import "slices"

// Manager finds the manager of a person, active or not.
func (d Directory) Manager(id ID) (Person, bool) {
	p, ok := d.Person(id)
	if !ok || p.Manager == "" {
		return Person{}, false
	}
	return d.Person(p.Manager)
}

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

package people

import "slices"

// Same tells whether two ids, addresses or accounts belong to one human: the
// same person, or people who share any account or address, even one that was
// given to neither by right. It is for keeping people from deciding on their
// own requests, so it errs towards yes.
func (d Directory) Same(a, b string) bool {
	a, b = human(a), human(b)
	if a == b {
		return true
	}
	first, known := d.index.names[a]
	second, too := d.index.names[b]
	if !known || !too {
		return false
	}
	return first == second || shares(d.people[first], d.people[second])
}

// human is an id as it is compared: a contact is whoever has the address.
func human(id string) string { return identity(first(ContactAddress(id), id)) }

// Doubles lists the other people who are the same human, by id. It looks at
// everybody.
func (d Directory) Doubles(id ID) []Person {
	at, known := d.index.ids[id]
	var doubles []Person
	for i, p := range d.people {
		if known && i != int(at) && shares(d.people[at], p) {
			doubles = append(doubles, p)
		}
	}
	return doubles
}

func shares(a, b Person) bool {
	return called(b, a.ID) ||
		slices.ContainsFunc(a.Accounts, func(name string) bool { return called(b, name) }) ||
		slices.ContainsFunc(a.Aliases, func(name string) bool { return called(b, name) })
}

func called(p Person, name string) bool {
	return p.ID == name || slices.Contains(p.Accounts, name) || slices.Contains(p.Aliases, name)
}

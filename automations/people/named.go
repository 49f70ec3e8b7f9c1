package people

import (
	"strings"

	"golang.org/x/text/cases"
)

// Everybody lists all people, active or not, by id.
func (d Directory) Everybody() []Person { return d.people }

// Named lists everybody, active or not, whom a word may mean: by id, account or
// further address as a whole, or else by the beginnings of words of the name.
func (d Directory) Named(word string) []Person {
	if p, ok := d.Called(strings.TrimPrefix(strings.TrimSpace(word), "@")); ok {
		return []Person{p}
	}
	fold := cases.Fold()
	sought := strings.Fields(fold.String(word))
	var all []Person
	for _, p := range d.people {
		if len(sought) > 0 && begun(strings.Fields(fold.String(p.Name)), sought) {
			all = append(all, p)
		}
	}
	return all
}

// begun tells whether every word begins one of the names.
func begun(names, words []string) bool {
	for _, w := range words {
		found := false
		for _, n := range names {
			found = found || strings.HasPrefix(n, w)
		}
		if !found {
			return false
		}
	}
	return true
}

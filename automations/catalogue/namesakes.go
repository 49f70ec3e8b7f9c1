package catalogue

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xrash/smetrics"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
)

const (
	// alike is how near what was written has to come to a name, or to a word of it,
	// by Jaro and Winkler, to be taken for a slip.
	alike = 0.88
	// compared is for how many different names that nobody has others are sought: a
	// table of a hundred thousand strangers is told so without them.
	compared = 1_000
)

// Namesakes finds those who work here by what somebody calls them: an account, an
// address, a name or a part of it. It is for one directory, and reads that when it
// is asked first.
func Namesakes(dir people.Directory) func(string) form.Namesakes {
	var all *namesakes
	return func(called string) form.Namesakes {
		p, words, ok := whom(dir, called)
		if ok && works(p) {
			return form.Namesakes{Full: []string{p.ID}}
		}
		if all == nil {
			all = namesakesOf(dir)
		}
		return all.of(strings.Join(words, " "))
	}
}

// Meant are the ids of everybody, also of who has left, whom a word of a search may
// mean: by an account or address as a whole, or else by how words of the name begin.
func Meant(dir people.Directory, word string) (found []string) {
	p, words, ok := whom(dir, word)
	if ok {
		return []string{p.ID}
	}
	for _, p := range dir.Everybody() {
		if len(words) > 0 && has(strings.Fields(dataset.Fold(p.Name)), words, strings.HasPrefix) {
			found = append(found, p.ID)
		}
	}
	return found
}

// whom is the person with an account or address, and the words of it as names are
// compared.
func whom(dir people.Directory, called string) (p people.Person, words []string, ok bool) {
	called = strings.TrimPrefix(strings.TrimSpace(called), "@")
	p, ok = dir.Called(called)
	return p, strings.Fields(dataset.Fold(called)), ok
}

// has tells whether every word is one of a name.
func has(name, words []string, is func(of, word string) bool) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return !slices.ContainsFunc(name, func(of string) bool { return is(of, w) })
	})
}

// works tells whether somebody is a person who has not left.
func works(p people.Person) bool { return !p.Inactive && !p.Service }

// namesakes are the names of those who work here.
type namesakes struct {
	people []namesake
	full   map[string][]string // ids by the whole name, folded
	others map[string]form.Namesakes
}

type namesake struct {
	id, name, folded string
	words            []string
}

func namesakesOf(dir people.Directory) *namesakes {
	all := &namesakes{full: map[string][]string{}, others: map[string]form.Namesakes{}}
	for _, p := range dir.Everybody() {
		if folded := dataset.Fold(p.Name); works(p) && folded != "" {
			all.people = append(all.people, namesake{p.ID, p.Name, folded, strings.Fields(folded)})
			all.full[folded] = append(all.full[folded], p.ID)
		}
	}
	return all
}

func (n *namesakes) of(called string) form.Namesakes {
	if ids := n.full[called]; len(ids) > 0 || called == "" {
		return form.Namesakes{Full: ids}
	}
	found, known := n.others[called]
	if !known && len(n.others) < compared {
		found = n.near(called)
		n.others[called] = found
	}
	return found
}

// near are those of whose names the words are a part, and the names that are
// nearly the same.
func (n *namesakes) near(called string) (found form.Namesakes) {
	words := strings.Fields(called)
	type near struct {
		name string
		by   float64
	}
	var nearest []near
	for _, p := range n.people {
		if has(p.words, words, func(of, word string) bool { return of == word }) {
			found.Part = append(found.Part, p.id)
			nearest = append(nearest, near{p.name, 1})
		} else if by := p.nearness(called); by >= alike {
			nearest = append(nearest, near{p.name, by})
		}
	}
	slices.SortStableFunc(nearest, func(a, b near) int { return cmp.Compare(b.by, a.by) })
	for _, one := range nearest[:min(3, len(nearest))] {
		found.Near = append(found.Near, one.name)
	}
	return found
}

// nearness is 1 for the same name. One word is compared with each of a name.
func (p namesake) nearness(called string) float64 {
	best := smetrics.JaroWinkler(called, p.folded, 0.7, 4)
	if strings.Contains(called, " ") {
		return best
	}
	for _, word := range p.words {
		best = max(best, smetrics.JaroWinkler(called, word, 0.7, 4))
	}
	return best
}

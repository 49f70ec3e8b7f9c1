package people

import (
	"cmp"
	"slices"
	"strings"
)

// maxFound is how many people Find returns at most; who types something that
// fits more has to type more.
const maxFound = 20

// word is one folded word of a name or of the local part of an address.
type word struct {
	text string
	at   int32
}

func indexWords(people []Person) []word {
	words := make([]word, 0, 4*len(people))
	for at, p := range people {
		if p.Inactive {
			continue
		}
		local, _, _ := strings.Cut(p.Email, "@")
		texts := split(local)
		if p.Name != p.ID {
			texts = append(texts, split(p.Name)...)
		}
		slices.Sort(texts)
		for _, text := range slices.Compact(texts) {
			words = append(words, word{text: text, at: int32(at)})
		}
	}
	slices.SortFunc(words, func(a, b word) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.at, b.at))
	})
	return words
}

// Find lists people whose names are near the words, the nearest first, at most
// 20: every word begins a word of the name or address, or, if nobody's do, is
// one slip of the keyboard away from one. An address, account or id finds
// exactly its person. Who has left is not found.
func (d Directory) Find(words string) []Person {
	if at, ok := d.index.names[identity(words)]; ok {
		if d.people[at].Inactive {
			return nil
		}
		return []Person{d.people[at]}
	}
	typed := split(words)
	if len(typed) == 0 {
		return nil
	}
	scores := d.scored(typed, d.beginning)
	if len(scores) == 0 {
		scores = d.scored(typed, d.similar)
	}
	return d.pick(d.ranked(scores))
}

// scored intersects the people whom each typed word fits and adds up how badly.
func (d Directory) scored(typed []string, fit func(string) map[int32]int) map[int32]int {
	scores := fit(typed[0])
	for _, text := range typed[1:] {
		fits := fit(text)
		for at := range scores {
			penalty, ok := fits[at]
			if !ok {
				delete(scores, at)
				continue
			}
			scores[at] += penalty
		}
	}
	return scores
}

// beginning finds who has a word that starts with text: 0 for the whole word, 1
// for a part.
func (d Directory) beginning(text string) map[int32]int {
	fits := make(map[int32]int)
	from, _ := slices.BinarySearchFunc(d.index.words, text, func(w word, t string) int { return strings.Compare(w.text, t) })
	for _, w := range d.index.words[from:] {
		if !strings.HasPrefix(w.text, text) {
			break
		}
		penalty := min(len(w.text)-len(text), 1)
		if old, seen := fits[w.at]; !seen || penalty < old {
			fits[w.at] = penalty
		}
	}
	return fits
}

// similar finds who has a word one edit away. Words under four letters are too
// short to be wrong in one.
func (d Directory) similar(text string) map[int32]int {
	fits := d.beginning(text)
	if len(text) < 4 {
		return fits
	}
	for _, w := range d.index.words {
		if _, seen := fits[w.at]; !seen && oneSlip(text, w.text) {
			fits[w.at] = 2
		}
	}
	return fits
}

func (d Directory) ranked(scores map[int32]int) []int32 {
	places := make([]int32, 0, len(scores))
	for at := range scores {
		places = append(places, at)
	}
	slices.SortFunc(places, func(a, b int32) int {
		return cmp.Or(cmp.Compare(scores[a], scores[b]), strings.Compare(d.people[a].Name, d.people[b].Name), cmp.Compare(a, b))
	})
	return places[:min(len(places), maxFound)]
}

package report

import (
	"fmt"
	"slices"
	"strings"
)

// choice finds what a word means among the choices.
func (p Parameter) choice(word string) (string, bool) {
	word = plain(word)
	for _, c := range p.Choices {
		if plain(c) == word {
			return c, true
		}
	}
	for _, like := range alike()[word] {
		for _, c := range p.Choices {
			if plain(c) == like {
				return c, true
			}
		}
	}
	return p.part(word)
}

// part is the only choice of a form in whose name a word stands: hotel in Hotel and
// lodging, 400 in 400 Design.
func (p Parameter) part(word string) (found string, ok bool) {
	const least = 4 // letters: and, of, the stand in many
	if p.Of == "" || len(word) < least && !strings.ContainsAny(word, "0123456789") {
		return "", false
	}
	for _, c := range p.Choices {
		if slices.Contains(strings.Fields(plain(c)), word) {
			if ok {
				return "", false
			}
			found, ok = c, true
		}
	}
	return found, ok
}

// alike are other words for choices, by the first of them that there is.
func alike() map[string][]string {
	return map[string][]string{
		"department": {"cost centre", "team"}, "cost center": {"cost centre"}, "centre": {"cost centre"}, "supplier": {"vendor"},
		"employee": {"person"}, "people": {"person"}, "colleague": {"person"}, "requester": {"person"}, "who": {"person"}, "type": {"category", "kind"},
	}
}

// wordings are all words that one of the choices is called, as people write them.
func (p Parameter) wordings() (all []string) {
	for _, c := range p.Choices {
		all = append(all, strings.ReplaceAll(c, "_", " "))
	}
	for word := range alike() {
		if _, ok := p.choice(word); ok && !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return all
}

func (p Parameter) among(hint string) string {
	if strings.HasSuffix(hint, "?") {
		return hint
	}
	if len(p.Choices) == 0 {
		return ". There is nothing to choose from: leave it out."
	}
	return ". Write one of " + p.offers() + "."
}

// offers are the choices as people write them, a few of them where there are many: a
// company may have hundreds of cost centres.
func (p Parameter) offers() string {
	const few, most = 8, 12
	shown, others := p.Choices, ""
	if len(shown) > most {
		shown, others = shown[:few], fmt.Sprintf(" and %d others", len(shown)-few)
	}
	return strings.ReplaceAll(strings.Join(shown, ", "), "_", " ") + others
}

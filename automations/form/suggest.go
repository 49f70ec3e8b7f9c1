package form

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// choices fills every choice of which exactly one option is named by a whole
// word. One with a default takes the option that most words name, of equal ones
// the first: what was said never gives way to what nobody said.
func (f *filler) choices(groups []target, text string) []Option {
	var chosen []Option
	words := " " + fold(text) + " "
	for _, group := range groups {
		for _, c := range group.fields {
			named, best := c.named(words)
			switch key := group.prefix + c.Key; {
			case c.Type == Checkbox && c.ticked(text, words):
				f.raw[key] = Input{Text: "yes"}
			case c.Type == MultiSelect && len(named) > 0:
				f.raw[key] = Input{List: named}
				for _, value := range named {
					o, _ := c.option(value)
					chosen = append(chosen, o)
				}
			case c.Type == Select && (len(named) == 1 || len(named) > 1 && c.Default != ""):
				f.raw[key] = Input{Text: best}
				o, _ := c.option(best)
				chosen = append(chosen, o)
			}
		}
	}
	return chosen
}

// named are the options that the words name, by label and words, and which of
// them the most words name. One without words is named by its value too: beside
// words that is a key of the file, such as “all”, which people say of anything.
func (f Field) named(text string) (named []string, best string) {
	most := 0
	for _, o := range f.Options {
		count := 0
		var said []string
		words := o.Words
		if len(words) == 0 {
			words = []string{o.Value}
		}
		for _, word := range append([]string{o.Label}, words...) {
			if word = fold(word); !slices.Contains(said, word) {
				said = append(said, word)
			}
		}
		for _, word := range said {
			if word != "" && strings.Contains(text, " "+word+" ") {
				count += len(strings.Fields(word))
			}
		}
		if count > 0 {
			named = append(named, o.Value)
		}
		if count > most {
			most, best = count, o.Value
		}
	}
	return named, best
}

// ticked tells whether the words tick a checkbox. One of its words that ends
// with a colon does so only as what the text begins with, before a mark.
func (f Field) ticked(text, words string) bool {
	head := fold(text)
	if end := strings.IndexAny(strings.ReplaceAll(text, " - ", " : "), ":;,!–—"); end >= 0 {
		head = fold(text[:end])
	}
	return slices.ContainsFunc(f.Words, func(word string) bool {
		if first, ok := strings.CutSuffix(word, ":"); ok {
			return head == fold(first)
		}
		return fold(word) != "" && strings.Contains(words, " "+fold(word)+" ")
	})
}

// fold makes words comparable: small letters without accents, parted by single spaces.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(cases.Fold().String(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

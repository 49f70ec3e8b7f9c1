package catalogue

import (
	"strings"
	"unicode"

	"factotum/automations/form"
	"factotum/automations/money"
)

// most is how many kinds are offered where words may mean several.
const most = 3

// Suggest gives the kind whose words stand in the text: the one with the most of
// them. Two kinds with equally many suggest none, since nothing is guessed.
func (c *Catalogue) Suggest(words string) (Kind, bool) {
	if kinds := c.Guess(words); len(kinds) == 1 {
		return kinds[0], true
	}
	return Kind{}, false
}

// Guess gives the kinds of whose words most stand in the text: one, several among
// which a person has to choose, or none.
func (c *Catalogue) Guess(words string) []Kind {
	said := spaced(words)
	kinds := c.named(said, func(k Kind) []string { return k.Words })
	if _, _, priced := money.Find(words, c.Company().Currency); len(kinds) == 0 && priced {
		kinds = c.named(said, Kind.choices) // "5 EUR pens": no word for a kind, but for a choice in one
		if len(kinds) > 1 {
			return nil
		}
	}
	return kinds[:min(len(kinds), most)]
}

// named gives the kinds of whose words most stand in the text.
func (c *Catalogue) named(said string, words func(Kind) []string) []Kind {
	var best []Kind
	highest := 1
	for _, k := range c.Kinds() {
		n := 0
		for _, w := range words(k) {
			if strings.Contains(said, spaced(w)) {
				n++
			}
		}
		switch {
		case n > highest:
			best, highest = []Kind{k}, n
		case n == highest:
			best = append(best, k)
		}
	}
	return best
}

// choices are the words that suggest an option of a kind that is about money.
func (k Kind) choices() []string {
	var words []string
	if k.Amount == "" {
		return nil
	}
	add := func(fields []form.Field) {
		for _, f := range fields {
			for _, o := range f.Options {
				words = append(words, o.Words...)
			}
		}
	}
	for _, f := range k.Form.Fields() {
		add([]form.Field{f})
		add(f.Fields)
	}
	return words
}

// spaced is a text as small words with a space on either side of each. An
// apostrophe stands in no word: “won't” is “wont”.
func spaced(text string) string {
	text = strings.NewReplacer("'", "", "’", "", "`", "").Replace(strings.ToLower(text))
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}

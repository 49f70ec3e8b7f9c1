package form

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// choices fills every choice of which exactly one option is named by a whole word.
func (f *filler) choices(groups []target, text string) {
	words := " " + fold(text) + " "
	for _, group := range groups {
		for _, c := range group.fields {
			if c.Type != Select && c.Type != MultiSelect {
				continue
			}
			named := c.named(words)
			switch {
			case c.Type == MultiSelect && len(named) > 0:
				f.raw[group.prefix+c.Key] = Input{List: named}
			case len(named) == 1:
				f.raw[group.prefix+c.Key] = Input{Text: named[0]}
			}
		}
	}
}

// named are the options that the words name, by value, label or words.
func (f Field) named(words string) []string {
	var named []string
	for _, o := range f.Options {
		for _, word := range append([]string{o.Value, o.Label}, o.Words...) {
			if word = fold(word); word != "" && strings.Contains(words, " "+word+" ") {
				named = append(named, o.Value)
				break
			}
		}
	}
	return named
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
